-- One row per resolved schedule that began before today and does not say from when on it is billed here: a run would bill
-- all the periods since its start.
select resolved.line, 'missing_bill_from' as reason, 'bill_from' as column_name, resolved.start_date::varchar as value
from resolved
where resolved.bill_from is null

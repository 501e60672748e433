-- One row per open part of an invoice at the end of the day; an invoice without instalments is one part.
create macro open_instalments(as_of, basis := 'due', client := null, currency := null) as table
select
    items.client_id,
    clients.name as client_name,
    items.currency,
    items.invoice_number,
    items.instalment_number,
    items.issue_date,
    items.due_date,
    items.days_overdue,
    case when items.age_days <= 0 then 'not_due' $bucket_names end as bucket,
    to_minor_unit(items.part_amount, items.currency) as instalment_amount,
    to_minor_unit(items.open_amount, items.currency) as open_amount,
    to_minor_unit(items.disputed_amount, items.currency) as disputed_amount,
    open_status(items.disputed_amount, items.days_overdue, items.open_amount, items.part_amount) as status
from aged_parts(as_of, basis := basis) as items
join clients on clients.client_id = items.client_id
where items.open_amount > 0
    and is_asked(items.client_id, client)
    and is_asked(items.currency, currency);

-- One row per billable timesheet entry worked by the end of the day and on no live invoice then (work in progress).
create macro unbilled_hours(as_of, client := null, currency := null) as table
select
    entries.client_id,
    entries.client_name,
    entries.currency,
    entries.entry_id,
    entries.project_id,
    entries.project_name,
    entries.employee_id,
    entries.employee_name,
    entries.work_date,
    date_diff('day', entries.work_date, as_of) as age_days,
    entries.task,
    entries.hours,
    entries.rate,
    entries.rate_source,
    to_minor_unit(entries.hours::decimal(38, 4) * entries.rate, entries.currency) as amount
from worked_hours(as_of) as entries
where entries.billable and entries.invoice_number is null and entries.work_date <= as_of
    and is_asked(entries.client_id, client)
    and is_asked(entries.currency, currency);

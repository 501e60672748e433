-- One row per timesheet entry worked in the period, billable or not.
create macro time_entries(as_of, date_from := null, date_to := null, client := null, currency := null) as table
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
    entries.task,
    entries.description,
    entries.hours,
    entries.billable,
    entries.invoice_number
from worked_hours(as_of) as entries
where entries.work_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    and is_asked(entries.client_id, client)
    and is_asked(entries.currency, currency);

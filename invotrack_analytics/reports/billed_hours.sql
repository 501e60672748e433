-- One row per timesheet entry on an invoice line that is live at the end of the day.
create macro billed_hours(as_of, client := null, currency := null) as table
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
    entries.invoice_number,
    entries.line_number,
    entries.billed_hours as hours,
    entries.billed_rate as rate,
    entries.billed_rate_source as rate_source,
    to_minor_unit(entries.billed_amount, entries.currency) as amount
from worked_hours(as_of) as entries
where entries.invoice_number is not null
    and is_asked(entries.client_id, client)
    and is_asked(entries.currency, currency);

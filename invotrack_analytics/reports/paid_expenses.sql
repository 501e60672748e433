-- One row per expense of the period, billable or not.
create macro paid_expenses(as_of, date_from := null, date_to := null, client := null, currency := null) as table
select
    spent.client_id,
    spent.client_name,
    spent.currency,
    spent.expense_id,
    spent.project_id,
    spent.project_name,
    spent.employee_id,
    spent.employee_name,
    spent.expense_date,
    spent.category,
    spent.description,
    spent.billable,
    spent.amount
from spent_expenses as spent
where spent.expense_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    and is_asked(spent.client_id, client)
    and is_asked(spent.currency, currency);

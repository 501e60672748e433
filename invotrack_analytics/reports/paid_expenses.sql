-- One row per expense of the period, billable or not.
create macro paid_expenses(as_of, date_from := null, date_to := null, client := null, currency := null) as table
select
    projects.client_id,
    clients.name as client_name,
    expenses.currency,
    expenses.expense_id,
    expenses.project_id,
    projects.name as project_name,
    expenses.employee_id,
    employees.name as employee_name,
    expenses.expense_date,
    expenses.category,
    expenses.description,
    expenses.billable,
    expenses.amount
from expenses
left join projects on projects.project_id = expenses.project_id
left join clients on clients.client_id = projects.client_id
left join employees on employees.employee_id = expenses.employee_id
where expenses.expense_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    and (client is null or projects.client_id = client)
    and (currency is null or expenses.currency = currency);

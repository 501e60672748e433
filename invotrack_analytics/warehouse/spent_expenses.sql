-- One row per expense, with its project, client and employee, if any.
create or replace view spent_expenses as
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
    expenses.amount,
    projects.billing_method
from expenses
left join projects on projects.project_id = expenses.project_id
left join clients on clients.client_id = projects.client_id
left join employees on employees.employee_id = expenses.employee_id;

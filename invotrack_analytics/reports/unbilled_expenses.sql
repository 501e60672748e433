-- One row per billable expense of a project, spent by the end of the day and on no live invoice then.
create macro unbilled_expenses(as_of, client := null, currency := null) as table
with billed as (
    select distinct item_claims.item_id
    from item_claims
    where item_claims.kind = 'expense' and item_claims.status <> 'draft' and item_claims.issue_date <= as_of
        and coalesce(item_claims.released_on > as_of, true)
)

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
    date_diff('day', expenses.expense_date, as_of) as age_days,
    expenses.category,
    expenses.description,
    expenses.amount
from expenses
join projects on projects.project_id = expenses.project_id
join clients on clients.client_id = projects.client_id
left join employees on employees.employee_id = expenses.employee_id
left join billed on billed.item_id = expenses.expense_id
where expenses.billable and projects.billing_method <> 'non_billable' and billed.item_id is null
    and expenses.expense_date <= as_of and expenses.amount <> 0
    and (client is null or projects.client_id = client)
    and (currency is null or expenses.currency = currency);

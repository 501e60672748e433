-- One row per billable expense of a project, spent by the end of the day and on no live invoice then.
create macro unbilled_expenses(as_of, client := null, currency := null) as table
with billed as (
    select distinct item_claims.item_id
    from item_claims
    where item_claims.kind = 'expense' and item_claims.status <> 'draft' and item_claims.issue_date <= as_of
        and coalesce(item_claims.released_on > as_of, true)
)

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
    date_diff('day', spent.expense_date, as_of) as age_days,
    spent.category,
    spent.description,
    spent.amount
from spent_expenses as spent
left join billed on billed.item_id = spent.expense_id
where spent.billable and spent.billing_method <> 'non_billable' and billed.item_id is null
    and spent.expense_date <= as_of and spent.amount <> 0
    and is_asked(spent.client_id, client)
    and is_asked(spent.currency, currency);

-- One row per expense, milestone, fixed fee or month's retainer that no invoice holds on $issue_date, with the reason why it
-- cannot be billed then, if any.
with holding as (
    select item_claims.kind, item_claims.item_id, bool_and(item_claims.status = 'draft') as only_drafts
    from item_claims
    where coalesce(item_claims.released_on > $issue_date::date, true)
    group by item_claims.kind, item_claims.item_id
),

agreed as (
    select projects.*, coalesce(projects.currency, clients.currency, company.currency) as its_currency
    from projects
    join clients on clients.client_id = projects.client_id
    cross join company
),

-- What of a fixed fee no milestone names.
planned as (
    select milestones.project_id, sum(milestones.amount) as amount from milestones group by milestones.project_id
),

months as (
    select
        agreed.project_id, agreed.budget_amount,
        unnest(generate_series(
            date_trunc('month', agreed.start_date),
            least($through::date, coalesce(agreed.completed_date, $through::date))::timestamp,
            interval 1 month
        ))::date as first_day
    from agreed
    where agreed.billing_method = 'retainer' and agreed.start_date is not null and agreed.budget_amount > 0
        and agreed.start_date <= $through::date
),

items as (
    select
        'milestone' as kind, milestones.milestone_id as item_id, milestones.project_id, milestones.name,
        milestones.achieved_date as due_date, milestones.amount, null::varchar as currency, null::varchar as category,
        null::decimal(18, 9) as rate, null::decimal(18, 9) as its_rate, milestones.tax_rate, milestones.tax_category,
        case
            when milestones.achieved_date is null or milestones.achieved_date > $through::date then 'not_achieved'
        end as reason
    from milestones
    join agreed on agreed.project_id = milestones.project_id
    where agreed.billing_method in ('fixed', 'milestone') and milestones.amount > 0
    union all
    select
        'fixed_fee', agreed.project_id, agreed.project_id, agreed.name, agreed.completed_date,
        agreed.budget_amount - coalesce(planned.amount, 0), null, null, null, null, null, null, null
    from agreed
    left join planned on planned.project_id = agreed.project_id
    where agreed.billing_method = 'fixed' and agreed.completed_date <= $through::date
        and agreed.budget_amount > coalesce(planned.amount, 0)
    union all
    select
        'retainer', months.project_id || '/' || strftime(months.first_day, '%Y-%m'), months.project_id,
        strftime(months.first_day, '%Y-%m'), months.first_day, months.budget_amount, null, null, null, null,
        null, null, null
    from months
    union all
    select
        'expense', expenses.expense_id, expenses.project_id, expenses.description, expenses.expense_date,
        expenses.amount, expenses.currency, expenses.category,
        -- What was spent in another currency is billed at the rates of its day.
        base_rate(expenses.currency, expenses.expense_date), base_rate(agreed.its_currency, expenses.expense_date),
        expenses.tax_rate, expenses.tax_category,
        case
            when agreed.billing_method = 'non_billable' then 'billing_method_non_billable'
            when expenses.currency <> agreed.its_currency
                and (
                    base_rate(expenses.currency, expenses.expense_date) is null
                    or base_rate(agreed.its_currency, expenses.expense_date) is null
                )
                then 'other_currency'
        end
    from expenses
    join agreed on agreed.project_id = expenses.project_id
    where $expenses and expenses.billable and expenses.expense_date <= $through::date and expenses.amount <> 0
)

select
    items.kind,
    items.item_id,
    items.project_id,
    agreed.client_id,
    agreed.its_currency as currency,
    items.name,
    items.category,
    items.due_date,
    items.amount,
    case
        when holding.only_drafts then 'on_draft'
        when items.reason is not null then items.reason
        when items.due_date > $issue_date::date then 'after_issue_date'
    end as reason,
    items.tax_rate as own_tax_rate,
    items.tax_category as own_tax_category,
    items.currency as spent_currency,
    items.rate,
    items.its_rate
from items
join agreed on agreed.project_id = items.project_id
left join holding on holding.kind = items.kind and holding.item_id = items.item_id
where coalesce(holding.only_drafts, true)
    and (len($client::varchar[]) = 0 or list_contains($client::varchar[], agreed.client_id))
    and ($project::varchar is null or agreed.project_id = $project)
order by agreed.client_id, items.project_id, items.due_date nulls last, items.kind, items.item_id

-- One row per project and currency with work, billing or expenses in the period.
create macro project_margin(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with entries as (
    select entries.*
    from worked_hours(as_of) as entries
    where entries.work_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
        and is_asked(entries.client_id, client)
),

billed as (
    select
        entries.project_id, entries.currency as in_currency, coalesce(sum(entries.billed_amount), 0) as billed_amount
    from entries
    group by entries.project_id, entries.currency
),

-- What an hour costs is in the company's currency: in the project's at the rate of the work date.
costs as (
    select
        entries.project_id, entries.currency as in_currency,
        sum(
            entries.hours::decimal(38, 4) * employees.cost_rate
            * (base_rate(company.currency, entries.work_date) / base_rate(entries.currency, entries.work_date))
        ) filter (where entries.currency <> company.currency) as converted,
        sum(entries.hours::decimal(38, 4) * employees.cost_rate) filter (where entries.currency = company.currency)
            as exact,
        bool_or(
            employees.cost_rate is null
            or (entries.currency <> company.currency and base_rate(entries.currency, entries.work_date) is null)
        ) as is_unknown
    from entries
    join employees on employees.employee_id = entries.employee_id
    cross join company
    group by entries.project_id, entries.currency
),

spent as (
    select expenses.project_id, expenses.currency as in_currency, sum(expenses.amount) as amount
    from expenses
    join projects on projects.project_id = expenses.project_id
    where expenses.expense_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
        and is_asked(projects.client_id, client)
    group by expenses.project_id, expenses.currency
),

grains as (
    select billed.project_id, billed.in_currency from billed
    union
    select spent.project_id, spent.in_currency from spent
),

figures as (
    select
        grains.project_id, grains.in_currency,
        to_minor_unit(coalesce(billed.billed_amount, 0), grains.in_currency) as billed_amount,
        case
            when coalesce(costs.is_unknown, false) then null
            else
                to_minor_unit(
                    coalesce(costs.exact, 0)::decimal(38, 10) + coalesce(costs.converted, 0)::decimal(38, 10),
                    grains.in_currency
                )
        end as cost_amount,
        to_minor_unit(coalesce(spent.amount, 0), grains.in_currency) as expenses_amount
    from grains
    left join billed on billed.project_id = grains.project_id and billed.in_currency = grains.in_currency
    left join costs on costs.project_id = grains.project_id and costs.in_currency = grains.in_currency
    left join spent on spent.project_id = grains.project_id and spent.in_currency = grains.in_currency
),

-- The budget counts all work by the end of the day, whatever the period.
used as (
    select budgets.project_id, budgets.currency as in_currency, coalesce(budgets.amount_used, budgets.hours_used) as share
    from project_budgets(as_of) as budgets
)

select
    projects.client_id,
    clients.name as client_name,
    figures.in_currency as currency,
    figures.project_id,
    projects.name as project_name,
    figures.billed_amount,
    figures.cost_amount,
    figures.expenses_amount,
    figures.billed_amount - figures.cost_amount - figures.expenses_amount as margin,
    (figures.billed_amount - figures.cost_amount - figures.expenses_amount) / nullif(figures.billed_amount, 0)
        as margin_rate,
    used.share as budget_used
from figures
join projects on projects.project_id = figures.project_id
join clients on clients.client_id = projects.client_id
left join used on used.project_id = figures.project_id and used.in_currency = figures.in_currency
where is_asked(figures.in_currency, currency);

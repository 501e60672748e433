-- One row per project that has a budget, or work by the end of the day.
create macro project_budgets(as_of, client := null, currency := null) as table
with worked as (
    select *
    from summed_hours(
        as_of, date_from := date '0001-01-01', client := client, currency := currency, by_project := true
    )
),

-- The pace: four whole weeks, so that every weekday counts as often.
lately as (
    select timesheets.project_id, sum(timesheets.hours) as hours
    from timesheets
    where timesheets.work_date between (as_of - interval 27 day)::date and as_of
    group by timesheets.project_id
),

budgets as (
    select
        projects.client_id, clients.name as client_name,
        coalesce(projects.currency, clients.currency, company.currency) as in_currency,
        projects.project_id, projects.name as project_name, projects.billing_method,
        projects.budget_hours, projects.budget_amount,
        coalesce(worked.hours, 0) as hours,
        case when worked.project_id is null then 0 else worked.standard_amount end as standard_amount,
        coalesce(worked.billed_amount, 0) as billed_amount,
        coalesce(lately.hours, 0) as hours_lately,
        worked.project_id is not null as is_worked
    from projects
    join clients on clients.client_id = projects.client_id
    cross join company
    left join worked on worked.project_id = projects.project_id
    left join lately on lately.project_id = projects.project_id
)

select
    budgets.client_id,
    budgets.client_name,
    budgets.in_currency as currency,
    budgets.project_id,
    budgets.project_name,
    budgets.billing_method,
    budgets.budget_hours::decimal(38, 4) as budget_hours,
    budgets.hours::decimal(38, 4) as hours,
    (budgets.budget_hours - budgets.hours)::decimal(38, 4) as hours_left,
    budgets.hours / nullif(budgets.budget_hours, 0) as hours_used,
    to_minor_unit(budgets.budget_amount, budgets.in_currency) as budget_amount,
    to_minor_unit(budgets.standard_amount, budgets.in_currency) as standard_amount,
    to_minor_unit(budgets.billed_amount, budgets.in_currency) as billed_amount,
    to_minor_unit(budgets.budget_amount, budgets.in_currency)
    - to_minor_unit(budgets.standard_amount, budgets.in_currency) as amount_left,
    budgets.standard_amount / nullif(budgets.budget_amount, 0) as amount_used,
    case
        when coalesce(budgets.budget_hours, budgets.budget_amount) is not null
            then coalesce(budgets.hours > budgets.budget_hours, false)
            or coalesce(budgets.standard_amount > budgets.budget_amount, false)
    end as over_budget,
    round(budgets.hours_lately * 0.25, 4)::decimal(38, 4) as weekly_hours,
    case
        when budgets.budget_hours > budgets.hours
            -- A budget that lasts a hundred years at this pace is not being used up.
            and (budgets.budget_hours - budgets.hours) * 28 <= budgets.hours_lately * 36500
            -- In whole ten-thousandths, so that an exact number of days is not rounded up.
            then (
                as_of + to_days(
                    (
                        (((budgets.budget_hours - budgets.hours) * 280000)::hugeint - 1)
                        // (budgets.hours_lately * 10000)::hugeint + 1
                    )::integer
                )
            )::date
    end as used_up_on
from budgets
where (budgets.is_worked or coalesce(budgets.budget_hours, budgets.budget_amount) is not null)
    and is_asked(budgets.client_id, client)
    and is_asked(budgets.in_currency, currency);

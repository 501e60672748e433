-- One row per client, currency and whatever else is asked for, with work in the period: hours and what they are worth.
-- What is not asked for is null. Amounts are exact sums, not yet rounded; null where there is such work and none of it
-- has a rate, nothing where there is none.
create or replace macro summed_hours(
    as_of, date_from := null, date_to := null, client := null, currency := null,
    by_project := false, by_employee := false, by_task := false, by_month := false
) as table
with worked as (
    select
        entries.*,
        entries.billable and entries.invoice_number is null as waits,
        entries.hours::decimal(38, 4) * entries.rate as worth
    from worked_hours(as_of) as entries
    where entries.work_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
        and is_asked(entries.client_id, client)
        and is_asked(entries.currency, currency)
)

select
    worked.client_id,
    worked.currency as in_currency,
    case when by_project then worked.project_id end as project_id,
    case when by_project then any_value(worked.project_name) end as project_name,
    case when by_employee then worked.employee_id end as employee_id,
    case when by_employee then any_value(worked.employee_name) end as employee_name,
    case when by_task then worked.task end as task,
    case when by_month then date_trunc('month', worked.work_date)::date end as month,
    sum(worked.hours) as hours,
    coalesce(sum(worked.hours) filter (where worked.billable), 0) as billable_hours,
    coalesce(sum(worked.billed_hours), 0) as billed_hours,
    coalesce(sum(worked.hours) filter (where worked.waits), 0) as unbilled_hours,
    case when bool_or(worked.billable) then sum(worked.worth) filter (where worked.billable) else 0 end as standard_amount,
    coalesce(sum(worked.billed_amount), 0) as billed_amount,
    case when bool_or(worked.waits) then sum(worked.worth) filter (where worked.waits) else 0 end as unbilled_amount,
    case
        when bool_and(worked.billable) then 0 else sum(worked.worth) filter (where not worked.billable)
    end as not_billable_amount
from worked
group by
    worked.client_id,
    worked.currency,
    case when by_project then worked.project_id end,
    case when by_employee then worked.employee_id end,
    case when by_task then worked.task end,
    case when by_month then date_trunc('month', worked.work_date)::date end;

-- One row per client, project, employee and currency with work in the period.
create macro billable_hours(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with period as (
    select
        period_end(date_to, as_of) as last_day,
        period_start(date_from, date_to, as_of) as first_day
),

weekdays as (
    select count(*) as days
    from period, generate_series(period.first_day, period.last_day, interval 1 day) as calendar (day)
    where isodow(calendar.day) <= 5
),

worked as (
    select entries.*
    from worked_hours(as_of) as entries, period
    where entries.work_date between period.first_day and period.last_day
        and (client is null or entries.client_id = client)
        and (currency is null or entries.currency = currency)
),

summed as (
    select
        worked.client_id,
        worked.currency,
        worked.project_id,
        any_value(worked.project_name) as project_name,
        worked.employee_id,
        any_value(worked.employee_name) as employee_name,
        sum(worked.hours) as hours,
        coalesce(sum(worked.hours) filter (where worked.billable), 0) as billable_hours,
        coalesce(sum(worked.billed_hours), 0) as billed_hours,
        coalesce(sum(worked.hours) filter (where worked.billable and worked.invoice_number is null), 0) as unbilled_hours,
        -- Null where there is billable work and none of it has a rate; nothing billable is worth nothing.
        case
            when count(*) filter (where worked.billable) > 0
                then sum(worked.hours::decimal(38, 4) * worked.rate) filter (where worked.billable)
            else 0
        end as standard_amount,
        coalesce(sum(worked.billed_amount), 0) as billed_amount,
        case
            when count(*) filter (where worked.billable and worked.invoice_number is null) > 0
                then sum(worked.hours::decimal(38, 4) * worked.rate) filter (where worked.billable and worked.invoice_number is null)
            else 0
        end as unbilled_amount
    from worked
    group by worked.client_id, worked.currency, worked.project_id, worked.employee_id
)

select
    summed.client_id,
    clients.name as client_name,
    summed.currency,
    summed.project_id,
    summed.project_name,
    summed.employee_id,
    summed.employee_name,
    summed.hours,
    summed.billable_hours,
    summed.billed_hours,
    summed.unbilled_hours,
    to_minor_unit(summed.standard_amount, summed.currency) as standard_amount,
    to_minor_unit(summed.billed_amount, summed.currency) as billed_amount,
    to_minor_unit(summed.unbilled_amount, summed.currency) as unbilled_amount,
    summed.billable_hours * 5 / nullif(employees.weekly_capacity_hours * weekdays.days, 0) as utilisation,
    summed.billed_amount / nullif(summed.standard_amount, 0) as realisation,
    (summed.billed_amount / nullif(summed.hours, 0))::decimal(18, 6) as effective_rate
from summed
join clients on clients.client_id = summed.client_id
join employees on employees.employee_id = summed.employee_id
cross join weekdays;

-- One row per employee with work in the period.
create macro utilisation(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with work as (
    select *
    from billable_hours(as_of, date_from := date_from, date_to := date_to, client := client, currency := currency)
),

weekdays as (
    select count(*) as days
    from generate_series(
        period_start(date_from, date_to, as_of), period_end(date_to, as_of), interval 1 day
    ) as calendar (day)
    where isodow(calendar.day) <= 5
),

summed as (
    select
        work.employee_id, any_value(work.employee_name) as employee_name, sum(work.hours) as hours,
        sum(work.billable_hours) as billable_hours, sum(work.billed_hours) as billed_hours,
        sum(work.unbilled_hours) as unbilled_hours
    from work
    group by work.employee_id
)

select
    summed.employee_id,
    summed.employee_name,
    (employees.weekly_capacity_hours * weekdays.days / 5)::decimal(18, 4) as capacity_hours,
    summed.hours::decimal(38, 4) as hours,
    (summed.hours - summed.billable_hours)::decimal(38, 4) as not_billable_hours,
    summed.billable_hours::decimal(38, 4) as billable_hours,
    summed.billed_hours::decimal(38, 4) as billed_hours,
    summed.unbilled_hours::decimal(38, 4) as unbilled_hours,
    summed.billable_hours * 5 / nullif(employees.weekly_capacity_hours * weekdays.days, 0) as utilisation
from summed
join employees on employees.employee_id = summed.employee_id
cross join weekdays;

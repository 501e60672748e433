-- One row per client, project, task and currency with work in the period.
create macro hours_by_task(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with summed as (
    select *
    from summed_hours(
        as_of, date_from := date_from, date_to := date_to, client := client, currency := currency,
        by_project := true, by_task := true
    )
)

select
    summed.client_id,
    clients.name as client_name,
    summed.in_currency as currency,
    summed.project_id,
    summed.project_name,
    summed.task,
    summed.hours,
    summed.billable_hours,
    summed.billed_hours,
    summed.unbilled_hours,
    to_minor_unit(summed.standard_amount, summed.in_currency) as standard_amount,
    to_minor_unit(summed.billed_amount, summed.in_currency) as billed_amount,
    to_minor_unit(summed.unbilled_amount, summed.in_currency) as unbilled_amount,
    summed.billed_amount / nullif(summed.standard_amount, 0) as realisation,
    (summed.billed_amount / nullif(summed.hours, 0))::decimal(38, 6) as effective_rate
from summed
join clients on clients.client_id = summed.client_id;

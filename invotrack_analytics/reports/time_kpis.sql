-- One row per currency of the projects worked for in the period.
create macro time_kpis(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with work as (
    select *
    from hours_to_cash(as_of, date_from := date_from, date_to := date_to, client := client, currency := currency)
),

summed as (
    select
        work.currency as in_currency, sum(work.hours) as hours, sum(work.billable_hours) as billable_hours,
        sum(work.billed_hours) as billed_hours, sum(work.unbilled_hours) as unbilled_hours,
        coalesce(sum(work.standard_amount), 0) as standard_amount, sum(work.billed_amount) as billed_amount,
        coalesce(sum(work.unbilled_amount), 0) as unbilled_amount,
        sum(work.collected_amount) as collected_amount
    from work
    group by work.currency
)

select
    summed.in_currency as currency,
    summed.hours::decimal(38, 4) as hours,
    (summed.hours - summed.billable_hours)::decimal(38, 4) as not_billable_hours,
    summed.billable_hours::decimal(38, 4) as billable_hours,
    summed.billed_hours::decimal(38, 4) as billed_hours,
    summed.unbilled_hours::decimal(38, 4) as unbilled_hours,
    to_minor_unit(summed.standard_amount, summed.in_currency) as standard_amount,
    to_minor_unit(summed.billed_amount, summed.in_currency) as billed_amount,
    to_minor_unit(summed.unbilled_amount, summed.in_currency) as unbilled_amount,
    summed.billed_amount / nullif(summed.standard_amount, 0) as realisation,
    (summed.billed_amount / nullif(summed.hours, 0))::decimal(38, 6) as effective_rate,
    to_minor_unit(summed.collected_amount, summed.in_currency) as collected_amount,
    summed.collected_amount / nullif(summed.billed_amount, 0) as collection
from summed;

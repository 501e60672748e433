-- One row per client, project and currency with work in the period.
create macro hours_to_cash(as_of, date_from := null, date_to := null, client := null, currency := null) as table
-- By employee as in billable_hours, so that the amounts are sums of its rows.
with worked as (
    select
        summed.client_id, summed.in_currency, summed.project_id, any_value(summed.project_name) as project_name,
        sum(summed.hours) as hours, sum(summed.billable_hours) as billable_hours,
        sum(summed.unbilled_hours) as unbilled_hours, sum(summed.billed_hours) as billed_hours,
        sum(to_minor_unit(summed.not_billable_amount, summed.in_currency)) as not_billable_amount,
        sum(to_minor_unit(summed.standard_amount, summed.in_currency)) as standard_amount,
        sum(to_minor_unit(summed.unbilled_amount, summed.in_currency)) as unbilled_amount,
        sum(to_minor_unit(summed.billed_amount, summed.in_currency)) as billed_amount
    from summed_hours(
        as_of, date_from := date_from, date_to := date_to, client := client, currency := currency,
        by_project := true, by_employee := true
    ) as summed
    group by summed.client_id, summed.in_currency, summed.project_id
),

settled as (
    select
        timesheets.project_id,
        sum(entries.credited_amount) as credited_amount, sum(entries.written_off_amount) as written_off_amount,
        sum(entries.other_amount) as other_amount, sum(entries.open_amount) as open_amount, sum(entries.collected_amount) as collected_amount
    from settled_entries(as_of) as entries
    join timesheets on timesheets.entry_id = entries.entry_id
    where timesheets.work_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    group by timesheets.project_id
)

select
    worked.client_id,
    clients.name as client_name,
    worked.in_currency as currency,
    worked.project_id,
    worked.project_name,
    worked.hours::decimal(38, 4) as hours,
    (worked.hours - worked.billable_hours)::decimal(38, 4) as not_billable_hours,
    worked.billable_hours::decimal(38, 4) as billable_hours,
    worked.unbilled_hours::decimal(38, 4) as unbilled_hours,
    (worked.billed_hours - worked.billable_hours + worked.unbilled_hours)::decimal(38, 4) as rounding_hours,
    worked.billed_hours::decimal(38, 4) as billed_hours,
    case
        when coalesce(worked.standard_amount, worked.not_billable_amount) is not null
            then (coalesce(worked.standard_amount, 0) + coalesce(worked.not_billable_amount, 0))::decimal(38, 3)
    end as worked_amount,
    worked.not_billable_amount::decimal(38, 3) as not_billable_amount,
    worked.standard_amount::decimal(38, 3) as standard_amount,
    worked.unbilled_amount::decimal(38, 3) as unbilled_amount,
    (
        coalesce(worked.standard_amount, 0) - coalesce(worked.unbilled_amount, 0) - worked.billed_amount
    )::decimal(38, 3) as write_down_amount,
    worked.billed_amount::decimal(38, 3) as billed_amount,
    coalesce(settled.credited_amount, 0)::decimal(38, 3) as credited_amount,
    coalesce(settled.written_off_amount, 0)::decimal(38, 3) as written_off_amount,
    coalesce(settled.other_amount, 0)::decimal(38, 3) as other_amount,
    coalesce(settled.open_amount, 0)::decimal(38, 3) as open_amount,
    coalesce(settled.collected_amount, 0)::decimal(38, 3) as collected_amount,
    worked.billed_amount / nullif(worked.standard_amount, 0) as realisation,
    coalesce(settled.collected_amount, 0) / nullif(worked.billed_amount, 0) as collection
from worked
join clients on clients.client_id = worked.client_id
left join settled on settled.project_id = worked.project_id;

-- One row per client and currency with unbilled billable hours at the end of the day.
create macro wip_aging(as_of, client := null, currency := null) as table
with entries as (
    select * from unbilled_hours(as_of, client := client, currency := currency)
)

select
    entries.client_id,
    any_value(entries.client_name) as client_name,
    entries.currency,
    sum(entries.hours)::decimal(38, 4) as hours,
    coalesce(sum(entries.amount) filter (where entries.age_days <= 30), 0)::decimal(38, 3) as d0_30,
    coalesce(sum(entries.amount) filter (where entries.age_days between 31 and 60), 0)::decimal(38, 3) as d31_60,
    coalesce(sum(entries.amount) filter (where entries.age_days between 61 and 90), 0)::decimal(38, 3) as d61_90,
    coalesce(sum(entries.amount) filter (where entries.age_days >= 91), 0)::decimal(38, 3) as d91_plus,
    coalesce(sum(entries.amount), 0)::decimal(38, 3) as amount,
    coalesce(sum(entries.hours) filter (where entries.rate is null), 0)::decimal(38, 4) as hours_without_rate
from entries
group by entries.client_id, entries.currency;

-- One row per month and currency with recurring revenue: what the agreements in force on its last day come to in a month,
-- and how that moved, by client.
create macro mrr(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with months as (
    select last_day(month_start)::date as month_end
    from (
        select unnest(generate_series(
            (date_trunc('month', period_start(date_from, date_to, as_of)) - interval 1 month)::timestamp,
            date_trunc('month', period_end(date_to, as_of))::timestamp,
            interval 1 month
        )) as month_start
    )
),

in_force as (
    select
        months.month_end, terms.schedule_id, terms.client_id, terms.currency, terms.step, terms.by_weeks,
        exists (
            select 1
            from recurring_events as paused
            where paused.schedule_id = terms.schedule_id and paused.event = 'paused' and paused.date <= months.month_end
                and not exists (
                    select 1
                    from recurring_events as resumed
                    where resumed.schedule_id = terms.schedule_id and resumed.event = 'resumed'
                        and resumed.date > paused.date and resumed.date <= months.month_end
                )
        ) as is_paused
    from months
    join recurring_terms as terms
        on terms.start_date <= months.month_end and coalesce(terms.ends_on >= months.month_end, true)
    where is_asked(terms.client_id, client) and is_asked(terms.currency, currency)
),

-- A price by the month: of n months a part, of n weeks 52/12 times a week's.
priced as (
    select
        in_force.month_end, in_force.client_id, in_force.currency, in_force.is_paused,
        recurring_net(
            prices.quantity, prices.unit_price, prices.discount_percent,
            case when in_force.by_weeks then 52 else 1 end,
            case when in_force.by_weeks then 12 * in_force.step else in_force.step end,
            in_force.currency
        ) as monthly
    from in_force
    join recurring_prices as prices
        on prices.schedule_id = in_force.schedule_id and prices.valid_from <= in_force.month_end
        and coalesce(prices.next_from > in_force.month_end, true)
),

by_client as (
    select
        priced.month_end, priced.client_id, priced.currency,
        coalesce(sum(priced.monthly) filter (where not priced.is_paused), 0)::decimal(38, 3) as monthly,
        coalesce(sum(priced.monthly) filter (where priced.is_paused), 0)::decimal(38, 3) as paused
    from priced
    group by priced.month_end, priced.client_id, priced.currency
),

first_had as (
    select terms.client_id, terms.currency, min(terms.start_date) as first_day
    from recurring_terms as terms
    group by terms.client_id, terms.currency
),

pairs as (
    select distinct months.month_end, by_client.client_id, by_client.currency
    from by_client
    cross join months
),

moved as (
    select
        pairs.month_end, pairs.client_id, pairs.currency,
        coalesce(before.monthly, 0) as opening, coalesce(current.monthly, 0) as closing,
        coalesce(current.paused, 0) as paused,
        first_had.first_day > last_day((pairs.month_end - interval 1 month)::date) as is_new
    from pairs
    join first_had on first_had.client_id = pairs.client_id and first_had.currency = pairs.currency
    left join by_client as current
        on current.month_end = pairs.month_end and current.client_id = pairs.client_id
        and current.currency = pairs.currency
    left join by_client as before
        on before.month_end = last_day((pairs.month_end - interval 1 month)::date)
        and before.client_id = pairs.client_id and before.currency = pairs.currency
),

summed as (
    select
        moved.month_end, moved.currency,
        sum(moved.opening) as opening,
        sum(case when moved.opening = 0 and moved.is_new then moved.closing else 0 end) as new,
        sum(case when moved.opening > 0 then greatest(moved.closing - moved.opening, 0) else 0 end) as expansion,
        sum(case when moved.opening = 0 and not moved.is_new then moved.closing else 0 end) as reactivation,
        sum(
            case when moved.closing > 0 then greatest(moved.opening - moved.closing, 0) else 0 end
        ) as contraction,
        sum(case when moved.closing = 0 then moved.opening else 0 end) as churn,
        sum(moved.closing) as closing,
        sum(moved.paused) as paused,
        count(*) filter (where moved.opening > 0) as clients,
        count(*) filter (where moved.opening > 0 and moved.closing = 0) as lost
    from moved
    where moved.month_end > last_day((period_start(date_from, date_to, as_of) - interval 1 month)::date)
    group by moved.month_end, moved.currency
)

select
    date_trunc('month', summed.month_end)::date as month,
    summed.currency,
    to_minor_unit(summed.opening, summed.currency) as opening,
    to_minor_unit(summed.new, summed.currency) as new,
    to_minor_unit(summed.expansion, summed.currency) as expansion,
    to_minor_unit(summed.reactivation, summed.currency) as reactivation,
    to_minor_unit(summed.contraction, summed.currency) as contraction,
    to_minor_unit(summed.churn, summed.currency) as churn,
    to_minor_unit(summed.closing, summed.currency) as closing,
    to_minor_unit(summed.paused, summed.currency) as paused,
    (summed.churn + summed.contraction) / nullif(summed.opening, 0) as gross_churn,
    (summed.churn + summed.contraction - summed.expansion - summed.reactivation) / nullif(summed.opening, 0)
        as net_churn,
    summed.lost / nullif(summed.clients, 0) as logo_churn
from summed
where summed.opening <> 0 or summed.closing <> 0 or summed.paused <> 0;

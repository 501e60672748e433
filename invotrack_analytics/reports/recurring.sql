-- One row per recurring invoice: what is agreed, how it stands at the end of the day, and what it comes to in a month.
create macro recurring(as_of, client := null, currency := null) as table
with priced as (
    select
        prices.schedule_id,
        sum(recurring_net(
            prices.quantity, prices.unit_price, prices.discount_percent, 1, 1, terms.currency
        ))::decimal(38, 3) as period_amount,
        sum(recurring_net(
            prices.quantity, prices.unit_price, prices.discount_percent,
            case when terms.by_weeks then 52 else 1 end,
            case when terms.by_weeks then 12 * terms.step else terms.step end,
            terms.currency
        ))::decimal(38, 3) as monthly_amount
    from recurring_prices as prices
    join recurring_terms as terms on terms.schedule_id = prices.schedule_id
    where prices.valid_from <= greatest(as_of, terms.begins_on)
        and coalesce(prices.next_from > greatest(as_of, terms.begins_on), true)
    group by prices.schedule_id
),

periods as (
    select
        states.schedule_id,
        max(states.period_start) filter (where states.state in ('billed', 'draft')) as last_billed_period,
        min(states.bill_date) filter (where states.state in ('due', 'planned', 'waiting')) as next_bill_date
    from recurring_states(as_of, (as_of + interval 12 month)::date) as states
    group by states.schedule_id
),

paused as (
    select events.schedule_id
    from recurring_events as events
    where events.event in ('paused', 'resumed') and events.date <= as_of
    group by events.schedule_id
    having arg_max(events.event, (events.date, events.event)) = 'paused'
)

select
    terms.schedule_id,
    terms.client_id,
    clients.name as client_name,
    terms.currency,
    terms.project_id,
    terms.title,
    terms.every,
    terms.timing,
    terms.mode,
    case
        when terms.ends_on < as_of then case when terms.cancelled_on is not null then 'cancelled' else 'ended' end
        when paused.schedule_id is not null then 'paused'
        when terms.start_date > as_of then 'planned'
        else 'active'
    end as state,
    terms.start_date,
    terms.ends_on,
    periods.last_billed_period,
    periods.next_bill_date,
    to_minor_unit(priced.period_amount, terms.currency) as period_amount,
    to_minor_unit(priced.monthly_amount, terms.currency) as monthly_amount
from recurring_terms as terms
join clients on clients.client_id = terms.client_id
left join priced on priced.schedule_id = terms.schedule_id
left join periods on periods.schedule_id = terms.schedule_id
left join paused on paused.schedule_id = terms.schedule_id
where is_asked(terms.client_id, client) and is_asked(terms.currency, currency);

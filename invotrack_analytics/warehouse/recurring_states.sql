-- One row per period of a recurring invoice that begins by `through`, with its state at the end of a day: planned, due,
-- draft, billed, skipped (left out or paused), before_start (billed elsewhere) or freed (billed once, and taken back).
create or replace macro recurring_states(as_of, through) as table
with periods as (
    select
        periods.*, periods.schedule_id || '/' || periods.period_start::varchar as item_id,
        (periods.falls_on - to_days(company.recurring_lead_days))::date as bill_date
    from recurring_periods(through) as periods
    cross join company
),

charged as (
    select charges.schedule_id, charges.period_start, sum(charges.net_amount)::decimal(38, 3) as net_amount
    from recurring_charges(through) as charges
    group by charges.schedule_id, charges.period_start
),

claimed as (
    select
        item_claims.item_id,
        arg_max(item_claims.invoice_number, (held, item_claims.issue_date)) as number,
        bool_or(held) as is_held,
        bool_or(held and item_claims.status = 'draft') as is_draft
    from (
        select item_claims.*, coalesce(item_claims.released_on > as_of, true) as held from item_claims
    ) as item_claims
    where item_claims.kind = 'recurring' and (item_claims.issue_date <= as_of or item_claims.status = 'draft')
    group by item_claims.item_id
),

pauses as (
    select
        paused.schedule_id, paused.date as paused_on, any_value(paused.reason) as reason,
        min(resumed.date) as resumed_on
    from recurring_events as paused
    left join recurring_events as resumed
        on resumed.schedule_id = paused.schedule_id and resumed.event = 'resumed' and resumed.date > paused.date
    where paused.event = 'paused' and paused.date <= as_of
    group by paused.schedule_id, paused.date
),

left_out as (
    select periods.item_id, min(coalesce(reasons.reason, 'paused')) as reason
    from periods
    join pauses as reasons
        on reasons.schedule_id = periods.schedule_id and periods.period_start >= reasons.paused_on
        and coalesce(periods.period_start < reasons.resumed_on, true)
    group by periods.item_id
    union all
    select periods.item_id, min(coalesce(skipped.reason, 'skipped'))
    from periods
    join recurring_events as skipped
        on skipped.schedule_id = periods.schedule_id and skipped.event = 'skipped'
        and skipped.period_start = periods.period_start and skipped.date <= as_of
    group by periods.item_id
),

reasons as (
    select left_out.item_id, min(left_out.reason) as reason from left_out group by left_out.item_id
)

select
    periods.schedule_id, periods.client_id, periods.project_id, periods.currency, periods.title, periods.mode,
    periods.catch_up, periods.timing, periods.purchase_order, periods.item_id, periods.period_start, periods.period_end,
    periods.bill_date, charged.net_amount,
    case
        when claimed.is_draft then 'draft'
        when claimed.is_held then 'billed'
        when claimed.item_id is not null then 'freed'
        when periods.period_start < periods.bill_from then 'before_start'
        when reasons.item_id is not null then 'skipped'
        when periods.bill_date > as_of then 'planned'
        when charged.net_amount is null then 'waiting'
        else 'due'
    end as state,
    case
        when claimed.item_id is not null or periods.period_start < periods.bill_from then null
        when reasons.item_id is not null then reasons.reason
        when periods.bill_date <= as_of and charged.net_amount is null then 'no_price'
    end as reason,
    case when not claimed.is_draft then claimed.number end as invoice_number,
    case when claimed.is_draft then claimed.number end as draft
from periods
left join charged on charged.schedule_id = periods.schedule_id and charged.period_start = periods.period_start
left join claimed on claimed.item_id = periods.item_id
left join reasons on reasons.item_id = periods.item_id;

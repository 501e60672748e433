-- One row per recurring invoice with what the periods follow from: the anchor, the interval in months or weeks, the first
-- day covered and the last one (null = without end).
create or replace view recurring_terms as
with cancelled as (
    select recurring_events.schedule_id, min(recurring_events.date) as cancelled_on
    from recurring_events
    where recurring_events.event = 'cancelled'
    group by recurring_events.schedule_id
)

select
    recurring.schedule_id, recurring.client_id, recurring.project_id, recurring.title,
    coalesce(recurring.currency, clients.currency, company.currency) as currency,
    recurring.every, recurring.timing, recurring.mode, recurring.catch_up, recurring.proration,
    recurring.purchase_order, recurring.start_date,
    greatest(recurring.start_date, coalesce(recurring.valid_from, recurring.start_date)) as begins_on,
    coalesce(recurring.anchor_date, recurring.valid_from, recurring.start_date) as anchor,
    coalesce(recurring.bill_from, recurring.start_date) as bill_from,
    least(
        coalesce(recurring.end_date, (cancelled.cancelled_on - interval 1 day)::date),
        coalesce((cancelled.cancelled_on - interval 1 day)::date, recurring.end_date)
    ) as ends_on,
    cancelled.cancelled_on,
    recurring.every like '%week%' as by_weeks,
    split_part(recurring.every, ' ', 1)::integer * case when recurring.every like '%year%' then 12 else 1 end as step
from recurring
join clients on clients.client_id = recurring.client_id
cross join company
left join cancelled on cancelled.schedule_id = recurring.schedule_id;

-- The n-th boundary between periods, counted from the anchor and never from the boundary before, so that the 31st does
-- not drift: the day is the anchor's, or the last of a shorter month.
create or replace macro recurring_boundary(anchor, by_weeks, step, n) as
    case
        when by_weeks then (anchor + to_days((7 * step * n)::integer))::date
        else (anchor + to_months((step * n)::integer))::date
    end;

-- One row per period of a recurring invoice that begins by a day: its days, and those of the whole period of which it may
-- be a part (a first one begins late, a last one ends early).
create or replace macro recurring_periods(through) as table
with numbered as (
    select
        terms.*,
        unnest(
            case
                when terms.by_weeks
                    then range(
                        floor(date_diff('day', terms.anchor, terms.begins_on) / (7.0 * terms.step))::bigint - 1,
                        floor(
                            date_diff('day', terms.anchor, least(coalesce(terms.ends_on, through), through))
                            / (7.0 * terms.step)
                        )::bigint + 2
                    )
                else range(
                    floor(date_diff('month', terms.anchor, terms.begins_on) / (1.0 * terms.step))::bigint - 1,
                    floor(
                        date_diff('month', terms.anchor, least(coalesce(terms.ends_on, through), through))
                        / (1.0 * terms.step)
                    )::bigint + 2
                )
            end
        ) as n
    from recurring_terms as terms
),

bounded as (
    select
        numbered.* exclude (n),
        recurring_boundary(numbered.anchor, numbered.by_weeks, numbered.step, numbered.n) as whole_start,
        (
            recurring_boundary(numbered.anchor, numbered.by_weeks, numbered.step, numbered.n + 1) - interval 1 day
        )::date as whole_end
    from numbered
),

cut as (
    select
        bounded.*,
        greatest(bounded.whole_start, bounded.begins_on) as period_start,
        least(bounded.whole_end, coalesce(bounded.ends_on, bounded.whole_end)) as period_end
    from bounded
)

select
    cut.*,
    date_diff('day', cut.period_start, cut.period_end) + 1 as days,
    date_diff('day', cut.whole_start, cut.whole_end) + 1 as whole_days,
    case
        when cut.timing = 'arrears' then (cut.period_end + interval 1 day)::date
        else cut.period_start
    end as falls_on
from cut
where cut.period_start <= cut.period_end and cut.period_start <= through;

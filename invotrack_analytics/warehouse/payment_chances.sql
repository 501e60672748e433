-- One row per open invoice at the end of a day, or open part of one that falls due in parts, and later day on which it may
-- be paid in full: the chance that it is still open before that day and after it, given that it is open now; rounded, so
-- that a half is a half. What is open for longer than anything was ever paid has no row. `expected_payments` tells the method.
create or replace macro payment_chances(as_of) as table
with observed as (
    select spells.client_id, spells.due_date, spells.ended_on, spells.paid
    from payment_spells(as_of) as spells
    where spells.invoice_number not in (select divided.invoice_number from divided_invoices as divided)
    union all
    select spells.client_id, spells.due_date, spells.ended_on, spells.paid
    from part_spells(as_of) as spells
),

spells as (
    select
        observed.client_id, date_diff('day', observed.due_date, observed.ended_on) as days_late,
        count(*) as ended, count(*) filter (where observed.paid) as paid
    from observed
    group by observed.client_id, days_late
),

of_all as (
    select
        spells.days_late, sum(spells.ended) as ended, sum(spells.paid) as paid,
        sum(sum(spells.ended)) over (
            order by spells.days_late rows between current row and unbounded following
        ) as at_risk
    from spells
    group by spells.days_late
),

items as (
    select items.*, date_diff('day', items.due_date, as_of) as days_late
    from open_parts(as_of) as items
    where items.open_amount > 0
),

-- A client's own days, and those on which anybody paid.
days as (
    select spells.client_id, spells.days_late, spells.ended, spells.paid
    from spells
    semi join items on items.client_id = spells.client_id
    union all
    select owing.client_id, of_all.days_late, 0, 0
    from (select distinct items.client_id from items) as owing
    cross join of_all
    where of_all.paid > 0
),

own as (
    select
        days.client_id, days.days_late, sum(days.ended) as ended, sum(days.paid) as paid,
        sum(sum(days.ended)) over (
            partition by days.client_id order by days.days_late rows between current row and unbounded following
        ) as at_risk
    from days
    group by days.client_id, days.days_late
),

-- The client's record, with as many made-up invoices that behaved as all clients' did.
hazards as (
    select
        own.client_id, own.days_late, own.paid + of_all.paid as paid,
        own.at_risk - own.ended as own_later, of_all.at_risk - of_all.ended as all_later, made_up.invoices as made_up,
        (own.paid + made_up.invoices * of_all.paid / of_all.at_risk) / (own.at_risk + made_up.invoices) as hazard
    from own
    join of_all on of_all.days_late = own.days_late
    cross join (select 2 as invoices) as made_up
),

curves as (
    select
        hazards.*,
        product(1 - hazards.hazard) over (
            partition by hazards.client_id order by hazards.days_late rows between unbounded preceding and current row
        ) as share
    from hazards
),

steps as (
    select
        curves.*, lag(curves.share, 1, 1) over (partition by curves.client_id order by curves.days_late) as share_before
    from curves
)

select
    items.invoice_number, items.instalment_number, items.client_id, items.currency, items.due_date, items.open_amount,
    now.own_later, now.all_later, now.own_later >= now.made_up as is_own,
    items.due_date + steps.days_late::integer as paid_on,
    round(steps.share_before / now.share, 10)::decimal(11, 10) as open_before,
    round(steps.share / now.share, 10)::decimal(11, 10) as open_after
from items
join curves as now on now.client_id = items.client_id and now.days_late = items.days_late
join steps on steps.client_id = items.client_id and steps.days_late > items.days_late
where steps.paid > 0 and now.share > 0;

-- One row per client and currency that has a live invoice or a payment by the end of the day.
create macro payment_history(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with live as (
    select
        spells.*,
        spells.invoice_number in (select divided.invoice_number from divided_invoices as divided) as is_divided
    from payment_spells(as_of) as spells
    where is_asked(spells.client_id, client) and is_asked(spells.currency, currency)
),

-- The books of few invoices hold more than payments: these are asked once.
mixed as materialized (
    select * from mixed_reductions(as_of)
),

credited as (
    select reductions.invoice_number
    from reductions
    join invoices on invoices.invoice_number = reductions.invoice_number
    where reductions.kind = 'credit_note' and reductions.reduction_date <= as_of
    group by reductions.invoice_number, invoices.total_amount
    having sum(reductions.amount) >= invoices.total_amount and invoices.total_amount > 0
),

allocations as (
    select
        allocated.client_id, allocated.currency, allocated.payment_date, allocated.allocated_amount,
        date_diff('day', allocated.issue_date, allocated.allocated_on) as days_to_pay,
        date_diff('day', allocated.due_date, allocated.allocated_on) as days_late
    from allocated_payments(as_of) as allocated
    where (
            allocated.payment_date >= period_start(date_from, date_to, as_of)
            or date_diff('day', allocated.payment_date, as_of) < 180
        )
        and is_asked(allocated.client_id, client)
        and is_asked(allocated.currency, currency)
),

averages as (
    select
        allocations.client_id, allocations.currency,
        sum(allocations.allocated_amount * allocations.days_to_pay) filter (where counted)
        / sum(allocations.allocated_amount) filter (where counted) as avg_days_to_pay,
        sum(allocations.allocated_amount * allocations.days_late) filter (where counted)
        / sum(allocations.allocated_amount) filter (where counted) as avg_days_late,
        median(allocations.days_late) filter (where counted) as median_days_late,
        sum(allocations.allocated_amount * allocations.days_late) filter (where age < 90)
        / sum(allocations.allocated_amount) filter (where age < 90)
        - sum(allocations.allocated_amount * allocations.days_late) filter (where age between 90 and 179)
        / sum(allocations.allocated_amount) filter (where age between 90 and 179) as trend_days
    from (
        select
            allocations.*,
            allocations.payment_date
            between period_start(date_from, date_to, as_of) and period_end(date_to, as_of) as counted,
            date_diff('day', allocations.payment_date, as_of) as age
        from allocations
    ) as allocations
    group by allocations.client_id, allocations.currency
),

-- What fell due in the period, invoices or parts of them: due today counts only where it is settled. What was credited in
-- full was neither to be paid nor late.
fell_due as (
    select live.*, null::integer as instalment_number
    from live
    where not live.is_divided and not live.is_undated
        and live.invoice_number not in (select credited.invoice_number from credited)
        and live.due_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
        and (
            live.due_date < as_of
            or live.invoice_number not in (select items.invoice_number from open_items(as_of) as items where items.open_amount > 0)
        )
    union all
    select live.* replace (parts.due_date as due_date, parts.amount as total_amount), parts.instalment_number
    from live
    join invoice_parts as parts on parts.invoice_number = live.invoice_number
    where not live.is_undated
        and live.invoice_number not in (select credited.invoice_number from credited)
        and parts.due_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
),

-- What had come by the due date, and was not taken back since.
due_invoices as (
    select
        fell_due.client_id, fell_due.currency, count(*) as invoices,
        count(*) filter (
            where fell_due.balance = 0
                and (fell_due.last_reduction is null or greatest(fell_due.last_reduction, fell_due.issue_date) <= fell_due.due_date)
        ) as invoices_on_time,
        sum(fell_due.total_amount) as amount_due, 0 as received
    from fell_due
    where not fell_due.is_mixed and not fell_due.is_divided
    group by fell_due.client_id, fell_due.currency
    union all
    select fell_due.client_id, fell_due.currency, 0, 0, 0, sum(payments.amount)
    from payments
    join fell_due on fell_due.invoice_number = payments.invoice_number
    where not fell_due.is_mixed and not fell_due.is_divided
        and payments.payment_date <= fell_due.due_date and fell_due.issue_date <= fell_due.due_date
    group by fell_due.client_id, fell_due.currency
    union all
    select
        settled.client_id, settled.currency, 1, (settled.open_when_due <= 0)::integer, settled.amount_due,
        least(settled.amount_due, greatest(settled.received, 0))
    from (
        select
            fell_due.client_id, fell_due.currency, fell_due.due_date,
            fell_due.total_amount - coalesce(sum(reduced.amount) filter (where in_time), 0) as open_when_due,
            greatest(
                fell_due.total_amount - coalesce(sum(reduced.amount) filter (where in_time and reduced.kind <> 'payment'), 0), 0
            ) as amount_due,
            coalesce(sum(reduced.amount) filter (where in_time and reduced.kind = 'payment'), 0) as received
        from fell_due
        left join (
            select
                reduced.invoice_number, null::integer as instalment_number, reduced.kind,
                case when reduced.kind = 'payment' then reduced.stands else reduced.amount end as amount,
                reduced.allocated_on <= reduced.due_date or (reduced.kind = 'payment' and reduced.amount < 0) as in_time
            from mixed as reduced
            union all
            select
                reduced.invoice_number, reduced.instalment_number, reduced.kind,
                case when reduced.kind = 'payment' then reduced.stands else reduced.amount end,
                reduced.allocated_on <= reduced.due_date or (reduced.kind = 'payment' and reduced.amount < 0)
            from part_reductions(as_of) as reduced
        ) as reduced
            on reduced.invoice_number = fell_due.invoice_number
            and reduced.instalment_number is not distinct from fell_due.instalment_number
        where fell_due.is_mixed or fell_due.is_divided
        group by
            fell_due.invoice_number, fell_due.instalment_number, fell_due.client_id, fell_due.currency,
            fell_due.due_date, fell_due.total_amount
    ) as settled
    where settled.due_date < as_of or settled.open_when_due <= 0
),

on_time as (
    select
        due_invoices.client_id, due_invoices.currency,
        sum(due_invoices.invoices_on_time) / nullif(sum(due_invoices.invoices), 0) as rate_count,
        sum(due_invoices.received) / nullif(sum(due_invoices.amount_due), 0) as rate_amount
    from due_invoices
    group by due_invoices.client_id, due_invoices.currency
),

-- Kaplan and Meier's product-limit estimate: of those that still waited before a day, the share not paid on it, day by day.
waits as (
    select
        live.client_id, live.currency, date_diff('day', live.issue_date, live.ended_on) as waited,
        count(*) as ended, count(*) filter (where live.paid) as paid
    from live
    group by live.client_id, live.currency, waited
),

waiting as (
    select
        waits.*,
        sum(waits.ended) over (
            partition by waits.client_id, waits.currency order by waits.waited
            rows between current row and unbounded following
        ) as at_risk
    from waits
),

survival as (
    select
        waiting.client_id, waiting.currency, waiting.waited,
        product(1 - waiting.paid / waiting.at_risk) over (
            partition by waiting.client_id, waiting.currency order by waiting.waited
            rows between unbounded preceding and current row
        ) as share
    from waiting
),

-- Rounded, since a product of doubles may miss the half that it should be.
half_paid as (
    select
        survival.client_id, survival.currency,
        min(survival.waited) filter (where round(survival.share, 10) <= 0.5) as waited
    from survival
    group by survival.client_id, survival.currency
),

counted as (
    select live.client_id, live.currency, count(*) as invoices
    from live
    group by live.client_id, live.currency
),

still_open as (
    select items.client_id, items.currency, count(*) as invoices, sum(items.open_amount) as amount
    from open_items(as_of) as items
    where items.open_amount > 0
    group by items.client_id, items.currency
),

received as (
    select
        payments.client_id, payments.currency, sum(payments.amount) as paid_amount,
        max(payments.payment_date) filter (
            where payments.amount > 0 and payments.method is distinct from 'undated' and undone.number is null
        ) as last_payment_date
    from payments
    left join (
        select mixed.invoice_number, mixed.number
        from mixed
        where mixed.kind = 'payment' and mixed.amount > 0 and mixed.stands <= 0
    ) as undone
        on undone.invoice_number = payments.invoice_number and undone.number = payments.payment_id
    where payments.payment_date <= as_of
        and is_asked(payments.client_id, client)
        and is_asked(payments.currency, currency)
    group by payments.client_id, payments.currency
),

accounts as (
    select counted.client_id, counted.currency from counted
    union
    select received.client_id, received.currency from received
)

select
    accounts.client_id,
    clients.name as client_name,
    accounts.currency,
    coalesce(counted.invoices, 0) - coalesce(still_open.invoices, 0) as invoices_settled,
    coalesce(still_open.invoices, 0) as invoices_open,
    averages.avg_days_to_pay,
    averages.avg_days_late,
    averages.median_days_late::double as median_days_late,
    on_time.rate_count as on_time_rate_count,
    on_time.rate_amount as on_time_rate_amount,
    case
        when coalesce(counted.invoices, 0) - coalesce(still_open.invoices, 0) >= 3 then averages.trend_days
    end as trend_days,
    received.last_payment_date,
    to_minor_unit(coalesce(received.paid_amount, 0), accounts.currency) as paid_amount,
    to_minor_unit(coalesce(still_open.amount, 0), accounts.currency) as open_amount,
    half_paid.waited as survival_median_days
from accounts
join clients on clients.client_id = accounts.client_id
left join counted on counted.client_id = accounts.client_id and counted.currency = accounts.currency
left join still_open on still_open.client_id = accounts.client_id and still_open.currency = accounts.currency
left join averages on averages.client_id = accounts.client_id and averages.currency = accounts.currency
left join half_paid on half_paid.client_id = accounts.client_id and half_paid.currency = accounts.currency
left join on_time on on_time.client_id = accounts.client_id and on_time.currency = accounts.currency
left join received on received.client_id = accounts.client_id and received.currency = accounts.currency;

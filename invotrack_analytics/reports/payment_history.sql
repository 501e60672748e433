-- One row per client and currency that has a live invoice or a payment by the end of the day.
create macro payment_history(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with live as (
    select invoices.invoice_number, invoices.client_id, invoices.currency, invoices.issue_date, invoices.due_date,
        invoices.total_amount
    from invoices
    where invoices.kind = 'invoice' and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
        and (client is null or invoices.client_id = client)
        and (currency is null or invoices.currency = currency)
),

-- What reduced each live invoice, in order: credits, payments, reversals and write-offs of one day.
reduced as (
    select
        live.invoice_number, live.client_id, live.currency, live.issue_date, live.due_date, live.total_amount,
        reductions.kind, reductions.amount, reductions.reduction_date,
        greatest(reductions.reduction_date, live.issue_date) as allocated_on,
        live.total_amount - coalesce(sum(reductions.amount) over (
            partition by live.invoice_number
            order by greatest(reductions.reduction_date, live.issue_date), reductions.reduction_date,
                case
                    when reductions.kind = 'credit_note' then 0
                    when reductions.kind = 'write_off' then 3
                    when reductions.amount > 0 then 1
                    else 2
                end,
                reductions.number
            rows between unbounded preceding and 1 preceding
        ), 0) as open_before
    from reductions
    join live on live.invoice_number = reductions.invoice_number
    where reductions.reduction_date <= as_of
),

allocations as (
    select
        reduced.client_id, reduced.currency, reduced.reduction_date as payment_date,
        least(reduced.amount, greatest(reduced.open_before, 0)) as allocated_amount,
        date_diff('day', reduced.issue_date, reduced.allocated_on) as days_to_pay,
        date_diff('day', reduced.due_date, reduced.allocated_on) as days_late
    from reduced
    where reduced.kind = 'payment' and reduced.amount > 0 and reduced.open_before > 0
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
            allocations.payment_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of) as counted,
            date_diff('day', allocations.payment_date, as_of) as age
        from allocations
    ) as allocations
    group by allocations.client_id, allocations.currency
),

-- Each live invoice's state at the end of the day, and what had come by its due date; a reversal counts from the start.
settled as (
    select
        live.invoice_number, live.client_id, live.currency, live.due_date, live.total_amount,
        greatest(live.total_amount - coalesce(sum(reduced.amount), 0), 0) as open_amount,
        live.total_amount - coalesce(sum(reduced.amount) filter (where in_time), 0) as open_when_due,
        greatest(
            live.total_amount - coalesce(sum(reduced.amount) filter (where in_time and reduced.kind <> 'payment'), 0), 0
        ) as amount_due,
        coalesce(sum(reduced.amount) filter (where in_time and reduced.kind = 'payment'), 0) as received
    from live
    left join (
        select reduced.*, reduced.allocated_on <= reduced.due_date or reduced.amount < 0 as in_time from reduced
    ) as reduced on reduced.invoice_number = live.invoice_number
    group by live.invoice_number, live.client_id, live.currency, live.due_date, live.total_amount
),

by_account as (
    select
        settled.client_id, settled.currency,
        count(*) filter (where settled.open_amount = 0) as invoices_settled,
        count(*) filter (where settled.open_amount > 0) as invoices_open,
        sum(settled.open_amount) as open_amount,
        count(*) filter (where fell_due and settled.open_when_due <= 0)
        / nullif(count(*) filter (where fell_due), 0) as on_time_rate_count,
        sum(least(settled.amount_due, greatest(settled.received, 0))) filter (where fell_due)
        / nullif(sum(settled.amount_due) filter (where fell_due), 0) as on_time_rate_amount
    from (
        select
            settled.*,
            settled.due_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
            and (settled.due_date < as_of or (settled.due_date = as_of and settled.open_amount = 0)) as fell_due
        from settled
    ) as settled
    group by settled.client_id, settled.currency
),

received as (
    select
        payments.client_id, payments.currency, sum(payments.amount) as paid_amount,
        max(payments.payment_date) filter (where payments.amount > 0) as last_payment_date
    from payments
    where payments.payment_date <= as_of
        and (client is null or payments.client_id = client)
        and (currency is null or payments.currency = currency)
    group by payments.client_id, payments.currency
),

accounts as (
    select by_account.client_id, by_account.currency from by_account
    union
    select received.client_id, received.currency from received
)

select
    accounts.client_id,
    clients.name as client_name,
    accounts.currency,
    coalesce(by_account.invoices_settled, 0) as invoices_settled,
    coalesce(by_account.invoices_open, 0) as invoices_open,
    averages.avg_days_to_pay,
    averages.avg_days_late,
    averages.median_days_late::double as median_days_late,
    by_account.on_time_rate_count,
    by_account.on_time_rate_amount,
    case when by_account.invoices_settled >= 3 then averages.trend_days end as trend_days,
    received.last_payment_date,
    to_minor_unit(coalesce(received.paid_amount, 0), accounts.currency) as paid_amount,
    to_minor_unit(coalesce(by_account.open_amount, 0), accounts.currency) as open_amount
from accounts
join clients on clients.client_id = accounts.client_id
left join by_account on by_account.client_id = accounts.client_id and by_account.currency = accounts.currency
left join averages on averages.client_id = accounts.client_id and averages.currency = accounts.currency
left join received on received.client_id = accounts.client_id and received.currency = accounts.currency;

-- One row per payment of the period and invoice that it settles, in part or whole.
create macro payment_timing(as_of, date_from := null, date_to := null, client := null, currency := null) as table
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
        reductions.kind, reductions.number, reductions.amount, reductions.reduction_date,
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
)

select
    reduced.client_id,
    clients.name as client_name,
    reduced.currency,
    reduced.number as payment_id,
    reduced.reduction_date as payment_date,
    reduced.invoice_number,
    reduced.due_date,
    to_minor_unit(least(reduced.amount, greatest(reduced.open_before, 0)), reduced.currency) as allocated_amount,
    date_diff('day', reduced.issue_date, reduced.allocated_on) as days_to_pay,
    date_diff('day', reduced.due_date, reduced.allocated_on) as days_late
from reduced
join clients on clients.client_id = reduced.client_id
where reduced.kind = 'payment' and reduced.amount > 0 and reduced.open_before > 0
    and reduced.reduction_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of);

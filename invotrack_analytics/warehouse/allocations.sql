-- One row per payment and live invoice that took money of it by the end of a day: how much, and on which day (the later
-- of the two documents' dates). A payment is allocated as far as its invoice was open just before it; what came in
-- together counts in this order: credit notes, payments, reversals, write-offs.
create or replace macro allocated_payments(as_of) as table
-- Where nothing was taken back and no more came than was owed, a payment is allocated whole, and only there.
with taken_back as (
    select distinct reductions.invoice_number
    from reductions
    where reductions.amount <= 0
),

live as (
    select
        invoices.invoice_number, invoices.client_id, invoices.currency, invoices.issue_date, invoices.due_date,
        invoices.total_amount, invoices.balance < 0 or taken_back.invoice_number is not null as entangled
    from invoice_balances as invoices
    left join taken_back on taken_back.invoice_number = invoices.invoice_number
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
),

reduced as (
    select
        live.invoice_number, live.client_id, live.currency, live.issue_date, live.due_date,
        reductions.kind, reductions.number, reductions.amount, reductions.reduction_date,
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
    where live.entangled and reductions.reduction_date <= as_of
)

select
    live.client_id, live.currency, payments.payment_id, payments.payment_date, live.invoice_number, live.issue_date,
    live.due_date, greatest(payments.payment_date, live.issue_date) as allocated_on, payments.amount as allocated_amount
from payments
join live on live.invoice_number = payments.invoice_number
where not live.entangled and payments.payment_date <= as_of
union all
select
    reduced.client_id, reduced.currency, reduced.number, reduced.reduction_date, reduced.invoice_number,
    reduced.issue_date, reduced.due_date, greatest(reduced.reduction_date, reduced.issue_date),
    least(reduced.amount, reduced.open_before)::decimal(18, 3)
from reduced
where reduced.kind = 'payment' and reduced.amount > 0 and reduced.open_before > 0;

-- One row per promise made by a day: what was paid for it, and whether it was kept. Money of two days later still counts.
create or replace macro judged_promises(as_of) as table
with counted as (
    select
        made.promise_id, coalesce(sum(payments.amount), 0)::decimal(38, 3) as paid
    from promises as made
    left join payments
        on payments.currency = made.currency
        and payments.payment_date between made.promised_on and least(made.due_on + 2, as_of)
        and (
            payments.invoice_number = made.invoice_number
            or (made.invoice_number is null and payments.client_id = made.client_id)
        )
    where made.promised_on <= as_of
    group by made.promise_id
)

select
    made.*, counted.paid as paid_amount,
    case
        when counted.paid >= made.amount then 'kept'
        when made.due_on + 2 >= as_of then 'open'
        when counted.paid > 0 then 'partly'
        else 'broken'
    end as state
from promises as made
join counted on counted.promise_id = made.promise_id;

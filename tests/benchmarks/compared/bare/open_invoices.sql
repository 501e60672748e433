-- Open invoices as one would write them by hand on the stored balances, without drafts, void invoices or rounding.
with later as (
    select invoice_number, sum(amount) as amount
    from (
        select invoice_number, amount from books.payments where payment_date > $as_of and invoice_number is not null
        union all
        select preceding_invoice_number, total_amount from books.invoices
        where kind = 'credit_note' and issue_date > $as_of and preceding_invoice_number is not null
        union all
        select invoice_number, amount from books.write_offs where write_off_date > $as_of
    )
    group by invoice_number
),

unsettled as (
    select invoices.*, invoices.balance + coalesce(later.amount, 0) as open_amount
    from books.invoices as invoices
    left join later on later.invoice_number = invoices.invoice_number
    where invoices.kind = 'invoice' and invoices.issue_date <= $as_of
        and (invoices.balance <> 0 or invoices.last_reduction > $as_of)
        and invoices.balance + coalesce(later.amount, 0) > 0
),

paid as (
    select invoice_number, sum(amount) as amount
    from books.payments
    semi join unsettled using (invoice_number)
    where payment_date <= $as_of
    group by invoice_number
),

credited as (
    select invoice_number, sum(amount) as amount
    from (
        select invoice_number, amount from books.write_offs where write_off_date <= $as_of
        union all
        select preceding_invoice_number, total_amount from books.invoices
        where kind = 'credit_note' and issue_date <= $as_of
    )
    semi join unsettled using (invoice_number)
    group by invoice_number
)

select
    client_id, clients.name as client_name, unsettled.currency, invoice_number, issue_date, due_date,
    date_diff('day', due_date, $as_of) as days_overdue,
    case
        when date_diff('day', due_date, $as_of) <= 0 then 'not_due'
        when date_diff('day', due_date, $as_of) <= 30 then 'd1_30'
        when date_diff('day', due_date, $as_of) <= 60 then 'd31_60'
        when date_diff('day', due_date, $as_of) <= 90 then 'd61_90'
        else 'd91_plus'
    end as bucket,
    total_amount, coalesce(paid.amount, 0) as paid_amount, coalesce(credited.amount, 0) as reduced_amount, open_amount,
    case
        when due_date < $as_of then 'overdue'
        when open_amount < total_amount then 'part_paid'
        else 'issued'
    end as status
from unsettled
join books.clients as clients using (client_id)
left join paid using (invoice_number)
left join credited using (invoice_number)

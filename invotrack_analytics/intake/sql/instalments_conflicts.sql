-- One row per resolved instalment of a credit note, or of an invoice whose parts, old and new, do not make its total.
with parts as (
    select offered.invoice_number, offered.amount from offered
    union all
    select known.invoice_number, known.amount
    from books.instalments as known
    semi join resolved on resolved.invoice_number = known.invoice_number
    anti join offered
        on offered.invoice_number = known.invoice_number and offered.instalment_number = known.instalment_number
    where known.row_id not in (select gone.row_id from gone)
),

divided as (
    select parts.invoice_number, sum(parts.amount) as amount from parts group by parts.invoice_number
)

select
    resolved.line, 'instalments_differ_from_total' as reason, 'amount' as column_name,
    'together ' || divided.amount || ', the total is ' || invoices.total_amount as value
from resolved
join divided on divided.invoice_number = resolved.invoice_number
join books.invoices as invoices on invoices.invoice_number = resolved.invoice_number
where divided.amount <> invoices.total_amount
union all
select resolved.line, 'not_an_invoice', 'invoice_number', resolved.invoice_number
from resolved
join books.invoices as invoices on invoices.invoice_number = resolved.invoice_number
where invoices.kind <> 'invoice'

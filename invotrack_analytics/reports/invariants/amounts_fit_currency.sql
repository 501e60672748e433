-- No amount of a document is finer than its currency's minor unit.
with listed as (
    select client_id, currency, invoice_number as number, 'total_amount' as what, total_amount as amount from invoices
    union all
    select client_id, currency, payment_id, 'payment', amount from payments
    union all
    select invoices.client_id, invoices.currency, write_offs.invoice_number, 'write_off', write_offs.amount
    from write_offs
    join invoices on invoices.invoice_number = write_offs.invoice_number
)

select client_id, currency, number, what, to_minor_unit(amount, currency) as expected, amount as found
from listed
where amount <> to_minor_unit(amount, currency)
order by number, what

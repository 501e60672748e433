-- The instalments of an invoice make its total; until they do again, it is due as one.
with divided as (
    select invoice_number, sum(amount) as amount from instalments group by invoice_number
)

select
    invoices.client_id, invoices.currency, divided.invoice_number, invoices.total_amount as expected,
    divided.amount as found
from divided
join invoices on invoices.invoice_number = divided.invoice_number
where divided.amount <> invoices.total_amount
order by divided.invoice_number

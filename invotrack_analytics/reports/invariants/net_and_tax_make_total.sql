-- Net and tax of a document are its total, within 0.02.
select client_id, currency, invoice_number, total_amount as expected, net_amount + tax_amount as found
from invoices
where abs(net_amount + tax_amount - total_amount) > 0.02
order by invoice_number

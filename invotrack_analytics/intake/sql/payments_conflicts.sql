-- One row per resolved payment and thing that contradicts what the books say of its invoice or client.
select resolved.line, 'missing_client_id' as reason, 'client_id' as column_name, null as value
from resolved
where resolved.client_id is null and resolved.invoice_number is null
union all
select resolved.line, 'client_differs_from_invoice', 'client_id', resolved.client_id || ' is not ' || invoices.client_id
from resolved
join books.invoices as invoices on invoices.invoice_number = resolved.invoice_number
where resolved.client_id <> invoices.client_id
union all
select resolved.line, 'currency_differs_from_invoice', 'currency', resolved.currency || ' is not ' || invoices.currency
from resolved
join books.invoices as invoices on invoices.invoice_number = resolved.invoice_number
where resolved.currency <> invoices.currency

-- One row per staged payment, with the client and currency of its invoice, else its client's currency.
select
    staged.* replace (
        coalesce(staged.client_id, invoices.client_id) as client_id,
        coalesce(staged.currency, invoices.currency, clients.currency, company.currency) as currency
    )
from staged
left join books.invoices as invoices on invoices.invoice_number = staged.invoice_number
left join books.clients as clients on clients.client_id = coalesce(staged.client_id, invoices.client_id)
cross join company

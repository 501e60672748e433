-- One row per entry that a live invoice bills: it may not change any more.
select billed.entry_id
from books.billed_entries as billed
join books.invoices as invoices on invoices.invoice_number = billed.invoice_number
left join released_invoices on released_invoices.invoice_number = invoices.invoice_number
where released_invoices.invoice_number is null

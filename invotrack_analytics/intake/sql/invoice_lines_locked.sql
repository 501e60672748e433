-- One row per live invoice that bills entries: what was issued may not change any more.
select distinct billed.invoice_number
from books.billed_entries as billed
left join released_invoices on released_invoices.invoice_number = billed.invoice_number
where released_invoices.invoice_number is null

-- One row per document that may not change any more: a live invoice that bills entries, and whatever we issued ourselves.
select distinct billed.invoice_number
from books.billed_entries as billed
left join released_invoices on released_invoices.invoice_number = billed.invoice_number
where released_invoices.invoice_number is null
union
select issued.invoice_number
from books.invoices as issued
join books.batches as batches on batches.batch_id = issued.batch_id
where batches.kind in ('draft', 'bill', 'credit')

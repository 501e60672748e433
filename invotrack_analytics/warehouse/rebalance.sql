-- The stored balance of every invoice that this transaction touched, summed anew from its reductions.
update books.invoices as invoices
set balance = summed.balance, last_reduction = summed.last_reduction
from (
    select
        touched_invoices.invoice_number,
        any_value(touched_invoices.total_amount) - coalesce(sum(reductions.amount), 0) as balance,
        max(reductions.reduction_date) as last_reduction
    from books.invoices as touched_invoices
    semi join touched on touched.invoice_number = touched_invoices.invoice_number
    left join reductions on reductions.invoice_number = touched_invoices.invoice_number
    where touched_invoices.kind = 'invoice'
    group by touched_invoices.invoice_number
) as summed
where invoices.invoice_number = summed.invoice_number

-- Payments, credit notes and write-offs fill an invoice up to its total and no further; what exceeds it is unapplied credit.
with reduced as (
    select invoice_number, sum(amount) as amount
    from reductions
    where reduction_date <= $as_of
    group by invoice_number
),

filled as (
    select
        invoices.client_id,
        invoices.currency,
        invoices.invoice_number,
        least(coalesce(reduced.amount, 0), invoices.total_amount) as expected,
        invoices.total_amount - coalesce(items.open_amount, 0) as found,
        greatest(coalesce(reduced.amount, 0) - invoices.total_amount, 0) as expected_unapplied,
        coalesce(items.excess_amount, 0) as found_unapplied
    from invoices
    left join reduced on reduced.invoice_number = invoices.invoice_number
    left join open_items($as_of) as items on items.invoice_number = invoices.invoice_number
    where invoices.kind = 'invoice' and is_live(invoices.status, invoices.issue_date, invoices.void_date, $as_of)
)

select *
from filled
where expected <> found or expected_unapplied <> found_unapplied
order by invoice_number

-- The taxes that a document states add up to its net and its tax.
with summed as (
    select invoice_number, sum(taxable_amount::decimal(38, 3)) as net, sum(tax_amount::decimal(38, 3)) as tax
    from invoice_taxes
    group by invoice_number
),

compared as (
    select
        invoices.invoice_number, invoices.currency, 'net' as what,
        coalesce(invoices.net_amount, invoices.total_amount - coalesce(invoices.tax_amount, 0)) as expected,
        summed.net as found
    from invoices
    join summed on summed.invoice_number = invoices.invoice_number
    union all
    select invoices.invoice_number, invoices.currency, 'tax', coalesce(invoices.tax_amount, 0), summed.tax
    from invoices
    join summed on summed.invoice_number = invoices.invoice_number
)

select invoice_number, currency, what, expected, found
from compared
where abs(expected - found) > 0.02 or (expected <> found and exists (
    select 1 from invoices join batches on batches.batch_id = invoices.batch_id
    where invoices.invoice_number = compared.invoice_number and batches.kind in ('bill', 'draft', 'credit', 'recurring')
))
order by invoice_number, what

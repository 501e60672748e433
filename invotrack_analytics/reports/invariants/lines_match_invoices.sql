-- The lines of a document add up to its net amount, within 0.02.
with lines as (
    select
        invoice_lines.invoice_number,
        coalesce(
            invoice_lines.net_amount,
            to_minor_unit(invoice_lines.quantity::decimal(38, 6) * invoice_lines.unit_price, invoices.currency)
            - coalesce(invoice_lines.discount_amount, 0)
        ) as net
    from invoice_lines
    join invoices on invoices.invoice_number = invoice_lines.invoice_number
),

summed as (
    select invoice_number, sum(net) as net
    from lines
    group by invoice_number
    having count(*) = count(net)
)

select
    invoices.client_id, invoices.currency, invoices.invoice_number, invoices.net_amount as expected, summed.net as found
from summed
join invoices on invoices.invoice_number = summed.invoice_number
where abs(summed.net - invoices.net_amount) > 0.02
order by invoices.invoice_number

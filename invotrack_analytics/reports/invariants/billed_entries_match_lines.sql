-- The entries billed on an invoice line add up to its net amount and, unless it is a fee, to its hours.
with billed as (
    select
        invoice_number, line_number,
        -- One type for both, or hours would be cut to the three places of an amount.
        sum(hours)::decimal(38, 6) as hours, sum(amount)::decimal(38, 6) as amount
    from billed_entries
    group by invoice_number, line_number
),

-- An invoice whose lines were never imported has nothing to compare with.
lined as (
    select distinct invoice_number from invoice_lines
),

compared as (
    select
        billed.invoice_number, billed.line_number, 'hours' as what,
        -- A line's hours are finer than those of its entries, which are shown to four places.
        round(invoice_lines.quantity, 4)::decimal(38, 6) as expected, billed.hours as found
    from billed
    join invoice_lines
        on invoice_lines.invoice_number = billed.invoice_number and invoice_lines.line_number = billed.line_number
    where invoice_lines.quantity is not null
        and coalesce(invoice_lines.category, '') not in ('fixed_fee', 'milestone', 'retainer')
    union all
    select
        billed.invoice_number, billed.line_number, 'amount',
        coalesce(
            invoice_lines.net_amount::decimal(38, 6),
            to_minor_unit(invoice_lines.quantity::decimal(38, 6) * invoice_lines.unit_price, invoices.currency)
            - coalesce(invoice_lines.discount_amount, 0)
        )::decimal(38, 6),
        billed.amount
    from billed
    join lined on lined.invoice_number = billed.invoice_number
    left join invoices on invoices.invoice_number = billed.invoice_number
    left join invoice_lines
        on invoice_lines.invoice_number = billed.invoice_number and invoice_lines.line_number = billed.line_number
)

select invoices.client_id, invoices.currency, compared.*
from compared
left join invoices on invoices.invoice_number = compared.invoice_number
where compared.expected is distinct from compared.found
order by compared.invoice_number, compared.line_number, compared.what

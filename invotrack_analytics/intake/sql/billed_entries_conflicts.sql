-- One row per resolved billing of an entry that another live invoice bills already, in the books or earlier in the file.
with others as (
    select entry_id, invoice_number, 0 as line from books.billed_entries
    union all
    select entry_id, invoice_number, line from resolved
),

live as (
    select invoices.invoice_number
    from books.invoices as invoices
    left join released_invoices on released_invoices.invoice_number = invoices.invoice_number
    where invoices.status <> 'draft' and released_invoices.invoice_number is null
)

select distinct on (resolved.line)
    resolved.line, 'already_billed' as reason, 'entry_id' as column_name,
    resolved.entry_id || ' is on ' || others.invoice_number as value
from resolved
join others on others.entry_id = resolved.entry_id and others.line < resolved.line
where others.invoice_number <> resolved.invoice_number
    and resolved.invoice_number in (select invoice_number from live)
    and others.invoice_number in (select invoice_number from live)
order by resolved.line, others.invoice_number

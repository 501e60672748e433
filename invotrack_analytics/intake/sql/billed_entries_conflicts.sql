-- One row per resolved billing of an entry that another live invoice bills already, in the books or earlier in the file.
with everything as (
    select known.entry_id, known.invoice_number, 0 as line
    from books.billed_entries as known
    semi join resolved on resolved.entry_id = known.entry_id
    union all
    select entry_id, invoice_number, line from resolved
),

live as (
    select invoices.invoice_number
    from books.invoices as invoices
    left join released_invoices on released_invoices.invoice_number = invoices.invoice_number
    where invoices.kind = 'invoice' and invoices.status <> 'draft' and released_invoices.invoice_number is null
),

-- What a credit note bears it takes back.
taken_back as (
    select everything.entry_id, notes.preceding_invoice_number as invoice_number
    from everything
    join books.invoices as notes on notes.invoice_number = everything.invoice_number
    where notes.kind = 'credit_note' and notes.status = 'issued'
),

held as (
    select everything.entry_id, everything.invoice_number, everything.line
    from everything
    semi join live on live.invoice_number = everything.invoice_number
    anti join taken_back
        on taken_back.invoice_number = everything.invoice_number and taken_back.entry_id = everything.entry_id
)

select distinct on (resolved.line)
    resolved.line, 'already_billed' as reason, 'entry_id' as column_name,
    resolved.entry_id || ' is on ' || others.invoice_number as value
from held as resolved
join held as others on others.entry_id = resolved.entry_id and others.line < resolved.line
where others.invoice_number <> resolved.invoice_number and resolved.line > 0
order by resolved.line, others.invoice_number

-- One row per timesheet entry and invoice that bills or billed it, a draft too, with the day from which it is free again:
-- the invoice's, or that of the credit note which takes back this entry alone.
create or replace view claims as
with taken_back as (
    select
        billed_entries.entry_id, notes.preceding_invoice_number as invoice_number,
        min(notes.issue_date) as released_on
    from billed_entries
    join invoices as notes on notes.invoice_number = billed_entries.invoice_number
    where notes.kind = 'credit_note' and notes.status = 'issued'
    group by billed_entries.entry_id, notes.preceding_invoice_number
)

select
    billed_entries.entry_id, billed_entries.invoice_number, billed_entries.line_number, billed_entries.hours,
    billed_entries.rate, billed_entries.amount, invoices.status, invoices.issue_date, invoices.client_id,
    invoices.currency, least(released_invoices.released_on, taken_back.released_on) as released_on
from billed_entries
join invoices on invoices.invoice_number = billed_entries.invoice_number
left join released_invoices on released_invoices.invoice_number = billed_entries.invoice_number
left join taken_back
    on taken_back.invoice_number = billed_entries.invoice_number and taken_back.entry_id = billed_entries.entry_id
where invoices.kind = 'invoice';

-- The same of what is billed and is no hour: expenses, milestones, fees.
create or replace view item_claims as
with taken_back as (
    select
        billed_items.kind, billed_items.item_id, notes.preceding_invoice_number as invoice_number,
        min(notes.issue_date) as released_on
    from billed_items
    join invoices as notes on notes.invoice_number = billed_items.invoice_number
    where notes.kind = 'credit_note' and notes.status = 'issued'
    group by billed_items.kind, billed_items.item_id, notes.preceding_invoice_number
)

select
    billed_items.kind, billed_items.item_id, billed_items.project_id, billed_items.invoice_number,
    billed_items.line_number, invoices.status, invoices.issue_date,
    least(released_invoices.released_on, taken_back.released_on) as released_on
from billed_items
join invoices on invoices.invoice_number = billed_items.invoice_number
left join released_invoices on released_invoices.invoice_number = billed_items.invoice_number
left join taken_back
    on taken_back.invoice_number = billed_items.invoice_number
    and taken_back.kind = billed_items.kind
    and taken_back.item_id = billed_items.item_id
where invoices.kind = 'invoice';

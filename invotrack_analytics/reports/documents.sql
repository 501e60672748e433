-- One row per stored row of a document dated by the end of the day, in whatever state.
create macro documents(as_of, client := null, currency := null) as table
with given_up as (
    select settlements.invoice_number, sum(settlements.amount) as amount
    from settlements
    where settlements.settled_on <= as_of and settlements.kind = 'write_off'
    group by settlements.invoice_number
),

listed as (
    select
        invoices.client_id, invoices.currency as in_currency, invoices.kind, invoices.invoice_number as number,
        invoices.issue_date as document_date, invoices.total_amount as amount,
        case
            when invoices.status = 'draft' then 'draft'
            when not is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of) then 'void'
            when invoices.kind = 'credit_note' then 'issued'
            when items.invoice_open_amount > 0
                then open_status(
                    items.invoice_disputed_amount, date_diff('day', items.due_date, as_of), items.invoice_open_amount,
                    invoices.total_amount
                )
            when given_up.amount > 0 then 'written_off'
            else 'paid'
        end as status,
        invoices.batch_id, invoices.source_line
    from invoices
    left join open_parts(as_of) as items on items.invoice_number = invoices.invoice_number and items.open_before = 0
    left join given_up on given_up.invoice_number = invoices.invoice_number
    where invoices.issue_date <= as_of
    union all
    select
        payments.client_id, payments.currency, 'payment', payments.payment_id, payments.payment_date, payments.amount,
        null, payments.batch_id, payments.source_line
    from payments
    where payments.payment_date <= as_of
    union all
    select
        invoices.client_id, invoices.currency, 'write_off', write_offs.invoice_number, write_offs.write_off_date,
        write_offs.amount, null, write_offs.batch_id, write_offs.source_line
    from write_offs
    join invoices on invoices.invoice_number = write_offs.invoice_number
    where write_offs.write_off_date <= as_of
)

select
    listed.client_id,
    clients.name as client_name,
    listed.in_currency as currency,
    listed.kind,
    listed.number,
    listed.document_date,
    to_minor_unit(listed.amount, listed.in_currency) as amount,
    listed.status,
    listed.batch_id,
    batches.path as source_file,
    listed.source_line
from listed
join clients on clients.client_id = listed.client_id
left join batches on batches.batch_id = listed.batch_id
where is_asked(listed.client_id, client)
    and is_asked(listed.in_currency, currency);

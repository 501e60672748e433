-- Every document issued, credited or voided here since a chain was begun has its record, of the same date and amount.
with chains as (
    select chain, batch_id from fiscal_chains
),

made as (
    select invoices.invoice_number, invoices.kind, invoices.issue_date, invoices.currency, invoices.total_amount
    from invoices
    join batches on batches.batch_id = invoices.recorded_in
    where batches.kind in ('bill', 'credit', 'recurring')
        and invoices.status <> 'draft' and invoices.kind in ('invoice', 'credit_note')
        and invoices.recorded_in >= (select min(chains.batch_id) from chains)
),

registered as (
    select invoice_number, min(issue_date) as issue_date, max_by(total_amount, position) as total_amount
    from fiscal_records
    where kind = 'alta'
    group by invoice_number
),

compared as (
    select made.invoice_number, 'record' as what, 'alta' as expected, if(registered.invoice_number is null, 'none', 'alta') as found
    from made
    left join registered on registered.invoice_number = made.invoice_number
    union all
    select made.invoice_number, 'date', made.issue_date::varchar, registered.issue_date::varchar
    from made
    join registered on registered.invoice_number = made.invoice_number
    union all
    select
        made.invoice_number, 'total', made.total_amount::varchar,
        (case when made.kind = 'credit_note' then -registered.total_amount else registered.total_amount end)::varchar
    from made
    join registered on registered.invoice_number = made.invoice_number
    where made.currency = 'EUR'
)

select invoice_number, what, expected, found
from compared
where expected is distinct from found
order by invoice_number, what

-- Within a series and its year, dates do not fall as numbers rise, but where it was told when the later number was given.
with numbered as (
    select
        invoices.invoice_number, invoices.issue_date, invoices.date_note, series.expression,
        regexp_extract(invoices.invoice_number, series.expression, 2)::bigint as place,
        regexp_extract(invoices.invoice_number, series.expression, 1) as head
    from invoices
    join batches on batches.batch_id = invoices.recorded_in
    join (values ($invoice_series), ($credit_note_series)) as series (expression)
        on regexp_full_match(invoices.invoice_number, series.expression)
    where batches.kind in ('bill', 'credit', 'recurring', 'void', 'sent') and invoices.status <> 'draft'
),

compared as (
    select
        numbered.*,
        max_by(numbered.invoice_number, numbered.issue_date) over earlier as earlier_number,
        max(numbered.issue_date) over earlier as latest
    from numbered
    window earlier as (
        partition by numbered.expression, numbered.head, year(numbered.issue_date) order by numbered.place
        rows between unbounded preceding and 1 preceding
    )
)

select invoice_number, earlier_number as what, latest as expected, issue_date as found
from compared
where issue_date < latest and date_note is null
order by invoice_number

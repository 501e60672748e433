-- The numbers of the company's own series rise without gaps; numbers of another make do not count.
with numbered as (
    select
        invoice_number,
        regexp_replace(invoice_number, $invoice_series, '\1#\3') as series,
        regexp_extract(invoice_number, $invoice_series, 2)::bigint as place
    from invoices
    where regexp_full_match(invoice_number, $invoice_series)
    union
    select
        invoice_number,
        regexp_replace(invoice_number, $credit_note_series, '\1#\3'),
        regexp_extract(invoice_number, $credit_note_series, 2)::bigint
    from invoices
    where regexp_full_match(invoice_number, $credit_note_series)
),

followed as (
    select
        *,
        lag(place) over (partition by series order by place) as place_before,
        lag(invoice_number) over (partition by series order by place) as number_before
    from numbered
)

select
    series, number_before as after_number, invoice_number, place_before + 1 as expected, place as found
from followed
where place <> place_before + 1
order by series, place

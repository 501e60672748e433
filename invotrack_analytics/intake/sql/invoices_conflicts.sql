-- One row per resolved credit note and thing that contradicts the invoice it reduces, in the books or in the same file.
with preceding as (
    select invoice_number, client_id, currency from books.invoices
    where invoice_number not in (select invoice_number from resolved where invoice_number is not null)
    union all
    select invoice_number, client_id, currency from resolved
),

pairs as (
    select resolved.line, resolved.client_id, resolved.currency, preceding.client_id as of_client, preceding.currency as in_currency
    from resolved
    join preceding on preceding.invoice_number = resolved.preceding_invoice_number
    where resolved.kind = 'credit_note'
)

select line, 'client_differs_from_invoice' as reason, 'client_id' as column_name, client_id || ' is not ' || of_client as value
from pairs
where client_id <> of_client
union all
select line, 'currency_differs_from_invoice', 'currency', currency || ' is not ' || in_currency
from pairs
where currency <> in_currency

-- One row per resolved credit note and thing that contradicts the invoice it reduces, in the books or in the same file.
-- Credit notes are few: they are gathered first, so that invoices are looked up for them and not the other way round.
with crediting as materialized (
    select line, client_id, currency, preceding_invoice_number
    from resolved
    where kind = 'credit_note' and preceding_invoice_number is not null
),

arriving_too as (
    select invoice_number, client_id, currency from resolved
    semi join crediting on crediting.preceding_invoice_number = resolved.invoice_number
    anti join refused_now on refused_now.line = resolved.line
),

preceding as (
    select known.invoice_number, known.client_id, known.currency from books.invoices as known
    semi join crediting on crediting.preceding_invoice_number = known.invoice_number
    anti join arriving_too on arriving_too.invoice_number = known.invoice_number
    union all
    select invoice_number, client_id, currency from arriving_too
),

pairs as (
    select crediting.line, crediting.client_id, crediting.currency, preceding.client_id as of_client, preceding.currency as in_currency
    from crediting
    join preceding on preceding.invoice_number = crediting.preceding_invoice_number
)

select line, 'client_differs_from_invoice' as reason, 'client_id' as column_name, client_id || ' is not ' || of_client as value
from pairs
where client_id <> of_client
union all
select line, 'currency_differs_from_invoice', 'currency', currency || ' is not ' || in_currency
from pairs
where currency <> in_currency

-- Aging as one would write it by hand on the stored balances, without drafts, void invoices or rounding.
with later as (
    select invoice_number, sum(amount) as amount
    from (
        select invoice_number, amount from books.payments where payment_date > $as_of and invoice_number is not null
        union all
        select preceding_invoice_number, total_amount from books.invoices
        where kind = 'credit_note' and issue_date > $as_of and preceding_invoice_number is not null
        union all
        select invoice_number, amount from books.write_offs where write_off_date > $as_of
    )
    group by invoice_number
),

unsettled as (
    select
        invoices.client_id, invoices.currency, date_diff('day', invoices.due_date, $as_of) as age_days,
        invoices.balance + coalesce(later.amount, 0) as open_amount
    from books.invoices as invoices
    left join later on later.invoice_number = invoices.invoice_number
    where invoices.kind = 'invoice' and invoices.issue_date <= $as_of
        and (invoices.balance <> 0 or invoices.last_reduction > $as_of)
),

unapplied as (
    select client_id, currency, sum(amount) as amount
    from (
        select client_id, currency, amount from books.payments where invoice_number is null and payment_date <= $as_of
        union all
        select client_id, currency, -open_amount from unsettled where open_amount < 0
    )
    group by client_id, currency
),

aged as (
    select
        client_id, currency,
        coalesce(sum(open_amount) filter (where age_days <= 0), 0) as not_due,
        coalesce(sum(open_amount) filter (where age_days between 1 and 30), 0) as d1_30,
        coalesce(sum(open_amount) filter (where age_days between 31 and 60), 0) as d31_60,
        coalesce(sum(open_amount) filter (where age_days between 61 and 90), 0) as d61_90,
        coalesce(sum(open_amount) filter (where age_days > 90), 0) as d91_plus
    from unsettled
    where open_amount > 0
    group by client_id, currency
)

select
    client_id, clients.name as client_name, currency, not_due, d1_30, d31_60, d61_90, d91_plus,
    coalesce(unapplied.amount, 0) as unapplied_credit,
    not_due + d1_30 + d31_60 + d61_90 + d91_plus - coalesce(unapplied.amount, 0) as outstanding
from aged
full join unapplied using (client_id, currency)
join books.clients as clients using (client_id)

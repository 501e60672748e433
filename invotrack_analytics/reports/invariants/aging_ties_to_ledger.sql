-- Per client and currency, the aging buckets less unapplied credit, and the open instalments less it, are the outstanding amount, and that is invoices less credit notes, payments and write-offs; what is disputed is part of them.
with posted as (
    select
        client_id, currency,
        case when kind = 'invoice' then total_amount else -total_amount end as amount
    from invoices
    where is_live(status, issue_date, void_date, $as_of)
    union all
    select client_id, currency, -amount
    from payments
    where payment_date <= $as_of
    union all
    select invoices.client_id, invoices.currency, -settlements.amount
    from settlements
    join invoices on invoices.invoice_number = settlements.invoice_number
    where settlements.settled_on <= $as_of
        and invoices.kind = 'invoice'
        and is_live(invoices.status, invoices.issue_date, invoices.void_date, $as_of)
),

ledger as (
    select client_id, currency, sum(amount) as amount from posted group by client_id, currency
),

signed as (
    select client_id, currency, open_amount as amount from aged_parts($as_of)
    union all
    select client_id, currency, -amount from unapplied_items($as_of)
),

aged as (
    select client_id, currency, sum(amount) as amount from signed group by client_id, currency
),

in_parts as (
    select
        client_id, currency, sum(open_amount) as amount, sum(disputed_amount) as disputed,
        sum(invoice_open_amount) filter (where open_before = 0) as of_invoices,
        sum(invoice_disputed_amount) filter (where open_before = 0) as disputed_of_invoices
    from open_parts($as_of)
    group by client_id, currency
),

compared as (
    select
        coalesce(ledger.client_id, aged.client_id) as client_id,
        coalesce(ledger.currency, aged.currency) as currency,
        'buckets less unapplied credit' as what,
        coalesce(ledger.amount, 0) as expected,
        coalesce(aged.amount, 0) as found
    from ledger
    full join aged on aged.client_id = ledger.client_id and aged.currency = ledger.currency
    union all
    select
        coalesce(ledger.client_id, shown.client_id),
        coalesce(ledger.currency, shown.currency),
        'outstanding',
        to_minor_unit(coalesce(ledger.amount, 0), coalesce(ledger.currency, shown.currency)),
        coalesce(shown.outstanding, 0)
    from ledger
    full join aging($as_of) as shown on shown.client_id = ledger.client_id and shown.currency = ledger.currency
    union all
    select client_id, currency, 'open instalments', of_invoices, amount
    from in_parts
    union all
    select client_id, currency, 'disputed', least(disputed_of_invoices, of_invoices), disputed
    from in_parts
)

select * from compared where expected <> found order by client_id, currency, what

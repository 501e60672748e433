-- One row per payment and invoice in another currency than the company's that it settled, or opened again, in the period.
create macro realised_differences(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with settled as (
    select
        invoices.client_id, invoices.currency, invoices.invoice_number, invoices.issue_date,
        payments.payment_id, payments.payment_date, payments.amount
    from payments
    join invoice_balances as invoices on invoices.invoice_number = payments.invoice_number
    where payments.payment_date <= as_of
        and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
        and invoices.invoice_number not in (select mixed.invoice_number from mixed_invoices as mixed)
    union all
    -- Of one that met more than payments: by how much less, or after a reversal more, is open than just before.
    select
        reduced.client_id, reduced.currency, reduced.invoice_number, reduced.issue_date, reduced.number,
        reduced.reduction_date, greatest(reduced.open_before, 0) - greatest(reduced.open_before - reduced.amount, 0)
    from mixed_reductions(as_of) as reduced
    where reduced.kind = 'payment'
),

rated as (
    select
        settled.*, company.currency as base_currency,
        base_rate(settled.currency, settled.issue_date) as invoice_rate,
        base_rate(settled.currency, settled.payment_date) as payment_rate
    from settled
    join company on company.currency <> settled.currency
    where settled.amount <> 0
        and greatest(settled.payment_date, settled.issue_date)
        between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
        and not exists (
            select undated.payment_id
            from undated_payments as undated
            where undated.payment_id = settled.payment_id and undated.invoice_number = settled.invoice_number
        )
        and is_asked(settled.client_id, client)
        and is_asked(settled.currency, currency)
),

worth as (
    select
        rated.*,
        in_base(rated.amount, rated.invoice_rate, rated.base_currency) as base_amount,
        in_base(rated.amount, rated.payment_rate, rated.base_currency) as received_amount
    from rated
)

select
    worth.client_id,
    clients.name as client_name,
    worth.currency,
    worth.payment_id,
    worth.payment_date,
    worth.invoice_number,
    worth.issue_date,
    to_minor_unit(worth.amount, worth.currency) as settled_amount,
    worth.base_currency,
    worth.invoice_rate::decimal(18, 6) as invoice_rate,
    worth.base_amount,
    worth.payment_rate::decimal(18, 6) as payment_rate,
    worth.received_amount,
    (worth.received_amount - worth.base_amount)::decimal(38, 3) as exchange_difference
from worth
join clients on clients.client_id = worth.client_id;

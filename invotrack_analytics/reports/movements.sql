-- One row per client and currency with an opening balance, or a movement in the period.
create macro movements(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with issued as (
    select
        invoices.client_id, invoices.currency as in_currency, invoices.kind, invoices.invoice_number as number,
        invoices.issue_date,
        case when invoices.kind = 'credit_note' then -invoices.total_amount else invoices.total_amount end as amount,
        case when invoices.status = 'void' then invoices.void_date end as ends_on
    from invoices
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, invoices.issue_date)
        and is_asked(invoices.client_id, client)
        and is_asked(invoices.currency, currency)
),

settled as (
    select
        issued.client_id, issued.in_currency, issued.ends_on, settlements.kind, settlements.amount,
        greatest(settlements.settled_on, issued.issue_date) as moved_on
    from settlements
    join issued on issued.number = settlements.invoice_number
    where issued.kind <> 'credit_note'
        and (issued.ends_on is null or greatest(settlements.settled_on, issued.issue_date) < issued.ends_on)
),

moved as (
    select
        issued.client_id, issued.in_currency, issued.issue_date as moved_on,
        case when issued.kind = 'credit_note' then 'credited' else 'invoiced' end as way, issued.amount
    from issued
    union all
    select issued.client_id, issued.in_currency, issued.ends_on, 'other', -issued.amount
    from issued
    where issued.ends_on is not null
    union all
    select
        payments.client_id, payments.currency, payments.payment_date,
        case when payments.invoice_number is null and payments.amount < 0 then 'refunded' else 'collected' end,
        -payments.amount
    from payments
    where is_asked(payments.client_id, client) and is_asked(payments.currency, currency)
    union all
    select
        settled.client_id, settled.in_currency, settled.moved_on,
        case when settled.kind = 'write_off' then 'written_off' else 'other' end, -settled.amount
    from settled
    union all
    select settled.client_id, settled.in_currency, settled.ends_on, 'other', settled.amount
    from settled
    where settled.ends_on is not null
),

dated as (
    select
        moved.*,
        case when moved.moved_on < period_start(date_from, date_to, as_of) then 'opening' else moved.way end as shown_as
    from moved
    where moved.moved_on <= period_end(date_to, as_of)
),

summed as (
    select
        dated.client_id, dated.in_currency,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'opening'), 0) as opening,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'invoiced'), 0) as invoiced,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'credited'), 0) as credited,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'collected'), 0) as collected,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'refunded'), 0) as refunded,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'written_off'), 0) as written_off,
        coalesce(sum(dated.amount) filter (where dated.shown_as = 'other'), 0) as other,
        sum(dated.amount) as closing,
        count(*) filter (where dated.shown_as <> 'opening') as movements
    from dated
    group by dated.client_id, dated.in_currency
)

select
    summed.client_id,
    clients.name as client_name,
    summed.in_currency as currency,
    to_minor_unit(summed.opening, summed.in_currency) as opening,
    to_minor_unit(summed.invoiced, summed.in_currency) as invoiced,
    to_minor_unit(summed.credited, summed.in_currency) as credited,
    to_minor_unit(summed.collected, summed.in_currency) as collected,
    to_minor_unit(summed.refunded, summed.in_currency) as refunded,
    to_minor_unit(summed.written_off, summed.in_currency) as written_off,
    to_minor_unit(summed.other, summed.in_currency) as other,
    to_minor_unit(summed.closing, summed.in_currency) as closing
from summed
join clients on clients.client_id = summed.client_id
where summed.opening <> 0 or summed.movements > 0;

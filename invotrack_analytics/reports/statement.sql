-- One row per movement of an account in the period, after a row for what was owed before.
create macro statement(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with issued as (
    select
        invoices.client_id, invoices.currency as in_currency, invoices.kind, invoices.invoice_number as number,
        invoices.issue_date,
        case when invoices.kind = 'invoice' then invoices.total_amount else -invoices.total_amount end as amount,
        case
            when invoices.status = 'void' and invoices.void_date <= period_end(date_to, as_of) then invoices.void_date
        end as ends_on
    from invoices
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, invoices.issue_date)
        and invoices.issue_date <= period_end(date_to, as_of)
        and is_asked(invoices.client_id, client)
        and is_asked(invoices.currency, currency)
),

given_up as (
    select
        issued.client_id, issued.in_currency, issued.number, issued.ends_on,
        case when settlements.kind = 'write_off' and settlements.amount < 0 then 'recovery' else settlements.kind end as kind,
        settlements.amount, greatest(settlements.settled_on, issued.issue_date) as document_date
    from settlements
    join issued on issued.number = settlements.invoice_number
    where issued.kind = 'invoice'
        and (issued.ends_on is null or greatest(settlements.settled_on, issued.issue_date) < issued.ends_on)
),

movements as (
    select
        issued.client_id, issued.in_currency, issued.issue_date as document_date,
        case when issued.kind = 'invoice' then 1 else 2 end as place, issued.kind, issued.number, issued.amount
    from issued
    union all
    select
        payments.client_id, payments.currency, payments.payment_date, 3, 'payment', payments.payment_id,
        -sum(payments.amount)
    from payments
    where is_asked(payments.client_id, client) and is_asked(payments.currency, currency)
    group by payments.client_id, payments.currency, payments.payment_date, payments.payment_id
    union all
    select given_up.client_id, given_up.in_currency, given_up.document_date, 4, given_up.kind, given_up.number,
        -given_up.amount
    from given_up
    union all
    select issued.client_id, issued.in_currency, issued.ends_on, 5, 'void', issued.number, -issued.amount
    from issued
    where issued.ends_on is not null
    union all
    select given_up.client_id, given_up.in_currency, given_up.ends_on, 5, 'void', given_up.number, given_up.amount
    from given_up
    where given_up.ends_on is not null
),

shown as (
    select
        movements.client_id, movements.in_currency, movements.document_date, movements.place, movements.kind,
        movements.number, movements.amount
    from movements
    where movements.place < 5
        and movements.document_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    union all
    select
        movements.client_id, movements.in_currency, movements.document_date, 5, 'void', movements.number,
        sum(movements.amount)
    from movements
    where movements.place = 5
        and movements.document_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    group by movements.client_id, movements.in_currency, movements.document_date, movements.number
    union all
    select
        movements.client_id, movements.in_currency, period_start(date_from, date_to, as_of), 0, 'opening_balance', null,
        sum(movements.amount)
    from movements
    where movements.document_date < period_start(date_from, date_to, as_of)
    group by movements.client_id, movements.in_currency
    having sum(movements.amount) <> 0
)

select
    shown.client_id,
    clients.name as client_name,
    shown.in_currency as currency,
    row_number() over account as line_number,
    shown.document_date,
    shown.kind,
    shown.number,
    to_minor_unit(shown.amount, shown.in_currency) as amount,
    to_minor_unit(
        sum(shown.amount) over (account rows between unbounded preceding and current row), shown.in_currency
    ) as balance
from shown
join clients on clients.client_id = shown.client_id
window account as (
    partition by shown.client_id, shown.in_currency
    order by shown.document_date, shown.place, shown.number, shown.amount
);

-- What was billed for the hours worked by the day is credited, settled otherwise, collected, written off or open, and open only where its invoice is.
with billed as (
    select client_id, currency, sum(amount) as amount
    from billed_hours($as_of)
    where work_date <= $as_of
    group by client_id, currency
),

cash as (
    select
        client_id, currency, sum(billed_amount) as amount,
        sum(credited_amount + other_amount + collected_amount + written_off_amount + open_amount) as settled
    from hours_to_cash($as_of, date_from := date '0001-01-01')
    group by client_id, currency
),

-- An invoice's hours are settled in the proportion in which the ledger says that it is.
left_open as (
    select
        invoice_number, any_value(total_amount) as total_amount, sum(amount) as amount, sum(open_amount) as open_amount
    from settled_entries($as_of)
    group by invoice_number
),

invoiced as (
    select
        invoices.client_id, invoices.currency, invoices.invoice_number, left_open.open_amount as found,
        left_open.amount - share_of(
            (left_open.amount::decimal(38, 3) * 1000)::hugeint,
            (greatest(left_open.total_amount - coalesce(items.open_amount, 0), 0)::decimal(38, 3) * 1000)::hugeint,
            (left_open.total_amount::decimal(38, 3) * 1000)::hugeint,
            minor_unit(invoices.currency)
        )::decimal(30, 0) * 0.001 as expected
    from left_open
    join invoices on invoices.invoice_number = left_open.invoice_number
    left join open_items($as_of) as items on items.invoice_number = left_open.invoice_number
)

select
    coalesce(billed.client_id, cash.client_id) as client_id, coalesce(billed.currency, cash.currency) as currency,
    null as invoice_number, coalesce(billed.amount, 0) as expected,
    case when cash.amount = billed.amount then cash.settled else coalesce(cash.amount, 0) end as found
from billed
full join cash on cash.client_id = billed.client_id and cash.currency = billed.currency
where coalesce(billed.amount, 0) <> coalesce(cash.amount, 0) or coalesce(cash.amount, 0) <> coalesce(cash.settled, 0)
union all
select client_id, currency, invoice_number, expected, found
from invoiced
where expected <> found
order by client_id, currency, invoice_number

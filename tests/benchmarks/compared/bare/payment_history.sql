-- Payment history as one would write it by hand, every payment taken as allocated whole and nothing ever taken back.
with paid as (
    select
        invoices.client_id, invoices.currency, invoices.due_date, payments.payment_date, payments.amount,
        greatest(payments.payment_date, invoices.issue_date) as allocated_on,
        date_diff('day', invoices.issue_date, greatest(payments.payment_date, invoices.issue_date)) as days_to_pay,
        date_diff('day', invoices.due_date, greatest(payments.payment_date, invoices.issue_date)) as days_late,
        date_diff('day', payments.payment_date, $as_of) as age,
        payments.payment_date > $as_of - interval 12 month as counted
    from books.payments as payments
    join books.invoices as invoices on invoices.invoice_number = payments.invoice_number
    where payments.payment_date <= $as_of and invoices.issue_date <= $as_of and payments.amount > 0
),

averages as (
    select
        client_id, currency,
        sum(amount * days_to_pay) filter (where counted) / sum(amount) filter (where counted) as avg_days_to_pay,
        sum(amount * days_late) filter (where counted) / sum(amount) filter (where counted) as avg_days_late,
        median(days_late) filter (where counted) as median_days_late,
        sum(amount * days_late) filter (where age < 90) / sum(amount) filter (where age < 90)
        - sum(amount * days_late) filter (where age between 90 and 179)
        / sum(amount) filter (where age between 90 and 179) as trend_days,
        sum(amount) filter (
            where allocated_on <= due_date and due_date < $as_of and due_date > $as_of - interval 12 month
        ) as received_in_time
    from paid
    group by client_id, currency
),

later as (
    select invoice_number, sum(amount) as amount
    from books.payments
    where payment_date > $as_of and invoice_number is not null
    group by invoice_number
),

invoiced as (
    select
        client_id, currency, count(*) as invoices,
        count(*) filter (where balance + coalesce(later.amount, 0) > 0) as invoices_open,
        sum(greatest(balance + coalesce(later.amount, 0), 0)) as open_amount,
        count(*) filter (where due_date < $as_of and due_date > $as_of - interval 12 month) as fell_due,
        count(*) filter (
            where due_date < $as_of and due_date > $as_of - interval 12 month and balance = 0
                and last_reduction <= due_date
        ) as on_time,
        sum(total_amount) filter (where due_date < $as_of and due_date > $as_of - interval 12 month) as amount_due
    from books.invoices as invoices
    left join later using (invoice_number)
    where kind = 'invoice' and issue_date <= $as_of
    group by client_id, currency
),

received as (
    select
        client_id, currency, sum(amount) as paid_amount,
        max(payment_date) filter (where amount > 0) as last_payment_date
    from books.payments
    where payment_date <= $as_of
    group by client_id, currency
)

select
    client_id, clients.name as client_name, currency, invoices - invoices_open as invoices_settled, invoices_open,
    avg_days_to_pay, avg_days_late, median_days_late, on_time / nullif(fell_due, 0) as on_time_rate_count,
    received_in_time / nullif(amount_due, 0) as on_time_rate_amount, trend_days, last_payment_date, paid_amount,
    open_amount
from received
full join invoiced using (client_id, currency)
left join averages using (client_id, currency)
join books.clients as clients using (client_id)

-- One row per payment of the period and invoice, or part of one by instalments, that it settles, wholly or partly.
create macro payment_timing(as_of, date_from := null, date_to := null, client := null, currency := null) as table
select
    allocated.client_id,
    clients.name as client_name,
    allocated.currency,
    allocated.payment_id,
    allocated.payment_date,
    allocated.invoice_number,
    allocated.due_date,
    to_minor_unit(allocated.allocated_amount, allocated.currency) as allocated_amount,
    date_diff('day', allocated.issue_date, allocated.allocated_on) as days_to_pay,
    date_diff('day', allocated.due_date, allocated.allocated_on) as days_late,
    allocated.instalment_number
from allocated_payments(as_of) as allocated
join clients on clients.client_id = allocated.client_id
where allocated.payment_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    and is_asked(allocated.client_id, client)
    and is_asked(allocated.currency, currency);

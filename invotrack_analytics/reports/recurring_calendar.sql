-- One row per period of a recurring invoice that begins in the period asked for, also beyond the day.
create macro recurring_calendar(as_of, date_from := null, date_to := null, client := null, currency := null) as table
select
    states.schedule_id,
    states.client_id,
    clients.name as client_name,
    states.currency,
    states.project_id,
    states.period_start,
    states.period_end,
    states.bill_date,
    states.state,
    states.reason,
    to_minor_unit(states.net_amount, states.currency) as net_amount,
    states.invoice_number,
    states.draft
from recurring_states(as_of, coalesce(date_to, as_of)) as states
join clients on clients.client_id = states.client_id
where states.period_start >= coalesce(date_from, (coalesce(date_to, as_of) + interval 1 day - interval 12 month)::date)
    and is_asked(states.client_id, client)
    and is_asked(states.currency, currency);

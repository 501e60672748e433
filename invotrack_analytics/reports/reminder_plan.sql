-- One row per open invoice, or part of one, with a reminder still to be said: due at the day and planned or waiting, or later.
create macro reminder_plan(as_of, client := null, currency := null) as table
with coming as (
    select
        due.planned_on, due.client_id, due.in_currency, due.invoice_number, due.instalment_number, due.step,
        due.tone, due.channel, due.asked_amount, due.reason, due.until_day
    from due_steps(as_of) as due
    union all
    select
        later.planned_on, later.client_id, later.in_currency, later.invoice_number, later.instalment_number, later.step,
        later.tone, later.channel, later.asked_amount, null, null
    from next_steps(as_of) as later
    where later.planned_on > as_of
)

select
    greatest(coming.planned_on, as_of) as planned_on,
    coming.client_id,
    clients.name as client_name,
    coming.in_currency as currency,
    coming.invoice_number,
    coming.instalment_number,
    coming.step,
    coming.tone,
    coming.channel,
    case when coming.reason is null then 'planned' else 'waiting' end as state,
    to_minor_unit(coming.asked_amount, coming.in_currency) as asked_amount,
    coming.reason,
    coming.until_day as "until"
from coming
join clients on clients.client_id = coming.client_id
where is_asked(coming.client_id, client)
    and is_asked(coming.in_currency, currency);

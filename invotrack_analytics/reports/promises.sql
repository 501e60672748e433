-- One row per promise that was made by the end of the day.
create macro promises(as_of, client := null, currency := null) as table
select
    made.client_id,
    clients.name as client_name,
    made.currency,
    made.promise_id,
    made.invoice_number,
    made.promised_on,
    made.due_on,
    to_minor_unit(made.amount, made.currency) as amount,
    to_minor_unit(made.paid_amount, made.currency) as paid_amount,
    made.state,
    made."by" as "by",
    made.channel,
    avg(case when made.state = 'open' then null when made.state = 'kept' then 1 else 0 end)
        over (partition by made.client_id, made.currency) as kept_rate_count,
    (sum(case when made.state = 'open' then 0 else least(made.paid_amount, made.amount) end)
        over (partition by made.client_id, made.currency))::double
        / nullif(sum(case when made.state = 'open' then 0 else made.amount end)
            over (partition by made.client_id, made.currency), 0)::double as kept_rate_amount
from judged_promises(as_of) as made
join clients on clients.client_id = made.client_id
where is_asked(made.client_id, client)
    and is_asked(made.currency, currency);

-- One row per client that needs a person, and currency in which it owes; by amount and age.
create macro work_list(as_of, client := null, currency := null) as table
with overdue as (
    select
        items.client_id, items.currency as in_currency,
        sum(items.open_amount)::decimal(38, 3) as overdue_amount, max(items.days_overdue) as oldest_days
    from aged_parts(as_of) as items
    where items.days_overdue > 0 and items.open_amount > 0
    group by items.client_id, items.currency
),

due as (
    select * from due_steps(as_of)
),

-- What each reason is about, the most pressing first.
reasons as (
    select sent.client_id, 1 as urgency, 'unknown_mail' as reason, 'confirm_mail' as next_action, as_of::date as due_on
    from deliveries as sent
    where sent.state = 'unknown' and sent.client_id is not null and left(sent.queued_at, 10)::date <= as_of
    union all
    select due.client_id, 2, 'bounced', 'find_address', as_of::date
    from due
    where due.reason = 'suppressed'
    union all
    select made.client_id, 3, 'promise_broken', 'call', made.due_on + 3
    from judged_promises(as_of) as made
    semi join overdue on overdue.client_id = made.client_id and overdue.in_currency = made.currency
    where made.state in ('broken', 'partly')
    union all
    select due.client_id, 4, 'no_address', 'find_address', as_of::date
    from due
    where due.reason = 'no_address'
    union all
    select due.client_id, 5, 'call_step', 'call', due.planned_on
    from due
    where due.channel = 'call' and due.reason is null
    union all
    select invoices.client_id, 6, 'dispute_old', 'settle_dispute', disputes.disputed_on + 30
    from disputes
    join invoices on invoices.invoice_number = disputes.invoice_number
    where disputes.disputed_on + 30 <= as_of and coalesce(disputes.resolved_on > as_of, true)
        and invoices.client_id in (select overdue.client_id from overdue)
),

pressing as (
    select
        reasons.client_id, arg_min(reasons.reason, reasons.urgency) as reason,
        arg_min(reasons.next_action, reasons.urgency) as next_action, arg_min(reasons.due_on, reasons.urgency) as due_on
    from reasons
    group by reasons.client_id
),

owners as (
    select client_id, arg_max("user", "from") as owner
    from assignments
    where "from" <= as_of and coalesce("until" >= as_of, true)
    group by client_id
),

contacted as (
    select client_id, max(left(sent_at, 10)::date) as last_contact_on
    from deliveries
    where sent_at is not null and left(sent_at, 10)::date <= as_of
    group by client_id
),

promised as (
    select made.client_id, max(made.due_on) as promised_by
    from judged_promises(as_of) as made
    where made.state = 'open'
    group by made.client_id
)

select
    pressing.client_id,
    clients.name as client_name,
    coalesce(overdue.in_currency, clients.currency, company.currency) as currency,
    owners.owner,
    pressing.reason,
    pressing.next_action,
    pressing.due_on,
    to_minor_unit(coalesce(overdue.overdue_amount, 0), coalesce(overdue.in_currency, company.currency))
        as overdue_amount,
    coalesce(overdue.oldest_days, 0)::integer as oldest_days,
    contacted.last_contact_on,
    promised.promised_by,
    clients.phone,
    row_number() over (
        order by coalesce(overdue.overdue_amount, 0)::decimal(38, 3) * coalesce(overdue.oldest_days, 0) desc,
            pressing.client_id
    )::integer as place
from pressing
join clients on clients.client_id = pressing.client_id
cross join company
left join overdue on overdue.client_id = pressing.client_id
left join owners on owners.client_id = pressing.client_id
left join contacted on contacted.client_id = pressing.client_id
left join promised on promised.client_id = pressing.client_id
where is_asked(pressing.client_id, client)
    and is_asked(coalesce(overdue.in_currency, clients.currency, company.currency), currency);

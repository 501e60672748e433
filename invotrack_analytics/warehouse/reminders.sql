-- Reminders: which step of which invoice is next, and what stands against it. Reads what was said from the books, and from
-- the table `said_elsewhere` what the outbox says beyond them.

-- One row per step of a policy; `standard` is built in until the books have rules of that name.
create or replace view reminder_ladder as
with own as (
    select
        policy, row_number() over (partition by policy order by offset_days, step)::integer as step, offset_days, tone,
        coalesce(formal, false) as formal, coalesce(channel, 'email') as channel, coalesce(template, tone) as template,
        coalesce(attach, '') as attach, min_open_amount,
        reminder_rules.currency as min_currency,
        coalesce(min_gap_days, 7) as min_gap_days, "then" as follows
    from reminder_rules
)

select * from own
union all
select 'standard', built_in.step, built_in.offset_days, built_in.tone, built_in.formal, 'email', built_in.tone, '',
    null, null, 7, null
from (
    values (1, -3, 'courtesy', false), (2, 3, 'friendly', false), (3, 10, 'firm', false), (4, 20, 'final', true)
) as built_in (step, offset_days, tone, formal)
where not exists (select 1 from own where own.policy = 'standard');

-- One row per step that was said, or settled otherwise, of an invoice or a part of it.
create or replace view said_steps as
select invoice_number, instalment_number, step, tone, sent_on
from reminders
where not exists (
    select 1 from said_elsewhere as newer
    where newer.invoice_number = reminders.invoice_number
        and newer.instalment_number = reminders.instalment_number and newer.step = reminders.step
)
union all
select invoice_number, instalment_number, step, tone, sent_on
from said_elsewhere;

-- One row per open invoice at the end of a day, or per open part of one in parts: what may be asked, without what is disputed.
create or replace macro asked_items(as_of) as table
select
    parts.client_id, parts.currency as in_currency, parts.invoice_number, coalesce(parts.instalment_number, 0)::integer as instalment_number,
    parts.issue_date, parts.due_date, parts.total_amount, parts.open_amount,
    greatest(parts.open_amount - parts.disputed_amount, 0)::decimal(38, 3) as asked_amount,
    coalesce(clients.reminder_policy, 'standard') as policy,
    coalesce(clients.country, '') || '-' || coalesce(clients.region, '') as calendar,
    coalesce(invoices.sent_date, case when batches.kind = 'import' then parts.issue_date end) as sent_on
from open_parts(as_of) as parts
join clients on clients.client_id = parts.client_id
join invoices on invoices.invoice_number = parts.invoice_number
join batches on batches.batch_id = invoices.batch_id
where parts.open_amount > 0 and invoices.kind <> 'credit_note';

-- One row per open invoice or part with a step that is still to be said: its lowest, and the day from which it is.
create or replace macro next_steps(as_of) as table
with items as (
    select * from asked_items(as_of)
),

said as (
    select
        said_steps.invoice_number, said_steps.instalment_number, list(said_steps.step) as steps,
        max(said_steps.sent_on) filter (where said_steps.tone <> 'courtesy') as asked_on
    from said_steps
    group by said_steps.invoice_number, said_steps.instalment_number
),

-- A step's own day, before the working days: its days from the due date, and not sooner than the invoice was read.
aimed as (
    select
        items.invoice_number, items.instalment_number, items.due_date, items.calendar, ladder.step, ladder.offset_days,
        items.due_date + ladder.offset_days as day_wanted,
        coalesce(items.sent_on, items.issue_date) + terms.after_sent_days as day_allowed
    from items
    cross join collecting_terms as terms
    join reminder_ladder as ladder on ladder.policy = items.policy
    left join said
        on said.invoice_number = items.invoice_number and said.instalment_number = items.instalment_number
    where said.steps is null or not list_contains(said.steps, ladder.step)
),

placed as (
    select
        aimed.*,
        case
            when aimed.offset_days < 0 and coalesce(days.back_day, aimed.day_wanted) >= aimed.day_allowed
                then coalesce(days.back_day, aimed.day_wanted)
            else coalesce(days.forward_day, greatest(aimed.day_wanted, aimed.day_allowed))
        end as planned_on
    from aimed
    left join working_days as days
        on days.calendar = aimed.calendar and days.on_day = greatest(aimed.day_wanted, aimed.day_allowed)
),

lowest as (
    select
        placed.invoice_number, placed.instalment_number,
        min(placed.step) as step, arg_min(placed.planned_on, placed.step) as planned_on
    from placed
    cross join collecting_terms as terms
    where placed.planned_on >= terms.start_on
        and (placed.offset_days >= 0 or (placed.planned_on < placed.due_date and as_of < placed.due_date))
    group by placed.invoice_number, placed.instalment_number
)

select
    items.*, ladder.step, ladder.offset_days, ladder.tone, ladder.formal, ladder.channel, ladder.template, ladder.attach,
    ladder.min_open_amount, ladder.min_currency, ladder.follows,
    case
        when said.asked_on + ladder.min_gap_days > lowest.planned_on
            then coalesce(days.forward_day, said.asked_on + ladder.min_gap_days)
        else lowest.planned_on
    end as planned_on
from items
join lowest on lowest.invoice_number = items.invoice_number and lowest.instalment_number = items.instalment_number
join reminder_ladder as ladder on ladder.policy = items.policy and ladder.step = lowest.step
left join said on said.invoice_number = items.invoice_number and said.instalment_number = items.instalment_number
left join working_days as days
    on days.calendar = items.calendar and days.on_day = said.asked_on + ladder.min_gap_days;

-- One row per address of a client that reminders may go to, the first of rank 1.
create or replace view reminder_addresses as
with written as (
    select
        client_id, trim(email) as email, name, language, case when role = 'dunning' then 1 else 2 end as preference,
        email as place
    from contacts
    where coalesce(role, 'billing') in ('dunning', 'billing')
    union all
    select client_id, trim(unnest(string_split(email, ';'))), null, null, 3, ''
    from clients
    where email is not null
)

select written.*
from written
anti join contacts as silent
    on silent.client_id = written.client_id and silent.role = 'none' and lower(trim(silent.email)) = lower(written.email)
where regexp_full_match(written.email, '[A-Za-z0-9.!#$$%&''*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*');

-- One row per address that mail came back from for good, or three times within thirty days.
create or replace view suppressed_addresses as
with bounced as (
    select lower("to") as email, state, bounced_on
    from deliveries
    where state in ('bounced_hard', 'bounced_soft')
        and delivery_id not in (select delivery_id from delivered_elsewhere)
    union all
    select email, state, bounced_on from delivered_elsewhere where state in ('bounced_hard', 'bounced_soft')
)

select email from bounced where state = 'bounced_hard'
union
select first_one.email
from bounced as first_one
join bounced as others
    on others.email = first_one.email
    and others.bounced_on between first_one.bounced_on and first_one.bounced_on + 30
where first_one.state = 'bounced_soft' and others.state = 'bounced_soft'
group by first_one.email, first_one.bounced_on
having count(*) >= 3 * count(distinct first_one.bounced_on) and count(*) >= 3;

-- One row per promise that is awaited on a day: until its last day and the days of grace, while money is missing.
create or replace macro awaited_promises(as_of) as table
select promises.client_id, promises.invoice_number, max(promises.due_on + terms.grace_days) as until_day
from promises
cross join collecting_terms as terms
where promises.promised_on <= as_of and promises.due_on + terms.grace_days >= as_of
group by promises.client_id, promises.invoice_number;

-- One row per pause in force on a day.
create or replace macro pauses_in_force(as_of) as table
select pauses.client_id, pauses.invoice_number, max(coalesce(pauses."until", date '9999-12-31')) as until_day
from pauses
where pauses."from" <= as_of and coalesce(pauses."until" >= as_of, true)
group by pauses.client_id, pauses.invoice_number;

-- One row per step that is due on a day: planned, or waiting with the reason and the last day of it, where that is known.
create or replace macro due_steps(as_of) as table
with due as (
    select * from next_steps(as_of) as steps where steps.planned_on <= as_of
),

reachable as (
    select
        addresses.client_id, count(*) as addresses,
        count(*) filter (where suppressed.email is null) as free_addresses,
        count(*) filter (where complained.email is not null) > 0 as complained
    from reminder_addresses as addresses
    semi join due on due.client_id = addresses.client_id
    left join suppressed_addresses as suppressed on suppressed.email = lower(addresses.email)
    left join (
        select distinct lower("to") as email from deliveries where state = 'complained'
        union
        select email from delivered_elsewhere where state = 'complained'
    ) as complained on complained.email = lower(addresses.email)
    group by addresses.client_id
),

reminded as (
    select invoices.client_id, max(said_steps.sent_on) as last_on
    from said_steps
    join invoices on invoices.invoice_number = said_steps.invoice_number
    group by invoices.client_id
),

judged as (
    select
        due.*,
        case
            when due.asked_amount <= 0 then 'disputed'
            when client_pauses.client_id is not null or invoice_pauses.invoice_number is not null then 'paused'
            when client_promises.client_id is not null or invoice_promises.invoice_number is not null then 'promised'
            when due.sent_on is null then 'not_sent_yet'
            when due.asked_amount < due.min_open_amount and coalesce(due.min_currency = due.in_currency, true)
                then 'below_minimum'
            when due.channel = 'email' and reachable.client_id is null then 'no_address'
            when due.channel = 'email' and reachable.complained and due.tone = 'courtesy' then 'suppressed'
            when due.channel = 'email' and reachable.free_addresses = 0 then 'suppressed'
        end as own_reason,
        case
            when due.asked_amount <= 0 then null
            when client_pauses.client_id is not null or invoice_pauses.invoice_number is not null
                then greatest(client_pauses.until_day, invoice_pauses.until_day)
            when client_promises.client_id is not null or invoice_promises.invoice_number is not null
                then greatest(client_promises.until_day, invoice_promises.until_day)
        end as own_until,
        case when reminded.last_on + terms.client_gap_days > as_of then reminded.last_on + terms.client_gap_days - 1 end
            as gap_until
    from due
    cross join collecting_terms as terms
    left join reachable on reachable.client_id = due.client_id
    left join reminded on reminded.client_id = due.client_id
    left join pauses_in_force(as_of) as client_pauses
        on client_pauses.client_id = due.client_id and client_pauses.invoice_number is null
    left join pauses_in_force(as_of) as invoice_pauses on invoice_pauses.invoice_number = due.invoice_number
    left join awaited_promises(as_of) as client_promises
        on client_promises.client_id = due.client_id and client_promises.invoice_number is null
    left join awaited_promises(as_of) as invoice_promises on invoice_promises.invoice_number = due.invoice_number
),

credit as (
    select items.client_id, items.currency as in_currency, sum(items.amount)::decimal(38, 3) as amount
    from unapplied_items(as_of) as items
    semi join due on due.client_id = items.client_id
    group by items.client_id, items.currency
),

asked as (
    select judged.client_id, judged.in_currency, sum(judged.asked_amount)::decimal(38, 3) as amount
    from judged
    where judged.own_reason is null
    group by judged.client_id, judged.in_currency
)

select
    judged.* exclude (own_reason, own_until, gap_until),
    coalesce(
        judged.own_reason,
        case
            when credit.amount >= asked.amount then 'covered_by_credit'
            when judged.gap_until is not null then 'client_gap'
        end
    ) as reason,
    case
        when judged.own_reason is not null then nullif(judged.own_until, date '9999-12-31')
        when credit.amount >= asked.amount then null
        else judged.gap_until
    end as until_day,
    greatest(coalesce(credit.amount, 0), 0)::decimal(38, 3) as credit_amount
from judged
left join credit on credit.client_id = judged.client_id and credit.in_currency = judged.in_currency
left join asked on asked.client_id = judged.client_id and asked.in_currency = judged.in_currency;

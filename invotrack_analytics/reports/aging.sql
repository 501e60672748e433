-- One row per client and currency with anything open, or any unapplied credit, at the end of the day.
create macro aging(as_of, basis := 'due', client := null, currency := null) as table
with items as (
    select *
    from aged_parts(as_of, basis := basis) as aged
),

by_age as (
    select
        items.client_id,
        items.currency as in_currency,
        sum(items.excess_amount) as excess,
        sum(items.disputed_amount) as disputed,
        coalesce(sum(items.open_amount) filter (where items.age_days <= 0), 0) as not_due,
        $bucket_sums
    from items
    group by items.client_id, items.currency
),

unassigned as (
    select items.client_id, items.currency as in_currency, sum(items.amount) as amount
    from unassigned_items(as_of) as items
    group by items.client_id, items.currency
),

-- Each invoice as a whole is worth something, whatever its parts, and each credit by its own document's day (of what was
-- paid too much on an invoice, the invoice's); an account with one that has no rate has no sum.
worth as (
    select
        rated.client_id, rated.in_currency,
        case when count(rated.base_amount) = count(*) then sum(rated.base_amount) end as base_amount,
        case when count(rated.revalued_amount) = count(*) then sum(rated.revalued_amount) end as revalued_amount
    from (
        select
            owed.client_id, owed.currency as in_currency,
            in_base(owed.amount, base_rate(owed.currency, owed.dated_on), exchange.base_currency) as base_amount,
            in_base(owed.amount, base_rate(owed.currency, as_of), exchange.base_currency) as revalued_amount
        from (
            select items.client_id, items.currency, items.issue_date as dated_on, items.invoice_open_amount as amount
            from items
            where items.invoice_open_amount > 0 and items.open_before = 0
            union all
            select items.client_id, items.currency, items.issue_date, -items.excess_amount
            from items
            where items.excess_amount > 0
            union all
            select items.client_id, items.currency, items.dated_on, -items.amount
            from unassigned_items(as_of) as items
        ) as owed
        join exchange on exchange.is_loaded
    ) as rated
    group by rated.client_id, rated.in_currency
),

-- How far the reminders of what is open have come.
reminded as (
    select
        items.client_id, items.currency as in_currency, max(marks.last_step) as last_step,
        min(marks.next_step_on) as next_step_on
    from reminder_marks(as_of) as marks
    join items on items.invoice_number = marks.invoice_number and items.open_amount > 0
    group by items.client_id, items.currency
),

accounts as (
    select
        coalesce(by_age.client_id, unassigned.client_id) as client_id,
        coalesce(by_age.in_currency, unassigned.in_currency) as in_currency,
        coalesce(by_age.not_due, 0) as not_due,
        $bucket_values,
        coalesce(by_age.disputed, 0) as disputed,
        coalesce(by_age.excess, 0) + coalesce(unassigned.amount, 0) as unapplied_credit
    from by_age
    full join unassigned
        on unassigned.client_id = by_age.client_id and unassigned.in_currency = by_age.in_currency
)

select
    accounts.client_id,
    clients.name as client_name,
    accounts.in_currency as currency,
    to_minor_unit(accounts.not_due, accounts.in_currency) as not_due,
    $bucket_amounts,
    to_minor_unit(accounts.unapplied_credit, accounts.in_currency) as unapplied_credit,
    to_minor_unit(accounts.not_due + $bucket_total - accounts.unapplied_credit, accounts.in_currency) as outstanding,
    to_minor_unit(accounts.disputed, accounts.in_currency) as disputed_amount,
    case when exchange.is_loaded then exchange.base_currency end as base_currency,
    (case when worth.client_id is not null then worth.base_amount when exchange.is_loaded then 0 end)::decimal(38, 3)
        as base_amount,
    (case when worth.client_id is not null then worth.revalued_amount when exchange.is_loaded then 0 end)::decimal(38, 3)
        as revalued_amount,
    (
        case
            when worth.client_id is not null then worth.revalued_amount - worth.base_amount
            when exchange.is_loaded then 0
        end
    )::decimal(38, 3) as exchange_difference,
    reminded.last_step,
    reminded.next_step_on
from accounts
join clients on clients.client_id = accounts.client_id
cross join exchange
left join worth on worth.client_id = accounts.client_id and worth.in_currency = accounts.in_currency
left join reminded on reminded.client_id = accounts.client_id and reminded.in_currency = accounts.in_currency
where (accounts.not_due <> 0 or $any_bucket or accounts.unapplied_credit <> 0)
    and is_asked(accounts.client_id, client)
    and is_asked(accounts.in_currency, currency);

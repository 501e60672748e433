-- One row per client and currency with anything open, or any unapplied credit, at the end of the day.
create macro aging(as_of, basis := 'due', client := null, currency := null) as table
with by_age as (
    select
        items.client_id,
        items.currency as in_currency,
        sum(items.excess_amount) as excess,
        sum(items.disputed_amount) as disputed,
        coalesce(sum(items.open_amount) filter (where items.age_days <= 0), 0) as not_due,
        $bucket_sums
    from aged_parts(as_of, basis := basis) as items
    group by items.client_id, items.currency
),

unassigned as (
    select items.client_id, items.currency as in_currency, sum(items.amount) as amount
    from unassigned_items(as_of) as items
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
    to_minor_unit(accounts.disputed, accounts.in_currency) as disputed_amount
from accounts
join clients on clients.client_id = accounts.client_id
where (accounts.not_due <> 0 or $any_bucket or accounts.unapplied_credit <> 0)
    and (client is null or accounts.client_id = client)
    and (currency is null or accounts.in_currency = currency);

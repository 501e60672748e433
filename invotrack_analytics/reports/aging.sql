-- One row per client and currency with anything open, or any unapplied credit, at the end of the day.
create macro aging(as_of, basis := 'due', client := null, currency := null) as table
with open_by_age as (
    select
        items.client_id,
        items.currency,
        coalesce(sum(items.open_amount) filter (where items.age_days <= 0), 0) as not_due,
        $bucket_sums
    from aged_items(as_of, basis := basis) as items
    group by items.client_id, items.currency
),

unapplied as (
    select items.client_id, items.currency, sum(items.amount) as amount
    from unapplied_items(as_of) as items
    group by items.client_id, items.currency
),

accounts as (
    select
        coalesce(open_by_age.client_id, unapplied.client_id) as client_id,
        coalesce(open_by_age.currency, unapplied.currency) as in_currency,
        coalesce(open_by_age.not_due, 0) as not_due,
        $bucket_values,
        coalesce(unapplied.amount, 0) as unapplied_credit
    from open_by_age
    full join unapplied
        on unapplied.client_id = open_by_age.client_id and unapplied.currency = open_by_age.currency
)

select
    accounts.client_id,
    clients.name as client_name,
    accounts.in_currency as currency,
    to_minor_unit(accounts.not_due, accounts.in_currency) as not_due,
    $bucket_amounts,
    to_minor_unit(accounts.unapplied_credit, accounts.in_currency) as unapplied_credit,
    to_minor_unit(accounts.not_due + $bucket_total - accounts.unapplied_credit, accounts.in_currency) as outstanding
from accounts
join clients on clients.client_id = accounts.client_id
where (accounts.not_due <> 0 or $any_bucket or accounts.unapplied_credit <> 0)
    and (client is null or accounts.client_id = client)
    and (currency is null or accounts.in_currency = currency);

-- One row per open invoice, or open part of one that falls due in parts, with the days around which it may be expected to be paid in full.
create macro expected_payments(as_of, client := null, currency := null) as table
with expected as (
    select
        chances.invoice_number,
        chances.instalment_number,
        any_value(case when chances.is_own then 'client' else 'all_clients' end) as basis,
        any_value(case when chances.is_own then chances.own_later else chances.all_later end)::bigint as observations,
        min(chances.paid_on) filter (where chances.open_after <= 0.9) as earliest_date,
        min(chances.paid_on) filter (where chances.open_after <= 0.5) as expected_date,
        min(chances.paid_on) filter (where chances.open_after <= 0.1) as latest_date
    from payment_chances(as_of) as chances
    group by chances.invoice_number, chances.instalment_number
)

select
    items.client_id,
    clients.name as client_name,
    items.currency,
    items.invoice_number,
    items.instalment_number,
    items.due_date,
    to_minor_unit(items.open_amount, items.currency) as open_amount,
    expected.expected_date,
    expected.earliest_date,
    expected.latest_date,
    expected.basis,
    expected.observations
from open_parts(as_of) as items
join clients on clients.client_id = items.client_id
left join expected
    on expected.invoice_number = items.invoice_number
    and expected.instalment_number is not distinct from items.instalment_number
where items.open_amount > 0
    and is_asked(items.client_id, client)
    and is_asked(items.currency, currency);

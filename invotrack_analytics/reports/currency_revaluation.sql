-- One row per client and currency with an open invoice at the end of the day.
create macro currency_revaluation(as_of, client := null, currency := null) as table
-- A sum that leaves out an invoice without a rate would pass for the whole.
with summed as (
    select
        items.client_id, items.currency as in_currency, any_value(items.base_currency) as base_currency,
        count(*) as invoices_open,
        sum(items.open_amount) as open_amount,
        case when count(items.base_amount) = count(*) then sum(items.base_amount) end as base_amount,
        case when count(items.revalued_amount) = count(*) then sum(items.revalued_amount) end as revalued_amount,
        any_value(items.closing_rate) as closing_rate
    from items_in_base(as_of) as items
    where is_asked(items.client_id, client)
        and is_asked(items.currency, currency)
    group by items.client_id, items.currency
)

select
    summed.client_id,
    clients.name as client_name,
    summed.in_currency as currency,
    summed.invoices_open,
    to_minor_unit(summed.open_amount, summed.in_currency) as open_amount,
    summed.base_currency,
    summed.base_amount::decimal(38, 3) as base_amount,
    summed.closing_rate::decimal(18, 6) as closing_rate,
    summed.revalued_amount::decimal(38, 3) as revalued_amount,
    (summed.revalued_amount - summed.base_amount)::decimal(38, 3) as exchange_difference
from summed
join clients on clients.client_id = summed.client_id;

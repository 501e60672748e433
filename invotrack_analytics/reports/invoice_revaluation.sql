-- One row per invoice with an open amount at the end of the day.
create macro invoice_revaluation(as_of, client := null, currency := null) as table
select
    items.client_id,
    clients.name as client_name,
    items.currency,
    items.invoice_number,
    items.issue_date,
    to_minor_unit(items.open_amount, items.currency) as open_amount,
    items.base_currency,
    items.invoice_rate::decimal(18, 6) as invoice_rate,
    items.base_amount,
    items.closing_rate::decimal(18, 6) as closing_rate,
    items.revalued_amount,
    (items.revalued_amount - items.base_amount)::decimal(38, 3) as exchange_difference
from items_in_base(as_of) as items
join clients on clients.client_id = items.client_id
where is_asked(items.client_id, client)
    and is_asked(items.currency, currency);

-- One row per client and month invoiced in the period, whatever the currency.
create macro sales_in_base(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with rated as (
    select
        sales.client_id, date_trunc('month', sales.issue_date)::date as month, company.currency as base_currency,
        sales.direction, sales.net, sales.tax, base_rate(sales.currency, sales.issue_date) as rate
    from sold_documents(as_of, period_start(date_from, date_to, as_of), period_end(date_to, as_of)) as sales
    cross join company
    where is_asked(sales.client_id, client)
        and is_asked(sales.currency, currency)
),

worth as (
    select
        rated.*,
        rated.direction * in_base(rated.net, rated.rate, rated.base_currency) as base_net,
        rated.direction * in_base(rated.tax, rated.rate, rated.base_currency) as base_tax
    from rated
),

-- A sum that leaves out a document without a rate would pass for the whole.
summed as (
    select
        worth.client_id, worth.month, any_value(worth.base_currency) as base_currency,
        count(*) as documents, count(*) - count(worth.rate) as without_rate,
        case when count(worth.rate) = count(*) then sum(worth.base_net) end as net,
        case when count(worth.rate) = count(*) then sum(worth.base_tax) end as tax
    from worth
    group by worth.client_id, worth.month
)

select
    summed.client_id,
    clients.name as client_name,
    summed.base_currency as currency,
    summed.month,
    summed.documents,
    summed.without_rate,
    summed.net::decimal(38, 3) as net_amount,
    summed.tax::decimal(38, 3) as tax_amount,
    (summed.net + summed.tax)::decimal(38, 3) as total_amount
from summed
join clients on clients.client_id = summed.client_id;

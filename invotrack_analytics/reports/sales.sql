-- One row per client, currency, month and category invoiced in the period.
create macro sales(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with sold as (
    select
        sales.invoice_number, sales.client_id, sales.currency as in_currency,
        date_trunc('month', sales.issue_date)::date as month,
        sales.direction, sales.net, sales.tax
    from sold_documents(as_of, period_start(date_from, date_to, as_of), period_end(date_to, as_of)) as sales
    where is_asked(sales.client_id, client)
        and is_asked(sales.currency, currency)
),

lines as (
    select
        sold.invoice_number, invoice_lines.category, invoice_lines.tax_rate,
        coalesce(
            invoice_lines.net_amount,
            to_minor_unit(
                coalesce(invoice_lines.quantity::decimal(38, 6) * invoice_lines.unit_price, 0), sold.in_currency
            )
        ) as net
    from invoice_lines
    join sold on sold.invoice_number = invoice_lines.invoice_number
),

lined as (
    select
        lines.invoice_number,
        sum(lines.net) as net,
        count(*) = count(lines.tax_rate) and sum(lines.net::decimal(38, 3) * lines.tax_rate) <> 0 as by_rate,
        min(lines.category) as category,
        count(lines.category) = 0
        or (count(lines.category) = count(*) and min(lines.category) = max(lines.category)) as one_category
    from lines
    group by lines.invoice_number
),

-- Most documents are of one category, and there is nothing to share out.
documents_sold as (
    select
        sold.*, lined.net as lined_net, lined.by_rate, lined.category,
        sold.net <> 0 and (lined.net is null or (lined.net = sold.net and lined.one_category)) as undivided
    from sold
    left join lined on lined.invoice_number = sold.invoice_number
),

pieces as (
    select lines.invoice_number, lines.category, lines.net::decimal(38, 3) as net, lines.tax_rate
    from lines
    semi join (select * from documents_sold where not documents_sold.undivided) as divided
        on divided.invoice_number = lines.invoice_number
    union all
    select documents_sold.invoice_number, null, documents_sold.net - coalesce(documents_sold.lined_net, 0), null
    from documents_sold
    where not documents_sold.undivided
        and (documents_sold.lined_net is null or documents_sold.lined_net <> documents_sold.net)
),

-- In whole numbers from here on: a share of the tax must not be rounded before it is.
categories as (
    select
        pieces.invoice_number, pieces.category, sum(pieces.net) as net,
        coalesce(
            case
                when bool_and(documents_sold.by_rate)
                    then sum((pieces.net::decimal(38, 3) * 1000)::hugeint * (pieces.tax_rate::decimal(38, 4) * 10000)::hugeint)
                else sum((pieces.net::decimal(38, 3) * 1000)::hugeint)
            end,
            0
        ) as weight,
        (any_value(documents_sold.tax)::decimal(38, 3) * 1000)::hugeint as tax,
        any_value(minor_unit(documents_sold.in_currency)) as unit
    from pieces
    join documents_sold on documents_sold.invoice_number = pieces.invoice_number
    group by pieces.invoice_number, pieces.category
),

weighed as (
    select
        categories.*,
        sum(categories.weight) over (partition by categories.invoice_number) as whole,
        sum(categories.weight) over (
            partition by categories.invoice_number order by categories.category nulls last
        ) as so_far
    from categories
),

-- A grain above 1 drops digits, where amounts are so large that the product below would not fit 38.
grains as (
    select
        weighed.*,
        abs(weighed.so_far) // (40000000000000000000000000000000000000 // greatest(abs(weighed.tax), 1)) + 1 as grain
    from weighed
),

running as (
    select
        grains.*,
        sign(grains.tax) * sign(grains.so_far) * sign(grains.whole) * grains.unit
        * (
            (
                2 * abs(grains.tax) * (abs(grains.so_far) // grains.grain)
                + greatest(abs(grains.whole) // grains.grain, 1) * grains.unit
            )
            // (2 * greatest(abs(grains.whole) // grains.grain, 1) * grains.unit)
        ) as tax_so_far
    from grains
    where grains.whole <> 0
),

parts as (
    select documents_sold.invoice_number, documents_sold.category, documents_sold.net, documents_sold.tax
    from documents_sold
    where documents_sold.undivided
    union all
    select
        running.invoice_number, running.category, running.net,
        (
            running.tax_so_far
            - lag(running.tax_so_far, 1, 0::hugeint) over (
                partition by running.invoice_number order by running.category nulls last
            )
        )::decimal(30, 0) * 0.001 as tax
    from running
    union all
    select weighed.invoice_number, weighed.category, weighed.net, 0
    from weighed
    where weighed.whole = 0
    union all
    select weighed.invoice_number, null, 0, any_value(weighed.tax)::decimal(30, 0) * 0.001
    from weighed
    where weighed.whole = 0 and weighed.tax <> 0
    group by weighed.invoice_number
),

summed as (
    select
        sold.client_id, sold.in_currency, sold.month, parts.category,
        sum(sold.direction * parts.net) as net,
        sum(sold.direction * parts.tax) as tax
    from parts
    join sold on sold.invoice_number = parts.invoice_number
    group by sold.client_id, sold.in_currency, sold.month, parts.category
)

select
    summed.client_id,
    clients.name as client_name,
    summed.in_currency as currency,
    summed.month,
    summed.category,
    to_minor_unit(summed.net, summed.in_currency) as net_amount,
    to_minor_unit(summed.tax, summed.in_currency) as tax_amount,
    to_minor_unit(summed.net + summed.tax, summed.in_currency) as total_amount
from summed
join clients on clients.client_id = summed.client_id;

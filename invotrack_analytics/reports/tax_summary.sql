-- One row per month, tax, category, rate and currency of what was invoiced in the period.
create macro tax_summary(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with sold as (
    select
        sales.invoice_number, sales.currency as in_currency, date_trunc('month', sales.issue_date)::date as month,
        sales.direction, sales.net, sales.tax,
        base_rate(sales.currency, sales.issue_date) as rate, company.currency as base_currency
    from sold_documents(as_of, period_start(date_from, date_to, as_of), period_end(date_to, as_of)) as sales
    cross join company
    where is_asked(sales.client_id, client)
        and is_asked(sales.currency, currency)
),

stated as (
    select
        taxes.invoice_number, taxes.tax_name, taxes.tax_category, taxes.tax_rate,
        taxes.taxable_amount::decimal(38, 3) as net, taxes.tax_amount::decimal(38, 3) as tax
    from invoice_taxes as taxes
    semi join sold on sold.invoice_number = taxes.invoice_number
),

silent as (
    select sold.* from sold anti join stated on stated.invoice_number = sold.invoice_number
),

-- A document that does not state its taxes has those of its lines.
lined as (
    select
        silent.invoice_number,
        coalesce(lines.tax_category, case when lines.tax_rate > 0 then 'S' else 'Z' end) as tax_category,
        lines.tax_rate, sum(lines.net_amount::decimal(38, 3)) as net,
        to_minor_unit(sum(lines.net_amount::decimal(38, 3)) * lines.tax_rate / 100, any_value(silent.in_currency)) as tax
    from invoice_lines as lines
    join silent on silent.invoice_number = lines.invoice_number
    group by silent.invoice_number, lines.tax_category, lines.tax_rate
),

-- Its tax may have been rounded otherwise: the difference stays with its largest row.
placed as (
    select
        lined.*,
        sum(lined.net) over whole as whole_net,
        sum(lined.tax) over whole as whole_tax,
        count(*) over whole = count(lined.tax) over whole as complete,
        row_number() over (partition by lined.invoice_number order by lined.net desc, lined.tax_rate desc) as place
    from lined
    window whole as (partition by lined.invoice_number)
),

fitting as (
    select
        placed.invoice_number, null::varchar as tax_name, placed.tax_category, placed.tax_rate, placed.net,
        placed.tax + case when placed.place = 1 then silent.tax - placed.whole_tax else 0 end as tax
    from placed
    join silent on silent.invoice_number = placed.invoice_number
    where placed.complete and placed.whole_net = silent.net
        and abs(placed.whole_tax - silent.tax) < 1
),

whole as (
    select
        silent.invoice_number, null::varchar, case when silent.tax > 0 then 'S' else 'Z' end,
        case when silent.net <> 0 then round(silent.tax::double * 100 / silent.net::double, 2) else 0 end::decimal(9, 4),
        silent.net::decimal(38, 3), silent.tax::decimal(38, 3)
    from silent
    anti join fitting on fitting.invoice_number = silent.invoice_number
),

taxed as (
    from stated
    union all
    from fitting
    union all
    from whole
),

summed as (
    select
        sold.month, taxed.tax_name, taxed.tax_category, taxed.tax_rate, sold.in_currency,
        sum(sold.direction * taxed.net) as net,
        sum(sold.direction * taxed.tax) as tax,
        count(distinct taxed.invoice_number) as documents,
        count(*) = count(sold.rate) as rated,
        sum(sold.direction * in_base(taxed.net, sold.rate, sold.base_currency)) as base_net,
        sum(sold.direction * in_base(taxed.tax, sold.rate, sold.base_currency)) as base_tax
    from taxed
    join sold on sold.invoice_number = taxed.invoice_number
    group by sold.month, taxed.tax_name, taxed.tax_category, taxed.tax_rate, sold.in_currency
)

select
    summed.month,
    summed.tax_name,
    summed.tax_category,
    rtrim(rtrim(summed.tax_rate::decimal(9, 4)::varchar, '0'), '.') as tax_rate,
    summed.in_currency as currency,
    to_minor_unit(summed.net, summed.in_currency) as net_amount,
    to_minor_unit(summed.tax, summed.in_currency) as tax_amount,
    summed.documents,
    case when summed.rated then summed.base_net end::decimal(38, 3) as base_net_amount,
    case when summed.rated then summed.base_tax end::decimal(38, 3) as base_tax_amount,
    company.currency as base_currency
from summed
cross join company;

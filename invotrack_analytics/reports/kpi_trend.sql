-- One row per currency and month: the KPIs of the twelve months that end with it, thirteen of them, the last up to as_of.
create macro kpi_trend(as_of, client := null, currency := null) as table
with days as (
    select asked.on_day, period_start(null::date, null::date, asked.on_day) as since
    from (select unnest(month_ends(as_of)) as on_day) as asked
),

balances as (
    select *
    from balances_on(
        list_concat(
            month_ends(as_of),
            list_transform(
                month_ends(as_of), lambda on_day: (period_start(null::date, null::date, on_day) - interval 1 day)::date
            )
        ),
        client := client, currency := currency
    )
),

-- Sales by day, with the day from which they are void.
sold as (
    select
        invoices.currency as in_currency, invoices.issue_date,
        case when invoices.status = 'void' then coalesce(invoices.void_date, invoices.issue_date) end as ends_on,
        sum(case when invoices.kind = 'invoice' then invoices.total_amount else -invoices.total_amount end) as amount
    from invoices
    where invoices.status <> 'draft' and invoices.issue_date <= as_of
        and is_asked(invoices.client_id, client)
        and is_asked(invoices.currency, currency)
    group by all
),

-- By month, as they were on each day.
sales_by_month as (
    select
        sold.in_currency, days.on_day, date_trunc('month', sold.issue_date)::date as first_day,
        least(last_day(sold.issue_date), days.on_day) as last_day,
        sum(sold.amount) as amount,
        coalesce(sum(sold.amount) filter (where sold.issue_date >= days.since), 0) as in_period
    from sold
    join days on sold.issue_date <= days.on_day and coalesce(sold.ends_on > days.on_day, true)
    group by sold.in_currency, days.on_day, date_trunc('month', sold.issue_date)::date,
        least(last_day(sold.issue_date), days.on_day)
),

sales as (
    select sales_by_month.in_currency, sales_by_month.on_day, sum(sales_by_month.in_period) as amount
    from sales_by_month
    group by sales_by_month.in_currency, sales_by_month.on_day
),

-- The receivables less the sales of each month and all later ones: the latest month that leaves nothing counts in part.
counted_back as (
    select
        sales_by_month.*,
        balances.open_amount - sum(sales_by_month.amount) over (
            partition by sales_by_month.in_currency, sales_by_month.on_day order by sales_by_month.first_day desc
        ) as remaining
    from sales_by_month
    join balances on balances.currency = sales_by_month.in_currency and balances.on_day = sales_by_month.on_day
    where balances.open_amount > 0
),

count_back as (
    select
        counted_back.in_currency, counted_back.on_day,
        date_diff('day', max(counted_back.last_day), counted_back.on_day)
        + arg_max(
            (counted_back.remaining + counted_back.amount)
            * (date_diff('day', counted_back.first_day, counted_back.last_day) + 1) / counted_back.amount,
            counted_back.first_day
        ) as days
    from counted_back
    where counted_back.remaining <= 0
    group by counted_back.in_currency, counted_back.on_day
),

paid_since as (
    select payments.currency as in_currency, min(payments.payment_date) as first_day
    from payments
    where is_asked(payments.client_id, client) and is_asked(payments.currency, currency)
    group by payments.currency
),

accounts as (
    select sales.in_currency, sales.on_day from sales
    union
    select paid_since.in_currency, days.on_day from paid_since join days on paid_since.first_day <= days.on_day
),

figures as (
    select
        accounts.in_currency, accounts.on_day,
        coalesce(opening.open_amount, 0) as opening,
        coalesce(closing.open_amount, 0) as closing,
        coalesce(closing.open_amount - closing.overdue, 0) as not_overdue,
        coalesce(closing.open_amount - closing.outstanding, 0) as unapplied_credit,
        coalesce(closing.overdue, 0) as overdue,
        coalesce(closing.outstanding, 0) as outstanding,
        coalesce(sales.amount, 0) as sales,
        coalesce(taken.amount, 0) as taken,
        date_diff('day', days.since, days.on_day) + 1 as days,
        case when coalesce(closing.open_amount, 0) = 0 then 0 else count_back.days end as count_back
    from accounts
    join days on days.on_day = accounts.on_day
    left join balances as closing on closing.currency = accounts.in_currency and closing.on_day = accounts.on_day
    left join balances as opening
        on opening.currency = accounts.in_currency and opening.on_day = (days.since - interval 1 day)::date
    left join taken_back(
        list_transform(
            month_ends(as_of),
            lambda on_day: {'since': period_start(null::date, null::date, on_day), 'until': on_day::date}
        ),
        client := client
    ) as taken on taken.currency = accounts.in_currency and taken.until = accounts.on_day
    left join sales on sales.in_currency = accounts.in_currency and sales.on_day = accounts.on_day
    left join count_back on count_back.in_currency = accounts.in_currency and count_back.on_day = accounts.on_day
),

kpis as (
    select
        figures.in_currency, figures.on_day,
        days_of_sales(figures.closing, figures.sales, figures.days) as dso_simple,
        figures.count_back::double as dso_countback,
        days_of_sales(figures.not_overdue, figures.sales, figures.days) as dso_best_possible,
        days_of_sales(figures.closing - figures.not_overdue, figures.sales, figures.days) as "add",
        collected_share(figures.opening, figures.sales, figures.closing, figures.not_overdue, figures.taken) as cei,
        figures.not_overdue, figures.overdue, figures.unapplied_credit, figures.outstanding
    from figures
),

compared as (
    select
        kpis.*,
        kpis.dso_simple - lag(kpis.dso_simple) over by_month as dso_simple_change,
        kpis.cei - lag(kpis.cei) over by_month as cei_change,
        kpis.overdue - lag(kpis.overdue) over by_month as overdue_change,
        kpis.outstanding - lag(kpis.outstanding) over by_month as outstanding_change
    from kpis
    window by_month as (partition by kpis.in_currency order by kpis.on_day)
)

select
    compared.in_currency as currency,
    date_trunc('month', compared.on_day)::date as month,
    compared.on_day,
    compared.dso_simple, compared.dso_countback, compared.dso_best_possible, compared."add", compared.cei,
    to_minor_unit(compared.not_overdue, compared.in_currency) as not_due,
    to_minor_unit(compared.overdue, compared.in_currency) as overdue,
    to_minor_unit(compared.unapplied_credit, compared.in_currency) as unapplied_credit,
    to_minor_unit(compared.outstanding, compared.in_currency) as outstanding,
    compared.dso_simple_change, compared.cei_change,
    to_minor_unit(compared.overdue_change, compared.in_currency) as overdue_change,
    to_minor_unit(compared.outstanding_change, compared.in_currency) as outstanding_change
from compared;

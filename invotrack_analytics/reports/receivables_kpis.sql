-- One row per currency with a live document or a payment by the end of the day.
create macro receivables_kpis(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with opening as (
    select items.currency as in_currency, sum(items.open_amount) as receivable
    from open_items((period_start(date_from, date_to, as_of) - interval 1 day)::date) as items
    where is_asked(items.client_id, client)
    group by items.currency
),

closing as (
    select
        items.currency as in_currency,
        sum(items.open_amount) as receivable,
        coalesce(sum(items.open_amount) filter (where items.due_date >= period_end(date_to, as_of)), 0) as not_overdue
    from open_parts(period_end(date_to, as_of)) as items
    where is_asked(items.client_id, client)
    group by items.currency
),

today as (
    select
        items.currency as in_currency,
        sum(items.open_amount) as receivable,
        coalesce(sum(items.open_amount) filter (where items.due_date < as_of), 0) as overdue,
        sum(items.excess_amount) as excess
    from open_parts(as_of) as items
    where is_asked(items.client_id, client)
    group by items.currency
),

unassigned as (
    select items.currency as in_currency, sum(items.amount) as amount
    from unassigned_items(as_of) as items
    where is_asked(items.client_id, client)
    group by items.currency
),

documents_of as (
    select
        invoices.currency as in_currency, invoices.issue_date,
        case when invoices.kind = 'invoice' then invoices.total_amount else -invoices.total_amount end as amount,
        is_live(invoices.status, invoices.issue_date, invoices.void_date, period_end(date_to, as_of)) as live_at_end,
        is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of) as live_today
    from invoices
    where invoices.issue_date <= as_of and is_asked(invoices.client_id, client)
),

sales_of_period as (
    select documents_of.in_currency, sum(documents_of.amount) as amount
    from documents_of
    where documents_of.live_at_end
        and documents_of.issue_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    group by documents_of.in_currency
),

sales_by_month as (
    select
        documents_of.in_currency,
        date_trunc('month', documents_of.issue_date)::date as first_day,
        least(last_day(documents_of.issue_date), as_of) as last_day,
        sum(documents_of.amount) as amount
    from documents_of
    where documents_of.live_today
    group by documents_of.in_currency, date_trunc('month', documents_of.issue_date)::date,
        least(last_day(documents_of.issue_date), as_of)
),

-- The receivables less the sales of each month and all later ones: the latest month that leaves nothing counts in part.
counted_back as (
    select
        sales_by_month.in_currency, sales_by_month.first_day, sales_by_month.last_day, sales_by_month.amount,
        today.receivable - sum(sales_by_month.amount) over (
            partition by sales_by_month.in_currency order by sales_by_month.first_day desc
        ) as remaining
    from sales_by_month
    join today on today.in_currency = sales_by_month.in_currency
    where today.receivable > 0
),

count_back as (
    select
        counted_back.in_currency,
        date_diff('day', max(counted_back.last_day), as_of)
        + arg_max(
            (counted_back.remaining + counted_back.amount)
            * (date_diff('day', counted_back.first_day, counted_back.last_day) + 1) / counted_back.amount,
            counted_back.first_day
        ) as days
    from counted_back
    where counted_back.remaining <= 0
    group by counted_back.in_currency
),

accounts as (
    select documents_of.in_currency from documents_of where documents_of.live_today
    union
    select payments.currency
    from payments
    where payments.payment_date <= as_of and is_asked(payments.client_id, client)
),

figures as (
    select
        accounts.in_currency,
        coalesce(opening.receivable, 0) as opening,
        coalesce(closing.receivable, 0) as closing,
        coalesce(closing.not_overdue, 0) as not_overdue,
        coalesce(sales_of_period.amount, 0) as sales,
        coalesce(taken.amount, 0) as taken,
        date_diff('day', period_start(date_from, date_to, as_of), period_end(date_to, as_of)) + 1 as days,
        case when coalesce(today.receivable, 0) = 0 then 0 else count_back.days end as count_back,
        coalesce(today.receivable, 0) - coalesce(today.excess, 0) - coalesce(unassigned.amount, 0) as outstanding,
        coalesce(today.overdue, 0) as overdue
    from accounts
    left join opening on opening.in_currency = accounts.in_currency
    left join closing on closing.in_currency = accounts.in_currency
    left join sales_of_period on sales_of_period.in_currency = accounts.in_currency
    left join taken_back(
        [{'since': period_start(date_from, date_to, as_of), 'until': period_end(date_to, as_of)}], client := client
    ) as taken on taken.currency = accounts.in_currency
    left join today on today.in_currency = accounts.in_currency
    left join unassigned on unassigned.in_currency = accounts.in_currency
    left join count_back on count_back.in_currency = accounts.in_currency
)

select
    figures.in_currency as currency,
    days_of_sales(figures.closing, figures.sales, figures.days) as dso_simple,
    figures.count_back::double as dso_countback,
    days_of_sales(figures.not_overdue, figures.sales, figures.days) as dso_best_possible,
    days_of_sales(figures.closing - figures.not_overdue, figures.sales, figures.days) as "add",
    collected_share(figures.opening, figures.sales, figures.closing, figures.not_overdue, figures.taken) as cei,
    to_minor_unit(figures.outstanding, figures.in_currency) as outstanding,
    to_minor_unit(figures.overdue, figures.in_currency) as overdue
from figures
where is_asked(figures.in_currency, currency);

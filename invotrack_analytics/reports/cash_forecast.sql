-- One row per week of the next thirteen and currency in which something is open or an expense lies ahead.
create macro cash_forecast(as_of, client := null, currency := null) as table
with weeks as (
    select calendar.week::date as week, calendar.week::date + 6 as last_day
    from generate_series(
        date_trunc('week', as_of + 1), date_trunc('week', as_of + 1) + interval 12 week, interval 1 week
    ) as calendar (week)
),

items as (
    select items.currency as in_currency, sum(items.open_amount) as open_amount
    from open_items(as_of) as items
    where items.open_amount > 0
        and is_asked(items.client_id, client)
        and is_asked(items.currency, currency)
    group by items.currency
),

by_invoice as (
    select
        chances.currency as in_currency, chances.open_amount, weeks.week,
        sum(chances.open_before - chances.open_after)::decimal(11, 10) as chance
    from payment_chances(as_of) as chances
    join weeks on chances.paid_on between weeks.week and weeks.last_day
    where is_asked(chances.client_id, client)
        and is_asked(chances.currency, currency)
    group by chances.invoice_number, chances.instalment_number, chances.currency, chances.open_amount, weeks.week
),

collected as (
    select
        by_invoice.in_currency, by_invoice.week,
        sum(by_invoice.open_amount::decimal(38, 3) * by_invoice.chance) as expected,
        1.2815515655446004 * sqrt(sum(
            by_invoice.open_amount::double * by_invoice.open_amount::double
            * (by_invoice.chance * (1 - by_invoice.chance))::double
        )) as spread
    from by_invoice
    group by by_invoice.in_currency, by_invoice.week
),

spent as (
    select expenses.currency as in_currency, date_trunc('week', expenses.expense_date)::date as week, sum(expenses.amount) as amount
    from expenses
    left join projects on projects.project_id = expenses.project_id
    where expenses.expense_date > as_of
        and expenses.expense_date <= (select max(weeks.last_day) from weeks)
        and is_asked(projects.client_id, client)
        and is_asked(expenses.currency, currency)
    group by expenses.currency, date_trunc('week', expenses.expense_date)::date
),

accounts as (
    select items.in_currency from items
    union
    select spent.in_currency from spent
),

-- Rounded as a running total, so that what comes in and what stays open tie to what is open now, week by week.
running as (
    select
        accounts.in_currency, weeks.week,
        coalesce(items.open_amount, 0) as open_amount,
        coalesce(collected.expected, 0) as expected,
        coalesce(collected.spread, 0) as spread,
        coalesce(spent.amount, 0) as spent,
        sum(coalesce(collected.expected, 0)) over (partition by accounts.in_currency order by weeks.week) as by_then
    from accounts
    cross join weeks
    left join items on items.in_currency = accounts.in_currency
    left join collected on collected.in_currency = accounts.in_currency and collected.week = weeks.week
    left join spent on spent.in_currency = accounts.in_currency and spent.week = weeks.week
),

rounded as (
    select
        running.in_currency, running.week,
        to_minor_unit(running.open_amount, running.in_currency)
        - to_minor_unit(running.by_then, running.in_currency) as still_open,
        to_minor_unit(running.by_then, running.in_currency)
        - to_minor_unit(running.by_then - running.expected, running.in_currency) as collections,
        to_minor_unit(greatest(running.expected - running.spread, 0)::decimal(38, 6), running.in_currency) as low,
        to_minor_unit(
            least(running.expected + running.spread, running.open_amount)::decimal(38, 6), running.in_currency
        ) as high,
        to_minor_unit(running.spent, running.in_currency) as expenses
    from running
)

select
    rounded.in_currency as currency,
    rounded.week,
    rounded.collections::decimal(38, 3) as collections,
    least(rounded.low, rounded.collections)::decimal(38, 3) as collections_low,
    greatest(rounded.high, rounded.collections)::decimal(38, 3) as collections_high,
    rounded.expenses,
    (rounded.collections - rounded.expenses)::decimal(38, 3) as net,
    rounded.still_open::decimal(38, 3) as still_open
from rounded;

-- One row per month of the period and currency in which anything moved in it.
create macro cash_flow(as_of, date_from := null, date_to := null, client := null, currency := null) as table
with moved as (
    select
        invoices.currency as in_currency, invoices.issue_date as moved_on,
        case when invoices.kind = 'invoice' then invoices.total_amount else -invoices.total_amount end as invoiced,
        0 as collected, 0 as expenses
    from invoices
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
        and is_asked(invoices.client_id, client)
    union all
    select payments.currency, payments.payment_date, 0, payments.amount, 0
    from payments
    where is_asked(payments.client_id, client)
    union all
    select expenses.currency, expenses.expense_date, 0, 0, expenses.amount
    from expenses
    left join projects on projects.project_id = expenses.project_id
    where is_asked(projects.client_id, client)
),

by_month as (
    select
        moved.in_currency, date_trunc('month', moved.moved_on)::date as month,
        sum(moved.invoiced) as invoiced, sum(moved.collected) as collected, sum(moved.expenses) as expenses
    from moved
    where moved.moved_on between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
        and is_asked(moved.in_currency, currency)
    group by moved.in_currency, date_trunc('month', moved.moved_on)::date
),

months as (
    select calendar.month::date as month
    from generate_series(
        date_trunc('month', period_start(date_from, date_to, as_of)),
        date_trunc('month', period_end(date_to, as_of)),
        interval 1 month
    ) as calendar (month)
),

accounts as (
    select distinct by_month.in_currency from by_month
)

select
    accounts.in_currency as currency,
    months.month,
    to_minor_unit(coalesce(by_month.invoiced, 0), accounts.in_currency) as invoiced,
    to_minor_unit(coalesce(by_month.collected, 0), accounts.in_currency) as collected,
    to_minor_unit(coalesce(by_month.expenses, 0), accounts.in_currency) as expenses,
    to_minor_unit(
        coalesce(by_month.collected, 0) - coalesce(by_month.expenses, 0), accounts.in_currency
    ) as net
from accounts
cross join months
left join by_month on by_month.in_currency = accounts.in_currency and by_month.month = months.month;

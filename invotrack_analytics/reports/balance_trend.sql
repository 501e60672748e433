-- One row per currency and month: what was owed at the end of the month, thirteen of them, the last one up to as_of.
create macro balance_trend(as_of, client := null, currency := null) as table
with days as (
    select
        months.back,
        case when months.back = 0 then as_of else last_day((as_of - to_months(months.back))::date) end as on_day
    from (select unnest(range(0, 13)) as back) as months
),

first_day as (
    select min(days.on_day) as day from days
),

documents_of as (
    select
        invoices.invoice_number, invoices.kind, invoices.currency as in_currency, invoices.issue_date, invoices.due_date,
        invoices.total_amount,
        case when invoices.kind = 'invoice' then invoices.total_amount else -invoices.total_amount end as amount,
        case when invoices.status = 'void' then coalesce(invoices.void_date, invoices.issue_date) end as ends_on
    from invoices
    where invoices.status <> 'draft' and invoices.issue_date <= as_of
        and (client is null or invoices.client_id = client)
        and (currency is null or invoices.currency = currency)
),

given_up as (
    select
        issued.in_currency, issued.ends_on, write_offs.amount,
        greatest(write_offs.write_off_date, issued.issue_date) as given_up_on
    from write_offs
    join documents_of as issued on issued.invoice_number = write_offs.invoice_number
    where issued.kind = 'invoice'
        and (issued.ends_on is null or greatest(write_offs.write_off_date, issued.issue_date) < issued.ends_on)
),

-- Every movement of the accounts: what is outstanding at a day is all of them up to it.
movements as (
    select documents_of.in_currency, documents_of.issue_date as moved_on, documents_of.amount from documents_of
    union all
    select documents_of.in_currency, documents_of.ends_on, -documents_of.amount
    from documents_of
    where documents_of.ends_on is not null
    union all
    select payments.currency, payments.payment_date, -payments.amount
    from payments
    where (client is null or payments.client_id = client) and (currency is null or payments.currency = currency)
    union all
    select given_up.in_currency, given_up.given_up_on, -given_up.amount from given_up
    union all
    select given_up.in_currency, given_up.ends_on, given_up.amount from given_up where given_up.ends_on is not null
),

-- Invoices that owed anything at one of the days; those settled before the first are never looked at.
owing as (
    select
        documents_of.invoice_number, documents_of.in_currency, documents_of.issue_date, documents_of.due_date,
        documents_of.total_amount, documents_of.ends_on
    from documents_of
    join invoice_balances as balances on balances.invoice_number = documents_of.invoice_number, first_day
    where balances.balance > 0 or balances.last_reduction > first_day.day or documents_of.issue_date > first_day.day
),

reduced as (
    select
        owing.invoice_number, greatest(reductions.reduction_date, owing.issue_date) as changed_on,
        sum(reductions.amount) as amount
    from reductions
    join owing on owing.invoice_number = reductions.invoice_number
    group by owing.invoice_number, greatest(reductions.reduction_date, owing.issue_date)
),

-- What each invoice owes from a day on, until it is void.
levels as (
    select
        owing.invoice_number, owing.in_currency, owing.due_date, changes.changed_on,
        case
            when changes.changed_on >= owing.ends_on then 0
            else greatest(
                owing.total_amount - sum(changes.amount) over (
                    partition by owing.invoice_number order by changes.changed_on
                ),
                0
            )
        end as open_amount
    from owing
    join (
        select reduced.invoice_number, reduced.changed_on, reduced.amount from reduced
        union all
        select owing.invoice_number, owing.issue_date, 0 from owing
        union all
        select owing.invoice_number, owing.ends_on, 0 from owing where owing.ends_on is not null
    ) as changes on changes.invoice_number = owing.invoice_number
),

-- Levels of one invoice and day are alike, since the window above takes a day's changes together.
steps as (
    select
        per_day.in_currency, per_day.due_date, per_day.changed_on,
        per_day.open_amount - lag(per_day.open_amount, 1, 0) over (
            partition by per_day.invoice_number order by per_day.changed_on
        ) as amount
    from (select distinct * from levels) as per_day
),

-- An amount moves to overdue on the day after its due date, or when it is changed later than that.
counted as (
    select movements.in_currency, movements.moved_on as counts_on, movements.amount as outstanding, 0 as open_amount, 0 as overdue
    from movements
    union all
    select steps.in_currency, steps.changed_on, 0, steps.amount, 0 from steps
    union all
    select steps.in_currency, greatest(steps.changed_on, (steps.due_date + interval 1 day)::date), 0, 0, steps.amount
    from steps
),

by_day as (
    select
        counted.in_currency,
        greatest(least(last_day(counted.counts_on), as_of), first_day.day) as on_day,
        sum(counted.outstanding) as outstanding, sum(counted.open_amount) as open_amount, sum(counted.overdue) as overdue
    from counted, first_day
    where counted.counts_on <= as_of
    group by counted.in_currency, greatest(least(last_day(counted.counts_on), as_of), first_day.day)
),

accounts as (
    select distinct by_day.in_currency from by_day
),

running as (
    select
        accounts.in_currency, days.on_day,
        sum(coalesce(by_day.outstanding, 0)) over until_then as outstanding,
        sum(coalesce(by_day.open_amount, 0)) over until_then as open_amount,
        sum(coalesce(by_day.overdue, 0)) over until_then as overdue
    from accounts
    cross join days
    left join by_day on by_day.in_currency = accounts.in_currency and by_day.on_day = days.on_day
    window until_then as (partition by accounts.in_currency order by days.on_day)
),

compared as (
    select
        running.*,
        running.outstanding - lag(running.outstanding) over by_month as outstanding_change,
        running.overdue - lag(running.overdue) over by_month as overdue_change
    from running
    window by_month as (partition by running.in_currency order by running.on_day)
)

select
    compared.in_currency as currency,
    date_trunc('month', compared.on_day)::date as month,
    compared.on_day,
    to_minor_unit(compared.open_amount - compared.overdue, compared.in_currency) as not_due,
    to_minor_unit(compared.overdue, compared.in_currency) as overdue,
    to_minor_unit(compared.open_amount - compared.outstanding, compared.in_currency) as unapplied_credit,
    to_minor_unit(compared.outstanding, compared.in_currency) as outstanding,
    to_minor_unit(compared.overdue_change, compared.in_currency) as overdue_change,
    to_minor_unit(compared.outstanding_change, compared.in_currency) as outstanding_change
from compared;

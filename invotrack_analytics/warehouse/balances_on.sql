-- One row per currency and day of a list: what was owed at the end of the day. `open_amount` is what was open, `overdue`
-- what of it was past its due date, `outstanding` both less unapplied credit. All days are told in one go, from the
-- movements between them, so that a trend costs little more than its first day.
create or replace macro balances_on(days, client := null, currency := null) as table
with documents_of as (
    select
        invoices.invoice_number, invoices.kind, invoices.currency as in_currency, invoices.issue_date, invoices.due_date,
        invoices.total_amount,
        case when invoices.kind = 'invoice' then invoices.total_amount else -invoices.total_amount end as amount,
        case when invoices.status = 'void' then coalesce(invoices.void_date, invoices.issue_date) end as ends_on
    from invoices
    where invoices.status <> 'draft' and invoices.issue_date <= list_max(days)
        and is_asked(invoices.client_id, client)
        and is_asked(invoices.currency, currency)
),

given_up as (
    select
        issued.in_currency, issued.ends_on, settlements.amount,
        greatest(settlements.settled_on, issued.issue_date) as given_up_on
    from settlements
    join documents_of as issued on issued.invoice_number = settlements.invoice_number
    where issued.kind = 'invoice'
        and (issued.ends_on is null or greatest(settlements.settled_on, issued.issue_date) < issued.ends_on)
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
    where is_asked(payments.client_id, client) and is_asked(payments.currency, currency)
    union all
    select given_up.in_currency, given_up.given_up_on, -given_up.amount from given_up
    union all
    select given_up.in_currency, given_up.ends_on, given_up.amount from given_up where given_up.ends_on is not null
),

-- Invoices, or parts of them, that owed anything on one of the days; those settled before the first are never looked at.
owing as (
    select
        documents_of.invoice_number, parts.instalment_number, documents_of.in_currency, documents_of.issue_date,
        coalesce(parts.due_date, documents_of.due_date) as due_date,
        coalesce(parts.amount, documents_of.total_amount) as amount, documents_of.ends_on
    from documents_of
    join invoice_balances as balances on balances.invoice_number = documents_of.invoice_number
    left join invoice_parts as parts on parts.invoice_number = documents_of.invoice_number
    -- The client once more, so that the balances of all others are not read.
    where is_asked(balances.client_id, client)
        and (
            balances.balance > 0 or balances.last_reduction > list_min(days) or documents_of.issue_date > list_min(days)
        )
),

changes as (
    select owing.*, greatest(reductions.reduction_date, owing.issue_date) as changed_on, reductions.amount as change
    from reductions
    join owing on owing.invoice_number = reductions.invoice_number
    where owing.instalment_number is null
    union all
    select owing.*, reductions.allocated_on, reductions.amount
    from part_reductions(list_max(days)) as reductions
    join owing
        on owing.invoice_number = reductions.invoice_number and owing.instalment_number = reductions.instalment_number
    union all
    select owing.*, owing.issue_date, 0 from owing
    union all
    select owing.*, owing.ends_on, 0 from owing where owing.ends_on is not null
),

-- What each of them owes from a day on, until its invoice is void.
levels as (
    select
        changes.invoice_number, changes.instalment_number, changes.in_currency, changes.due_date, changes.changed_on,
        case
            when changes.changed_on >= changes.ends_on then 0
            else greatest(
                changes.amount - sum(changes.change) over (
                    partition by changes.invoice_number, changes.instalment_number order by changes.changed_on
                ),
                0
            )
        end as open_amount
    from changes
),

-- Levels of one of them and day are alike, since the window above takes a day's changes together.
steps as (
    select
        per_day.in_currency, per_day.due_date, per_day.changed_on,
        per_day.open_amount - lag(per_day.open_amount, 1, 0) over (
            partition by per_day.invoice_number, per_day.instalment_number order by per_day.changed_on
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

per_date as (
    select
        counted.in_currency, counted.counts_on,
        sum(counted.outstanding) as outstanding, sum(counted.open_amount) as open_amount, sum(counted.overdue) as overdue
    from counted
    group by counted.in_currency, counted.counts_on
),

asked as (
    select distinct unnest(days) as on_day
)

select
    per_date.in_currency as currency,
    asked.on_day,
    (coalesce(sum(per_date.outstanding) filter (where counts_on <= on_day), 0))::decimal(38, 3) as outstanding,
    (coalesce(sum(per_date.open_amount) filter (where counts_on <= on_day), 0))::decimal(38, 3) as open_amount,
    (coalesce(sum(per_date.overdue) filter (where counts_on <= on_day), 0))::decimal(38, 3) as overdue
from per_date
cross join asked
where per_date.in_currency in (
    select moved.in_currency from per_date as moved where moved.counts_on <= list_max(days)
)
group by per_date.in_currency, asked.on_day;

-- One row per live invoice at the end of a day that is not exactly settled then: what is open, and what was paid too much.
-- Rolled back from the balance, so invoices settled before the day are never looked at.
create or replace macro open_items(as_of) as table
with unsettled as (
    select *
    from invoice_balances
    where (balance <> 0 or last_reduction > as_of) and is_live(status, issue_date, void_date, as_of)
),

later as (
    select reductions.invoice_number, sum(reductions.amount) as amount
    from reductions
    where reductions.reduction_date > as_of
    group by reductions.invoice_number
)

select
    unsettled.invoice_number,
    unsettled.client_id,
    unsettled.currency,
    unsettled.issue_date,
    unsettled.due_date,
    unsettled.total_amount,
    greatest(unsettled.balance + coalesce(later.amount, 0), 0)::decimal(18, 3) as open_amount,
    greatest(-(unsettled.balance + coalesce(later.amount, 0)), 0)::decimal(18, 3) as excess_amount
from unsettled
left join later on later.invoice_number = unsettled.invoice_number
where unsettled.balance + coalesce(later.amount, 0) <> 0;

-- One row per payment or credit note that reduces no live invoice at the end of a day, and so is its client's credit.
create or replace macro unassigned_items(as_of) as table
with not_live as (
    select invoice_number
    from invoices
    where kind <> 'invoice' or not is_live(status, issue_date, void_date, as_of)
)

select client_id, currency, 'payment' as kind, payment_id as number, amount
from payments
where payment_date <= as_of and invoice_number is null
union all
select payments.client_id, payments.currency, 'payment', payments.payment_id, payments.amount
from payments
semi join not_live on not_live.invoice_number = payments.invoice_number
where payments.payment_date <= as_of
union all
select client_id, currency, 'credit_note', invoice_number, total_amount
from invoices
where kind = 'credit_note' and is_live(status, issue_date, void_date, as_of)
    and (
        preceding_invoice_number is null
        or preceding_invoice_number in (select invoice_number from not_live)
    );

-- One row per document, or part of one, that is a client's credit at the end of a day: unassigned, or more than was owed.
create or replace macro unapplied_items(as_of) as table
select client_id, currency, kind, number, amount
from unassigned_items(as_of)
union all
select client_id, currency, 'invoice', invoice_number, excess_amount
from open_items(as_of)
where excess_amount > 0;

-- One row per invoice that is not exactly settled at the end of a day, with its age in days by the basis `due` or `issue`.
create or replace macro aged_items(as_of, basis := 'due') as table
select
    items.invoice_number,
    items.client_id,
    items.currency,
    items.issue_date,
    items.due_date,
    items.total_amount,
    items.open_amount,
    items.excess_amount,
    date_diff('day', items.due_date, as_of) as days_overdue,
    case
        when basis = 'issue' then date_diff('day', items.issue_date, as_of)
        else date_diff('day', items.due_date, as_of)
    end as age_days
from open_items(as_of) as items;

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
    greatest(unsettled.balance + coalesce(later.amount, 0), 0)::decimal(38, 3) as open_amount,
    greatest(-(unsettled.balance + coalesce(later.amount, 0)), 0)::decimal(38, 3) as excess_amount
from unsettled
left join later on later.invoice_number = unsettled.invoice_number
where unsettled.balance + coalesce(later.amount, 0) <> 0;

-- One row per payment or credit note that reduces no live invoice at the end of a day, and so is its client's credit.
create or replace macro unassigned_items(as_of) as table
with not_live as (
    -- One condition on a column at a time is answered by the store's own statistics: few rows are ever looked at.
    select invoice_number from invoices where kind <> 'invoice'
    union all
    select invoice_number from invoices where issue_date > as_of
    union all
    select invoice_number
    from invoices
    where status <> 'issued' and not is_live(status, issue_date, void_date, as_of)
)

select
    payments.client_id, payments.currency, 'payment' as kind, payments.payment_id as number, payments.amount,
    payments.payment_date as dated_on
from payments
where payment_date <= as_of and invoice_number is null
union all
select payments.client_id, payments.currency, 'payment', payments.payment_id, payments.amount, payments.payment_date
from payments
semi join not_live on not_live.invoice_number = payments.invoice_number
where payments.payment_date <= as_of
union all
select
    invoices.client_id, invoices.currency, 'credit_note', invoices.invoice_number, invoices.total_amount,
    invoices.issue_date
from invoices
where kind = 'credit_note' and is_live(status, issue_date, void_date, as_of)
    and (
        preceding_invoice_number is null
        or preceding_invoice_number in (select invoice_number from not_live)
    );

-- One row per document, or part of one, that is a client's credit at the end of a day: unassigned, or more than was owed.
create or replace macro unapplied_items(as_of) as table
select loose.client_id, loose.currency, loose.kind, loose.number, loose.amount
from unassigned_items(as_of) as loose
union all
select items.client_id, items.currency, 'invoice', items.invoice_number, items.excess_amount
from open_items(as_of) as items
where items.excess_amount > 0;

-- One row per invoice that is not exactly settled at the end of a day, or per open part of one that falls due in parts.
-- `open_before` is what is open of the parts before it, `disputed_amount` what of this one is disputed: a dispute on some
-- of an invoice holds back the oldest parts first.
create or replace macro open_parts(as_of) as table
with disputed as (
    select disputes.invoice_number, sum(disputes.amount) as amount, bool_or(disputes.amount is null) as whole
    from disputes
    where disputes.disputed_on <= as_of and coalesce(disputes.resolved_on > as_of, true)
    group by disputes.invoice_number
),

divided as (
    select
        items.*, parts.instalment_number,
        coalesce(parts.due_date, items.due_date) as part_due_date,
        coalesce(parts.amount, items.total_amount) as part_amount,
        case
            when disputed.invoice_number is null then 0
            when disputed.whole then items.open_amount
            else least(disputed.amount, items.open_amount)::decimal(38, 3)
        end as disputed,
        case
            when parts.invoice_number is null then items.open_amount
            else
                still_open(
                    items.total_amount - items.open_amount + items.excess_amount,
                    parts.amount_through, parts.named_through, parts.all_named
                )
        end as open_through,
        case
            when coalesce(parts.amount_before, 0) = 0 then 0
            else
                still_open(
                    items.total_amount - items.open_amount + items.excess_amount,
                    parts.amount_before, parts.named_through - parts.named, parts.all_named
                )
        end as open_before,
        coalesce(parts.amount_before, 0) = 0 as comes_first
    from open_items(as_of) as items
    left join claimed_parts(as_of) as parts
        on parts.invoice_number = items.invoice_number and parts.invoice_amount = items.total_amount
    left join disputed on disputed.invoice_number = items.invoice_number
)

select
    divided.invoice_number, divided.client_id, divided.currency, divided.issue_date, divided.instalment_number,
    divided.part_due_date as due_date, divided.total_amount, divided.part_amount,
    (divided.open_through - divided.open_before)::decimal(38, 3) as open_amount,
    divided.open_before::decimal(38, 3) as open_before,
    divided.excess_amount,
    (least(divided.disputed, divided.open_through) - least(divided.disputed, divided.open_before))::decimal(38, 3)
        as disputed_amount,
    divided.open_amount as invoice_open_amount,
    divided.disputed::decimal(38, 3) as invoice_disputed_amount
from divided
where divided.open_through > divided.open_before or (divided.comes_first and divided.excess_amount > 0);

-- One row per open part as above, with its age in days by the basis `due` or `issue`.
create or replace macro aged_parts(as_of, basis := 'due') as table
select
    items.*,
    date_diff('day', items.due_date, as_of) as days_overdue,
    case
        when basis = 'issue' then date_diff('day', items.issue_date, as_of)
        else date_diff('day', items.due_date, as_of)
    end as age_days
from open_parts(as_of) as items;

-- The state of an open invoice or part. A dispute goes before overdue: whoever disputes is not to be dunned.
create or replace macro open_status(disputed, overdue_days, still, whole) as
    case
        when disputed > 0 then 'disputed'
        when overdue_days > 0 then 'overdue'
        when still < whole then 'part_paid'
        else 'issued'
    end;

-- One row per open invoice at the end of a day, in its own currency and in the company's: at the rate of its own date and
-- at the rate of the day.
create or replace macro items_in_base(as_of) as table
with rated as (
    select
        items.client_id, items.currency, items.invoice_number, items.issue_date, items.open_amount,
        company.currency as base_currency,
        base_rate(items.currency, items.issue_date) as invoice_rate,
        base_rate(items.currency, as_of) as closing_rate
    from open_items(as_of) as items
    cross join company
    where items.open_amount > 0
)

select
    rated.*,
    in_base(rated.open_amount, rated.invoice_rate, rated.base_currency) as base_amount,
    in_base(rated.open_amount, rated.closing_rate, rated.base_currency) as revalued_amount
from rated;

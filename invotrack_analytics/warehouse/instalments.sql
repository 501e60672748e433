-- Invoices that fall due in parts. Money fills what it names first, then the oldest part; so the parts of an invoice, put
-- one after another by due date, tell from the money that came how much of each is open. Parts that do not make their
-- invoice's total (it was changed after them) count for nothing: the invoice is due as one.

-- One row per part of an invoice, with its place among the parts by due date.
create or replace view due_parts as
select
    instalments.invoice_number, instalments.instalment_number, instalments.due_date, instalments.amount,
    (sum(instalments.amount) over up_to_it)::decimal(38, 3) as amount_through,
    (sum(instalments.amount) over up_to_it - instalments.amount)::decimal(38, 3) as amount_before,
    (sum(instalments.amount) over (partition by instalments.invoice_number))::decimal(38, 3) as invoice_amount
from instalments
where instalments.amount > 0
window up_to_it as (
    partition by instalments.invoice_number order by instalments.due_date, instalments.instalment_number
    rows between unbounded preceding and current row
);

-- One row per part that counts, whatever the state of its invoice.
create or replace view invoice_parts as
select parts.*, invoices.client_id, invoices.currency, invoices.issue_date
from due_parts as parts
join invoices on invoices.invoice_number = parts.invoice_number and invoices.total_amount = parts.invoice_amount
where invoices.kind = 'invoice';

-- One row per invoice that falls due in parts.
create or replace view divided_invoices as
select distinct invoice_number from invoice_parts;

-- One row per part: what the money that came by the end of a day was named for, of this part, those before it, and all.
create or replace macro claimed_parts(as_of) as table
with named as (
    select payments.invoice_number, payments.instalment_number, sum(payments.amount) as amount
    from payments
    where payments.instalment_number is not null and payments.payment_date <= as_of
    group by payments.invoice_number, payments.instalment_number
),

claimed as (
    select parts.*, greatest(least(coalesce(named.amount, 0), parts.amount), 0)::decimal(38, 3) as named
    from due_parts as parts
    left join named
        on named.invoice_number = parts.invoice_number and named.instalment_number = parts.instalment_number
)

select
    claimed.*,
    (sum(claimed.named) over (
        partition by claimed.invoice_number order by claimed.amount_through
        rows between unbounded preceding and current row
    ))::decimal(38, 3) as named_through,
    (sum(claimed.named) over (partition by claimed.invoice_number))::decimal(38, 3) as all_named
from claimed;

-- One row per reduction by the end of a day and part that it falls on: each part has the reductions of an invoice of its
-- own. `amount` is what the reduction left less of the part open, or, where money was taken back, more.
create or replace macro part_reductions(as_of) as table
with events as (
    select
        reductions.invoice_number, reductions.kind, reductions.number, reductions.amount, reductions.reduction_date,
        reductions.instalment_number as named_part, invoices.issue_date,
        greatest(reductions.reduction_date, invoices.issue_date) as allocated_on,
        row_number() over in_order as step,
        sum(reductions.amount) over in_order as money
    from reductions
    join invoices on invoices.invoice_number = reductions.invoice_number
    where reductions.invoice_number in (select parts.invoice_number from invoice_parts as parts)
        and reductions.reduction_date <= as_of
        and not (reductions.kind = 'credit_note' and reductions.number in (select void.number from void_credit_notes(as_of) as void))
    window in_order as (
        partition by reductions.invoice_number
        order by greatest(reductions.reduction_date, invoices.issue_date), reductions.reduction_date,
            reduction_rank(reductions.kind, reductions.amount), reductions.number
        rows between unbounded preceding and current row
    )
),

-- Each part as each reduction found and left it: how much of the money named it.
met as (
    select
        events.*, parts.instalment_number, parts.due_date, parts.amount as part_amount, parts.client_id, parts.currency,
        parts.amount_through, parts.amount_before,
        events.money - events.amount as money_before,
        sum(case when events.named_part = parts.instalment_number then events.amount else 0 end) over (
            partition by events.invoice_number, parts.instalment_number order by events.step
        ) as naming,
        case when events.named_part = parts.instalment_number then events.amount else 0 end as naming_now
    from events
    join invoice_parts as parts on parts.invoice_number = events.invoice_number
),

claimed as (
    select
        met.*,
        greatest(least(met.naming, met.part_amount), 0) as named,
        greatest(least(met.naming - met.naming_now, met.part_amount), 0) as named_until_now
    from met
),

summed as (
    select
        claimed.*,
        sum(claimed.named) over up_to_it as named_through,
        sum(claimed.named) over (partition by claimed.invoice_number, claimed.step) as all_named,
        sum(claimed.named_until_now) over up_to_it as until_now_through,
        sum(claimed.named_until_now) over (partition by claimed.invoice_number, claimed.step) as all_until_now
    from claimed
    window up_to_it as (
        partition by claimed.invoice_number, claimed.step order by claimed.amount_through
        rows between unbounded preceding and current row
    )
),

shared as (
    select
        summed.*,
        still_open(summed.money_before, summed.amount_through, summed.until_now_through, summed.all_until_now)
        - still_open(summed.money, summed.amount_through, summed.named_through, summed.all_named)
        - case
            when summed.amount_before = 0 then 0
            else
                still_open(
                    summed.money_before, summed.amount_before, summed.until_now_through - summed.named_until_now,
                    summed.all_until_now
                )
                - still_open(summed.money, summed.amount_before, summed.named_through - summed.named, summed.all_named)
        end as share
    from summed
),

-- In each part the latest of a kind are undone first, as in an invoice.
of_kinds as (
    select
        shared.*,
        sum(shared.share) over (
            partition by shared.invoice_number, shared.instalment_number, shared.kind order by shared.step
        ) as of_kind
    from shared
    where shared.share <> 0
)

select
    of_kinds.invoice_number, of_kinds.instalment_number, of_kinds.client_id, of_kinds.currency, of_kinds.issue_date,
    of_kinds.due_date, of_kinds.part_amount, of_kinds.kind, of_kinds.number, of_kinds.reduction_date,
    of_kinds.allocated_on, of_kinds.step, of_kinds.amount::decimal(38, 3) as whole_amount,
    of_kinds.share::decimal(38, 3) as amount,
    what_stands(
        of_kinds.share, of_kinds.of_kind,
        min(of_kinds.of_kind) over (by_step rows between current row and unbounded following),
        min(of_kinds.of_kind) over (by_step rows between unbounded preceding and 1 preceding)
    )::decimal(38, 3) as stands
from of_kinds
window by_step as (partition by of_kinds.invoice_number, of_kinds.instalment_number, of_kinds.kind order by of_kinds.step);

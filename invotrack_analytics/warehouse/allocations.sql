-- One row per payment of which only the amount is known: a tool said that so much was paid, and not when.
create or replace view undated_payments as
select payments.payment_id, payments.invoice_number
from payments
where payments.method = 'undated' and payments.invoice_number is not null;

-- One row per invoice that met more than payments within its total: a credit note, a write-off, money taken back or too
-- much of it. Only there does the order of events matter; everywhere else each payment settled as much as it brought.
create or replace view mixed_invoices as
select reductions.invoice_number
from reductions
where reductions.kind <> 'payment' or reductions.amount <= 0
union
select invoices.invoice_number
from invoice_balances as invoices
where invoices.balance < 0;

-- One row per reduction of a mixed live invoice by the end of a day, with what was open just before it, and what of
-- it was not taken back by one of its kind (a reversal, a recovery).
create or replace macro mixed_reductions(as_of) as table
-- Materialized, so that the few invoices are found before their reductions are looked for.
with live as materialized (
    select invoices.*
    from invoice_balances as invoices
    where invoices.invoice_number in (select mixed.invoice_number from mixed_invoices as mixed)
        and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
),

steps as (
    select
        live.invoice_number, live.client_id, live.currency, live.issue_date, live.due_date, live.total_amount,
        reductions.kind, reductions.number, reductions.amount, reductions.reduction_date,
        greatest(reductions.reduction_date, live.issue_date) as allocated_on,
        row_number() over in_order as step,
        live.total_amount - coalesce(sum(reductions.amount) over (
            in_order rows between unbounded preceding and 1 preceding
        ), 0) as open_before,
        sum(reductions.amount) over (
            partition by live.invoice_number, reductions.kind
            order by greatest(reductions.reduction_date, live.issue_date), reductions.reduction_date,
                reduction_rank(reductions.kind, reductions.amount), reductions.number
            rows between unbounded preceding and current row
        ) as of_kind
    from reductions
    join live on live.invoice_number = reductions.invoice_number
    where reductions.reduction_date <= as_of
        and not (reductions.kind = 'credit_note' and reductions.number in (select void.number from void_credit_notes(as_of) as void))
    window in_order as (
        partition by live.invoice_number
        order by greatest(reductions.reduction_date, live.issue_date), reductions.reduction_date,
            reduction_rank(reductions.kind, reductions.amount), reductions.number
    )
)

select
    steps.* exclude (of_kind),
    what_stands(
        steps.amount, steps.of_kind,
        min(steps.of_kind) over (by_step rows between current row and unbounded following),
        min(steps.of_kind) over (by_step rows between unbounded preceding and 1 preceding)
    ) as stands
from steps
window by_step as (partition by steps.invoice_number, steps.kind order by steps.step);

-- One row per payment and live invoice that took money of it by the end of a day: how much, and on which day (the later
-- of the two documents' dates). A payment is allocated as far as its invoice was open just before it; of an invoice that
-- falls due in parts, to each part that took of it, with that part's due date. Undated payments are none: when they came
-- is what nobody knows.
create or replace macro allocated_payments(as_of) as table
select
    invoices.client_id, invoices.currency, payments.payment_id, payments.payment_date, invoices.invoice_number,
    null::integer as instalment_number, invoices.issue_date, invoices.due_date,
    greatest(payments.payment_date, invoices.issue_date) as allocated_on, payments.amount as allocated_amount
from payments
join invoice_balances as invoices on invoices.invoice_number = payments.invoice_number
where payments.payment_date <= as_of and payments.method is distinct from 'undated'
    and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
    and invoices.invoice_number not in (select mixed.invoice_number from mixed_invoices as mixed)
    and invoices.invoice_number not in (select divided.invoice_number from divided_invoices as divided)
union all
select
    reduced.client_id, reduced.currency, reduced.number, reduced.reduction_date, reduced.invoice_number, null,
    reduced.issue_date, reduced.due_date, reduced.allocated_on,
    least(reduced.stands, reduced.open_before)::decimal(38, 3)
from mixed_reductions(as_of) as reduced
anti join undated_payments as undated
    on undated.payment_id = reduced.number and undated.invoice_number = reduced.invoice_number
where reduced.kind = 'payment' and reduced.stands > 0 and reduced.open_before > 0
    and reduced.invoice_number not in (select divided.invoice_number from divided_invoices as divided)
union all
select
    reduced.client_id, reduced.currency, reduced.number, reduced.reduction_date, reduced.invoice_number,
    reduced.instalment_number, reduced.issue_date, reduced.due_date, reduced.allocated_on,
    reduced.stands::decimal(38, 3)
from part_reductions(as_of) as reduced
join invoice_balances as invoices on invoices.invoice_number = reduced.invoice_number
anti join undated_payments as undated
    on undated.payment_id = reduced.number and undated.invoice_number = reduced.invoice_number
where reduced.kind = 'payment' and reduced.whole_amount > 0 and reduced.stands > 0
    and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of);

-- How long invoices wait for their money, and their parts where they fall due in parts.

-- Whether money settled what was asked: at least half of what was not credited, nor settled otherwise than by money.
create or replace macro settled_by_money(money, asked, credited) as
    money > 0 and 2 * money >= asked - credited;

-- Until when a wait is known to have lasted: while open, to the end of the day. Of money without a date nobody knows when
-- it came, so what it closed tells nothing, from its issue on. What was credited or given up waited until then.
create or replace macro waited_until(closed, is_undated, issued_on, paid_on, given_up_on, on_day) as
    case
        when not closed then on_day
        when is_undated then issued_on
        else coalesce(paid_on, given_up_on, issued_on)
    end;

-- One row per live invoice at the end of a day: until when it waited for its money, and whether money ended that.
-- `paid`: nothing is open and money settled it; the wait ended with the last payment that settled something. Otherwise
-- it is censored: at the end of the day where the invoice is open, else when a credit note or write-off closed it, since
-- nobody knows when it would have been paid.
create or replace macro payment_spells(as_of) as table
with summed as (
    select
        mixed.invoice_number,
        coalesce(sum(reduced.amount), 0) as amount,
        coalesce(sum(reduced.amount) filter (where reduced.kind = 'payment'), 0) as money,
        coalesce(sum(reduced.amount) filter (where reduced.kind not in ('payment', 'write_off')), 0) as credited,
        max(reduced.allocated_on) filter (
            where reduced.kind = 'payment' and reduced.stands > 0 and reduced.open_before > 0
        ) as paid_on,
        max(reduced.allocated_on) filter (where reduced.kind <> 'payment' and reduced.amount > 0) as given_up_on
    from mixed_invoices as mixed
    left join mixed_reductions(as_of) as reduced on reduced.invoice_number = mixed.invoice_number
    group by mixed.invoice_number
),

judged as (
    select
        invoices.invoice_number, invoices.client_id, invoices.currency, invoices.issue_date, invoices.due_date,
        invoices.total_amount, invoices.balance, invoices.last_reduction, summed.invoice_number is not null as is_mixed,
        case
            when summed.invoice_number is null
                then invoices.balance = 0 and coalesce(invoices.last_reduction <= as_of, true)
            else invoices.total_amount <= summed.amount
        end as closed,
        case
            when summed.invoice_number is null
                then case
                    when invoices.last_reduction is not null then greatest(invoices.last_reduction, invoices.issue_date)
                end
            when settled_by_money(summed.money, invoices.total_amount, summed.credited) then summed.paid_on
        end as paid_on,
        summed.given_up_on,
        invoices.invoice_number in (select undated.invoice_number from undated_payments as undated) as is_undated
    from invoice_balances as invoices
    left join summed on summed.invoice_number = invoices.invoice_number
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
)

select
    judged.invoice_number, judged.client_id, judged.currency, judged.issue_date, judged.due_date, judged.total_amount,
    judged.balance, judged.last_reduction, judged.is_mixed, judged.is_undated,
    judged.closed and judged.paid_on is not null and not judged.is_undated as paid,
    waited_until(
        judged.closed, judged.is_undated, judged.issue_date, judged.paid_on, judged.given_up_on, as_of
    ) as ended_on
from judged;

-- One row per part of a live invoice that falls due in parts: the same of each part, by the reductions that fell on it.
create or replace macro part_spells(as_of) as table
with summed as (
    select
        reduced.invoice_number, reduced.instalment_number,
        sum(reduced.amount) as amount,
        coalesce(sum(reduced.amount) filter (where reduced.kind = 'payment'), 0) as money,
        coalesce(sum(reduced.amount) filter (where reduced.kind not in ('payment', 'write_off')), 0) as credited,
        max(reduced.allocated_on) filter (
            where reduced.kind = 'payment' and reduced.whole_amount > 0 and reduced.stands > 0
        ) as paid_on,
        max(reduced.allocated_on) filter (where reduced.kind <> 'payment' and reduced.amount > 0) as given_up_on
    from part_reductions(as_of) as reduced
    group by reduced.invoice_number, reduced.instalment_number
),

judged as (
    select
        parts.*,
        coalesce(summed.amount, 0) >= parts.amount as closed,
        case when settled_by_money(summed.money, parts.amount, summed.credited) then summed.paid_on end as paid_on,
        summed.given_up_on,
        parts.invoice_number in (select undated.invoice_number from undated_payments as undated) as is_undated
    from invoice_parts as parts
    join invoices on invoices.invoice_number = parts.invoice_number
    left join summed
        on summed.invoice_number = parts.invoice_number and summed.instalment_number = parts.instalment_number
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
)

select
    judged.invoice_number, judged.instalment_number, judged.client_id, judged.due_date,
    judged.closed and judged.paid_on is not null and not judged.is_undated as paid,
    waited_until(
        judged.closed, judged.is_undated, judged.issue_date, judged.paid_on, judged.given_up_on, as_of
    ) as ended_on
from judged;

-- The share of an amount that `part` is of `total`, rounded half-up to the unit; all in thousandths. Of nothing: nothing.
-- A grain above 1 drops digits, where amounts are so large that their product would not fit 38.
create or replace macro share_grain(an_amount, part) as
    part // (40000000000000000000000000000000000000::hugeint // greatest(abs(an_amount), 1)) + 1;

create or replace macro share_of(an_amount, part, total, unit) as
    case
        when total = 0 then 0::hugeint
        else sign(an_amount) * unit * (
            (
                2 * abs(an_amount) * (part // share_grain(an_amount, part))
                + greatest(total // share_grain(an_amount, part), 1) * unit
            )
            // (2 * greatest(total // share_grain(an_amount, part), 1) * unit)
        )
    end;

-- One row per timesheet entry on a line of an invoice that bills it at the end of a day: live, and not credited in full,
-- nor the entry by a credit note that bears it; `borne_amount` is what such notes take of the invoice for other entries.
create or replace macro live_billed_entries(as_of) as table
with credited as (
    select invoice_number, sum(amount) as amount
    from reductions
    where kind = 'credit_note' and reduction_date <= as_of
    group by invoice_number
),

bearing as (
    select notes.invoice_number, notes.preceding_invoice_number, notes.total_amount
    from invoices as notes
    semi join billed_entries on billed_entries.invoice_number = notes.invoice_number
    where notes.kind = 'credit_note' and is_live(notes.status, notes.issue_date, notes.void_date, as_of)
),

borne as (
    select preceding_invoice_number as invoice_number, sum(total_amount) as amount
    from bearing
    group by preceding_invoice_number
),

taken_back as (
    select distinct billed_entries.entry_id, bearing.preceding_invoice_number as invoice_number
    from billed_entries
    join bearing on bearing.invoice_number = billed_entries.invoice_number
)

select
    billed_entries.entry_id, billed_entries.invoice_number, billed_entries.line_number,
    billed_entries.hours, billed_entries.rate, billed_entries.rate_source, billed_entries.amount,
    invoices.currency, invoices.total_amount - coalesce(borne.amount, 0) as total_amount,
    coalesce(borne.amount, 0) as borne_amount
from billed_entries
join invoices on invoices.invoice_number = billed_entries.invoice_number
left join credited on credited.invoice_number = invoices.invoice_number
left join borne on borne.invoice_number = invoices.invoice_number
left join taken_back
    on taken_back.invoice_number = billed_entries.invoice_number and taken_back.entry_id = billed_entries.entry_id
where invoices.kind = 'invoice'
    and taken_back.entry_id is null
    and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
    and coalesce(credited.amount < invoices.total_amount, true);

-- One row per timesheet entry that an invoice bills at the end of a day, its net amount shared out to what became of the
-- invoice by then: credited, settled otherwise than by money, collected, written off or open, in proportion to the
-- invoice's total, tax included. They go in this order, of money what went back taken off; what exceeds the total is unapplied credit
-- and counts nowhere. An entry's share is rounded half-up on the running sum, over the entries of its invoice (by line
-- and code) and over the five, so that it adds up to the entry's amount, and over the entries to the share of them all.
create or replace macro settled_entries(as_of) as table
with reduced as (
    select
        reductions.invoice_number,
        coalesce(sum(reductions.amount) filter (where reductions.kind = 'credit_note'), 0) as credited,
        coalesce(sum(reductions.amount) filter (where reductions.kind not in ('payment', 'write_off')), 0) as upto_other,
        coalesce(sum(reductions.amount) filter (where reductions.kind <> 'write_off'), 0) as upto_paid,
        sum(reductions.amount) as settled
    from reductions
    where reductions.reduction_date <= as_of
    group by reductions.invoice_number
),

bounded as (
    select
        billed.*,
        coalesce(reduced.credited, 0) - billed.borne_amount as credited,
        coalesce(reduced.upto_other, 0) - billed.borne_amount as upto_other,
        coalesce(reduced.upto_paid, 0) - billed.borne_amount as upto_paid,
        least(greatest(coalesce(reduced.settled, 0) - billed.borne_amount, 0), billed.total_amount) as settled
    from live_billed_entries(as_of) as billed
    left join reduced on reduced.invoice_number = billed.invoice_number
),

-- Each way as far as those before it left something.
capped as (
    select
        bounded.* replace (
            least(bounded.credited, bounded.settled) as credited,
            least(greatest(bounded.upto_other, bounded.credited), bounded.settled) as upto_other,
            least(greatest(bounded.upto_paid, bounded.upto_other, bounded.credited), bounded.settled) as upto_paid
        )
    from bounded
),

-- In thousandths and whole numbers from here on: a share must not be rounded before it is.
running as (
    select
        bounded.entry_id, bounded.invoice_number, bounded.amount, bounded.total_amount,
        (bounded.total_amount::decimal(38, 3) * 1000)::hugeint as total,
        minor_unit(bounded.currency) as unit,
        (bounded.credited::decimal(38, 3) * 1000)::hugeint as credited,
        (bounded.upto_other::decimal(38, 3) * 1000)::hugeint as upto_other,
        (bounded.upto_paid::decimal(38, 3) * 1000)::hugeint as upto_paid,
        (bounded.settled::decimal(38, 3) * 1000)::hugeint as settled,
        ((sum(bounded.amount) over upto_here - bounded.amount)::decimal(38, 3) * 1000)::hugeint as before,
        ((sum(bounded.amount) over upto_here)::decimal(38, 3) * 1000)::hugeint as upto
    from capped as bounded
    window upto_here as (
        partition by bounded.invoice_number order by bounded.line_number, bounded.entry_id
        rows between unbounded preceding and current row
    )
),

shared as (
    select
        running.entry_id, running.invoice_number, running.amount, running.total_amount,
        share_of(running.upto, running.credited, running.total, running.unit)
        - share_of(running.before, running.credited, running.total, running.unit) as credited,
        share_of(running.upto, running.upto_other, running.total, running.unit)
        - share_of(running.before, running.upto_other, running.total, running.unit) as upto_other,
        share_of(running.upto, running.upto_paid, running.total, running.unit)
        - share_of(running.before, running.upto_paid, running.total, running.unit) as upto_paid,
        share_of(running.upto, running.settled, running.total, running.unit)
        - share_of(running.before, running.settled, running.total, running.unit) as settled
    from running
)

select
    shared.entry_id,
    shared.invoice_number,
    shared.amount,
    shared.total_amount,
    (shared.credited::decimal(30, 0) * 0.001)::decimal(38, 3) as credited_amount,
    ((shared.upto_other - shared.credited)::decimal(30, 0) * 0.001)::decimal(38, 3) as other_amount,
    ((shared.upto_paid - shared.upto_other)::decimal(30, 0) * 0.001)::decimal(38, 3) as collected_amount,
    ((shared.settled - shared.upto_paid)::decimal(30, 0) * 0.001)::decimal(38, 3) as written_off_amount,
    (shared.amount - shared.settled::decimal(30, 0) * 0.001)::decimal(38, 3) as open_amount
from shared;

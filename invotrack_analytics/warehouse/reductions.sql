-- One row per event that changes what an invoice owes and is neither money nor a credit note, as far as it counts.
create or replace view settlements as
select invoice_number, write_off_date as settled_on, amount, kind
from write_offs
where kind not in ('bad_debt', 'discount')
union all
select invoice_number, given_up_on, amount, case when kind = 'bad_debt' then 'write_off' else kind end
from given_up;

-- One row per event that changes what an invoice owes. Of kinds: `payment`, `credit_note`, `write_off` (a bad debt; less than
-- nothing where money came for what was written off), and settlements that are no money: `discount`, `withholding`,
-- `rounding`, `laid_out`.
create or replace view reductions as
select * from firm_reductions
union all
select
    invoice_number, given_up_on, amount, case when kind = 'bad_debt' then 'write_off' else kind end, invoice_number, null
from given_up;

-- One row per credit note that is void at the end of a day: what it took off, and what its voiding put back, is as if it
-- had never been. (A balance needs no such care, since the two make up for each other.)
create or replace macro void_credit_notes(as_of) as table
select notes.invoice_number as number
from invoices as notes
where notes.kind = 'credit_note' and notes.status = 'void' and coalesce(notes.void_date, notes.issue_date) <= as_of;

-- In which order reductions of one day count: what is given up no more, since something else takes its place; what was
-- credited, or settled as the document says; what came in; what went back; what was given up.
create or replace macro reduction_rank(its_kind, its_amount) as
    case
        when its_kind in ('write_off', 'discount') then case when its_amount < 0 then 0 else 4 end
        when its_kind = 'payment' then case when its_amount > 0 then 2 else 3 end
        else 1
    end;

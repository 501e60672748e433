-- One row per event that changes what an invoice owes; a void credit note is taken back on its void date.
create or replace view reductions as
select
    invoice_number, payment_date as reduction_date, amount, 'payment' as kind, payment_id as number, instalment_number
from payments
where invoice_number is not null
union all
select preceding_invoice_number, issue_date, total_amount, 'credit_note', invoice_number, null
from invoices
where kind = 'credit_note' and preceding_invoice_number is not null and status <> 'draft'
    and not (status = 'void' and coalesce(void_date, issue_date) <= issue_date)
union all
select preceding_invoice_number, void_date, -total_amount, 'credit_note', invoice_number, null
from invoices
where kind = 'credit_note' and preceding_invoice_number is not null and status = 'void' and void_date > issue_date
union all
select invoice_number, write_off_date, amount, 'write_off', invoice_number, null
from write_offs;

-- One row per credit note that is void at the end of a day: what it took off, and what its voiding put back, is as if it
-- had never been. (A balance needs no such care, since the two make up for each other.)
create or replace macro void_credit_notes(as_of) as table
select notes.invoice_number as number
from invoices as notes
where notes.kind = 'credit_note' and notes.status = 'void' and coalesce(notes.void_date, notes.issue_date) <= as_of;

-- In which order reductions of one day count: what was credited, what came in, what went back, what was given up.
create or replace macro reduction_rank(its_kind, its_amount) as
    case
        when its_kind = 'credit_note' then 0
        when its_kind = 'write_off' then 3
        when its_amount > 0 then 1
        else 2
    end;

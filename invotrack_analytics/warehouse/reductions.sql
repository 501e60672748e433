-- One row per event that changes what an invoice owes; a void credit note is taken back on its void date.
create or replace view reductions as
select invoice_number, payment_date as reduction_date, amount, 'payment' as kind, payment_id as number
from payments
where invoice_number is not null
union all
select preceding_invoice_number, issue_date, total_amount, 'credit_note', invoice_number
from invoices
where kind = 'credit_note' and preceding_invoice_number is not null and status <> 'draft'
    and not (status = 'void' and coalesce(void_date, issue_date) <= issue_date)
union all
select preceding_invoice_number, void_date, -total_amount, 'credit_note', invoice_number
from invoices
where kind = 'credit_note' and preceding_invoice_number is not null and status = 'void' and void_date > issue_date
union all
select invoice_number, write_off_date, amount, 'write_off', invoice_number
from write_offs;

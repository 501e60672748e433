-- Each step of an invoice, or of a part of it, is said by one mail at most.
select
    said.invoice_number, said.instalment_number, said.step, 1 as expected, count(*) as found
from reminders as said
group by said.invoice_number, said.instalment_number, said.step
having count(*) > 1
union all
select said.invoice_number, said.instalment_number, said.step, 1, count(*)
from said_elsewhere as said
semi join reminders as known
    on known.invoice_number = said.invoice_number and known.instalment_number = said.instalment_number
    and known.step = said.step
group by said.invoice_number, said.instalment_number, said.step
having count(*) > 1

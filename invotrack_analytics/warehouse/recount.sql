-- What counts as given up of every invoice that this transaction touched, told anew.
delete from books.given_up where invoice_number in (select touched.invoice_number from touched);

insert into books.given_up (invoice_number, given_up_on, kind, amount)
select invoice_number, given_up_on, kind, amount
from given_up_of_all
where invoice_number in (select touched.invoice_number from touched);

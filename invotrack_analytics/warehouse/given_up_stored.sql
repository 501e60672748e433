-- One row per invoice, kind and day on which what is given up of it changed, as kept up by each import.
create or replace view given_up as
select invoice_number, given_up_on, kind, amount from books.given_up;

-- One row per invoice with its balance after every reduction, as kept up by each import.
create or replace view invoice_balances as
select * from books.invoices where kind = 'invoice';

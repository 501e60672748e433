-- Why an invoice bears no tax, and what e-invoices are to know of a client.

alter table books.clients add column tax_category varchar;
alter table books.clients add column tax_exemption_reason varchar;
alter table books.clients add column electronic_address varchar;
alter table books.clients add column legal_id varchar;
alter table books.clients add column buyer_reference varchar;
alter table books.clients_history add column tax_category varchar;
alter table books.clients_history add column tax_exemption_reason varchar;
alter table books.clients_history add column electronic_address varchar;
alter table books.clients_history add column legal_id varchar;
alter table books.clients_history add column buyer_reference varchar;

alter table books.invoice_lines add column tax_category varchar;
alter table books.invoice_lines add column tax_exemption_reason varchar;
alter table books.invoice_lines_history add column tax_category varchar;
alter table books.invoice_lines_history add column tax_exemption_reason varchar;

-- Whether a payment named its client and currency itself; one that did not follows its invoice.

alter table books.payments add column client_named boolean;
alter table books.payments add column currency_named boolean;

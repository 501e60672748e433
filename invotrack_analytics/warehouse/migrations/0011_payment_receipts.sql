-- A payment receipt may take the place of an earlier one, and names invoices by their stamps.

alter table books.payments add column receipt varchar;
alter table books.payments add column invoice_stamp varchar;
alter table books.payments_history add column receipt varchar;
alter table books.payments_history add column invoice_stamp varchar;

create table books.replaced_receipts (
    row_id bigint primary key,
    "receipt" VARCHAR not null,
    "replaced_receipt" VARCHAR not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.replaced_receipts_history (
    row_id bigint not null,
    "receipt" VARCHAR not null,
    "replaced_receipt" VARCHAR not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

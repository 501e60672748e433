-- A corrected invoice may take the place of an earlier document.

create table books.replacements (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "replaced_invoice_number" VARCHAR not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.replacements_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "replaced_invoice_number" VARCHAR not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

-- The chains of fiscal records, and the digest by which a record that was changed is known.

alter table books.fiscal_records add column xml_sha256 varchar;
alter table books.fiscal_records_history add column xml_sha256 varchar;

create table books.fiscal_chains (
    row_id bigint primary key,
    "chain" VARCHAR not null,
    "mode" VARCHAR not null check ("mode" in ('test', 'production')),
    "started_at" VARCHAR not null,
    "ends_on" DATE,
    "reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.fiscal_chains_history (
    row_id bigint not null,
    "chain" VARCHAR not null,
    "mode" VARCHAR not null check ("mode" in ('test', 'production')),
    "started_at" VARCHAR not null,
    "ends_on" DATE,
    "reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

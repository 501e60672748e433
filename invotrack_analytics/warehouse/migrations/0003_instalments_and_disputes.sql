-- An invoice may fall due in instalments, of which a payment may name one, and be disputed.

create table books.instalments (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "instalment_number" INTEGER not null check ("instalment_number" >= 0),
    "due_date" DATE not null,
    "amount" DECIMAL(18,3) not null check ("amount" >= 0),
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.instalments_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "instalment_number" INTEGER not null check ("instalment_number" >= 0),
    "due_date" DATE not null,
    "amount" DECIMAL(18,3) not null check ("amount" >= 0),
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.disputes (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "disputed_on" DATE not null,
    "amount" DECIMAL(18,3) check ("amount" >= 0),
    "resolved_on" DATE,
    "reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.disputes_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "disputed_on" DATE not null,
    "amount" DECIMAL(18,3) check ("amount" >= 0),
    "resolved_on" DATE,
    "reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

alter table books.payments add column "instalment_number" INTEGER;

alter table books.payments_history add column "instalment_number" INTEGER;

-- Recurring invoices; what is billed may belong to no project.

create table books.recurring (
    row_id bigint primary key,
    "schedule_id" VARCHAR not null,
    "client_id" VARCHAR not null,
    "project_id" VARCHAR,
    "title" VARCHAR,
    "currency" VARCHAR,
    "every" VARCHAR not null,
    "start_date" DATE not null,
    "anchor_date" DATE,
    "bill_from" DATE,
    "end_date" DATE,
    "timing" VARCHAR not null check ("timing" in ('advance', 'arrears')),
    "mode" VARCHAR not null check ("mode" in ('draft', 'issue', 'charge')),
    "catch_up" VARCHAR not null check ("catch_up" in ('draft', 'each', 'combine')),
    "proration" VARCHAR not null check ("proration" in ('day', 'none', 'full')),
    "purchase_order" VARCHAR,
    "version" INTEGER check ("version" >= 1),
    "valid_from" DATE,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.recurring_history (
    row_id bigint not null,
    "schedule_id" VARCHAR not null,
    "client_id" VARCHAR not null,
    "project_id" VARCHAR,
    "title" VARCHAR,
    "currency" VARCHAR,
    "every" VARCHAR not null,
    "start_date" DATE not null,
    "anchor_date" DATE,
    "bill_from" DATE,
    "end_date" DATE,
    "timing" VARCHAR not null check ("timing" in ('advance', 'arrears')),
    "mode" VARCHAR not null check ("mode" in ('draft', 'issue', 'charge')),
    "catch_up" VARCHAR not null check ("catch_up" in ('draft', 'each', 'combine')),
    "proration" VARCHAR not null check ("proration" in ('day', 'none', 'full')),
    "purchase_order" VARCHAR,
    "version" INTEGER check ("version" >= 1),
    "valid_from" DATE,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.recurring_lines (
    row_id bigint primary key,
    "schedule_id" VARCHAR not null,
    "line_number" INTEGER not null,
    "valid_from" DATE not null,
    "description" VARCHAR,
    "quantity" DECIMAL(18,6) check ("quantity" >= 0),
    "unit_price" DECIMAL(18,6) not null check ("unit_price" >= 0),
    "list_price" DECIMAL(18,6) check ("list_price" >= 0),
    "discount_percent" DECIMAL(9,4) check ("discount_percent" >= 0),
    "tax_rate" DECIMAL(9,4) check ("tax_rate" >= 0),
    "category" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.recurring_lines_history (
    row_id bigint not null,
    "schedule_id" VARCHAR not null,
    "line_number" INTEGER not null,
    "valid_from" DATE not null,
    "description" VARCHAR,
    "quantity" DECIMAL(18,6) check ("quantity" >= 0),
    "unit_price" DECIMAL(18,6) not null check ("unit_price" >= 0),
    "list_price" DECIMAL(18,6) check ("list_price" >= 0),
    "discount_percent" DECIMAL(9,4) check ("discount_percent" >= 0),
    "tax_rate" DECIMAL(9,4) check ("tax_rate" >= 0),
    "category" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.recurring_events (
    row_id bigint primary key,
    "schedule_id" VARCHAR not null,
    "event" VARCHAR not null check ("event" in ('paused', 'resumed', 'cancelled', 'skipped')),
    "date" DATE not null,
    "period_start" DATE,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.recurring_events_history (
    row_id bigint not null,
    "schedule_id" VARCHAR not null,
    "event" VARCHAR not null check ("event" in ('paused', 'resumed', 'cancelled', 'skipped')),
    "date" DATE not null,
    "period_start" DATE,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

alter table books.billed_items rename to billed_items_before;

create table books.billed_items (
    row_id bigint primary key,
    "kind" VARCHAR not null check ("kind" in ('expense', 'milestone', 'fixed_fee', 'retainer', 'recurring', 'estimate_stage', 'order')),
    "item_id" VARCHAR not null,
    "project_id" VARCHAR,
    "invoice_number" VARCHAR not null,
    "line_number" INTEGER not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

insert into books.billed_items
select row_id, "kind", "item_id", "project_id", "invoice_number", "line_number", batch_id, source_line, recorded_in
from books.billed_items_before;

drop table books.billed_items_before;

alter table books.billed_items_history rename to billed_items_history_before;

create table books.billed_items_history (
    row_id bigint not null,
    "kind" VARCHAR not null check ("kind" in ('expense', 'milestone', 'fixed_fee', 'retainer', 'recurring', 'estimate_stage', 'order')),
    "item_id" VARCHAR not null,
    "project_id" VARCHAR,
    "invoice_number" VARCHAR not null,
    "line_number" INTEGER not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

insert into books.billed_items_history
select row_id, "kind", "item_id", "project_id", "invoice_number", "line_number", batch_id, source_line, recorded_in, superseded_in
from books.billed_items_history_before;

drop table books.billed_items_history_before;

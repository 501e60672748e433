-- Who is asked for what is owed, by which mail, and what stands against it.

create table books.contacts (
    row_id bigint primary key,
    "client_id" VARCHAR not null,
    "email" VARCHAR not null,
    "name" VARCHAR,
    "role" VARCHAR check ("role" in ('billing', 'dunning', 'manager', 'none')),
    "language" VARCHAR,
    "cc" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.contacts_history (
    row_id bigint not null,
    "client_id" VARCHAR not null,
    "email" VARCHAR not null,
    "name" VARCHAR,
    "role" VARCHAR check ("role" in ('billing', 'dunning', 'manager', 'none')),
    "language" VARCHAR,
    "cc" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.reminder_rules (
    row_id bigint primary key,
    "policy" VARCHAR not null,
    "step" INTEGER not null check ("step" >= 1),
    "offset_days" INTEGER not null,
    "tone" VARCHAR not null check ("tone" in ('courtesy', 'friendly', 'firm', 'final')),
    "formal" BOOLEAN,
    "channel" VARCHAR check ("channel" in ('email', 'letter', 'call', 'sms')),
    "template" VARCHAR,
    "attach" VARCHAR,
    "min_open_amount" DECIMAL(18,3) check ("min_open_amount" >= 0),
    "currency" VARCHAR,
    "min_gap_days" INTEGER check ("min_gap_days" >= 0),
    "then" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.reminder_rules_history (
    row_id bigint not null,
    "policy" VARCHAR not null,
    "step" INTEGER not null check ("step" >= 1),
    "offset_days" INTEGER not null,
    "tone" VARCHAR not null check ("tone" in ('courtesy', 'friendly', 'firm', 'final')),
    "formal" BOOLEAN,
    "channel" VARCHAR check ("channel" in ('email', 'letter', 'call', 'sms')),
    "template" VARCHAR,
    "attach" VARCHAR,
    "min_open_amount" DECIMAL(18,3) check ("min_open_amount" >= 0),
    "currency" VARCHAR,
    "min_gap_days" INTEGER check ("min_gap_days" >= 0),
    "then" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.deliveries (
    row_id bigint primary key,
    "delivery_id" VARCHAR not null,
    "kind" VARCHAR not null,
    "client_id" VARCHAR,
    "to" VARCHAR not null,
    "language" VARCHAR,
    "message_id" VARCHAR,
    "state" VARCHAR not null,
    "attempts" INTEGER check ("attempts" >= 0),
    "next_try" VARCHAR,
    "queued_at" VARCHAR,
    "sent_at" VARCHAR,
    "smtp_reply" VARCHAR,
    "about" VARCHAR,
    "bounced_on" DATE,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.deliveries_history (
    row_id bigint not null,
    "delivery_id" VARCHAR not null,
    "kind" VARCHAR not null,
    "client_id" VARCHAR,
    "to" VARCHAR not null,
    "language" VARCHAR,
    "message_id" VARCHAR,
    "state" VARCHAR not null,
    "attempts" INTEGER check ("attempts" >= 0),
    "next_try" VARCHAR,
    "queued_at" VARCHAR,
    "sent_at" VARCHAR,
    "smtp_reply" VARCHAR,
    "about" VARCHAR,
    "bounced_on" DATE,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.reminders (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "instalment_number" INTEGER not null check ("instalment_number" >= 0),
    "step" INTEGER not null check ("step" >= 1),
    "policy" VARCHAR,
    "tone" VARCHAR,
    "planned_on" DATE,
    "sent_on" DATE,
    "state" VARCHAR not null check ("state" in ('sent', 'unknown', 'failed', 'cancelled', 'expired', 'superseded', 'before_start')),
    "delivery_id" VARCHAR,
    "asked_amount" DECIMAL(18,3),
    "currency" VARCHAR,
    "reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.reminders_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "instalment_number" INTEGER not null check ("instalment_number" >= 0),
    "step" INTEGER not null check ("step" >= 1),
    "policy" VARCHAR,
    "tone" VARCHAR,
    "planned_on" DATE,
    "sent_on" DATE,
    "state" VARCHAR not null check ("state" in ('sent', 'unknown', 'failed', 'cancelled', 'expired', 'superseded', 'before_start')),
    "delivery_id" VARCHAR,
    "asked_amount" DECIMAL(18,3),
    "currency" VARCHAR,
    "reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.promises (
    row_id bigint primary key,
    "promise_id" VARCHAR not null,
    "client_id" VARCHAR not null,
    "invoice_number" VARCHAR,
    "amount" DECIMAL(18,3) not null check ("amount" >= 0),
    "currency" VARCHAR not null,
    "promised_on" DATE not null,
    "due_on" DATE not null,
    "by" VARCHAR,
    "channel" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.promises_history (
    row_id bigint not null,
    "promise_id" VARCHAR not null,
    "client_id" VARCHAR not null,
    "invoice_number" VARCHAR,
    "amount" DECIMAL(18,3) not null check ("amount" >= 0),
    "currency" VARCHAR not null,
    "promised_on" DATE not null,
    "due_on" DATE not null,
    "by" VARCHAR,
    "channel" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.pauses (
    row_id bigint primary key,
    "pause_id" VARCHAR not null,
    "client_id" VARCHAR,
    "invoice_number" VARCHAR,
    "from" DATE not null,
    "until" DATE,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.pauses_history (
    row_id bigint not null,
    "pause_id" VARCHAR not null,
    "client_id" VARCHAR,
    "invoice_number" VARCHAR,
    "from" DATE not null,
    "until" DATE,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.credit_holds (
    row_id bigint primary key,
    "client_id" VARCHAR not null,
    "from" DATE not null,
    "until" DATE,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.credit_holds_history (
    row_id bigint not null,
    "client_id" VARCHAR not null,
    "from" DATE not null,
    "until" DATE,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.assignments (
    row_id bigint primary key,
    "client_id" VARCHAR not null,
    "user" VARCHAR not null,
    "from" DATE not null,
    "until" DATE,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.assignments_history (
    row_id bigint not null,
    "client_id" VARCHAR not null,
    "user" VARCHAR not null,
    "from" DATE not null,
    "until" DATE,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

alter table books.clients add column "region" VARCHAR;

alter table books.clients add column "reminder_policy" VARCHAR;

alter table books.clients_history add column "region" VARCHAR;

alter table books.clients_history add column "reminder_policy" VARCHAR;

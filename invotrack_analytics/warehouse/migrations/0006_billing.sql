-- What billing has learnt: rounding and discounts of a client, rounding, caps and fees of a project; who made and approved
-- an invoice, and when it was sent; discounts on lines; milestones; and what is billed beside hours.

alter table books.clients add column rounding_minutes integer;
alter table books.clients add column rounding varchar;
alter table books.clients add column rounding_scope varchar;
alter table books.clients add column discount_percent decimal(9,4);
alter table books.clients_history add column rounding_minutes integer;
alter table books.clients_history add column rounding varchar;
alter table books.clients_history add column rounding_scope varchar;
alter table books.clients_history add column discount_percent decimal(9,4);

alter table books.projects add column cap_amount decimal(18,3);
alter table books.projects add column start_date date;
alter table books.projects add column completed_date date;
alter table books.projects add column rounding_minutes integer;
alter table books.projects add column rounding varchar;
alter table books.projects add column rounding_scope varchar;
alter table books.projects_history add column cap_amount decimal(18,3);
alter table books.projects_history add column start_date date;
alter table books.projects_history add column completed_date date;
alter table books.projects_history add column rounding_minutes integer;
alter table books.projects_history add column rounding varchar;
alter table books.projects_history add column rounding_scope varchar;

alter table books.invoices add column sent_date date;
alter table books.invoices add column made_by varchar;
alter table books.invoices add column approved_by varchar;
alter table books.invoices_history add column sent_date date;
alter table books.invoices_history add column made_by varchar;
alter table books.invoices_history add column approved_by varchar;

alter table books.invoice_lines add column discount_amount decimal(18,3);
alter table books.invoice_lines add column discount_reason varchar;
alter table books.invoice_lines_history add column discount_amount decimal(18,3);
alter table books.invoice_lines_history add column discount_reason varchar;

create table books.milestones (
    row_id bigint primary key,
    milestone_id VARCHAR not null,
    project_id VARCHAR not null,
    name VARCHAR not null,
    amount DECIMAL(18,3) not null check (amount >= 0),
    due_date DATE,
    achieved_date DATE,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.milestones_history (
    row_id bigint not null,
    milestone_id VARCHAR not null,
    project_id VARCHAR not null,
    name VARCHAR not null,
    amount DECIMAL(18,3) not null check (amount >= 0),
    due_date DATE,
    achieved_date DATE,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.billed_items (
    row_id bigint primary key,
    kind VARCHAR not null check (kind in ('expense', 'milestone', 'fixed_fee', 'retainer')),
    item_id VARCHAR not null,
    project_id VARCHAR not null,
    invoice_number VARCHAR not null,
    line_number INTEGER not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.billed_items_history (
    row_id bigint not null,
    kind VARCHAR not null check (kind in ('expense', 'milestone', 'fixed_fee', 'retainer')),
    item_id VARCHAR not null,
    project_id VARCHAR not null,
    invoice_number VARCHAR not null,
    line_number INTEGER not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);


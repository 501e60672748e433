-- Taxes by rule, stored per document; what is withheld; what e-invoices and the Spanish tax office are to know.

alter table books.clients add column tax_exemption_code varchar;
alter table books.clients_history add column tax_exemption_code varchar;
alter table books.clients add column withholding_rate decimal(9,4);
alter table books.clients_history add column withholding_rate decimal(9,4);
alter table books.clients add column withholds boolean;
alter table books.clients_history add column withholds boolean;
alter table books.clients add column einvoice varchar;
alter table books.clients_history add column einvoice varchar;
alter table books.clients add column purchase_order varchar;
alter table books.clients_history add column purchase_order varchar;
alter table books.clients add column contract_reference varchar;
alter table books.clients_history add column contract_reference varchar;
alter table books.clients add column prices_include_tax boolean;
alter table books.clients_history add column prices_include_tax boolean;
alter table books.clients add column dir3_office varchar;
alter table books.clients_history add column dir3_office varchar;
alter table books.clients add column dir3_organ varchar;
alter table books.clients_history add column dir3_organ varchar;
alter table books.clients add column dir3_unit varchar;
alter table books.clients_history add column dir3_unit varchar;
alter table books.projects add column tax_rate decimal(9,4);
alter table books.projects_history add column tax_rate decimal(9,4);
alter table books.projects add column tax_category varchar;
alter table books.projects_history add column tax_category varchar;
alter table books.projects add column tax_exemption_code varchar;
alter table books.projects_history add column tax_exemption_code varchar;
alter table books.projects add column tax_exemption_reason varchar;
alter table books.projects_history add column tax_exemption_reason varchar;
alter table books.projects add column purchase_order varchar;
alter table books.projects_history add column purchase_order varchar;
alter table books.projects add column contract_reference varchar;
alter table books.projects_history add column contract_reference varchar;
alter table books.projects add column prices_include_tax boolean;
alter table books.projects_history add column prices_include_tax boolean;
alter table books.milestones add column tax_rate decimal(9,4);
alter table books.milestones_history add column tax_rate decimal(9,4);
alter table books.milestones add column tax_category varchar;
alter table books.milestones_history add column tax_category varchar;
alter table books.invoices add column tax_currency varchar;
alter table books.invoices_history add column tax_currency varchar;
alter table books.invoices add column tax_fx_rate decimal(18,9);
alter table books.invoices_history add column tax_fx_rate decimal(18,9);
alter table books.invoices add column tax_amount_in_tax_currency decimal(18,3);
alter table books.invoices_history add column tax_amount_in_tax_currency decimal(18,3);
alter table books.invoices add column date_note varchar;
alter table books.invoices_history add column date_note varchar;
alter table books.invoices add column contract_reference varchar;
alter table books.invoices_history add column contract_reference varchar;
alter table books.invoices add column reason_code varchar;
alter table books.invoices_history add column reason_code varchar;
alter table books.invoice_lines add column tax_exemption_code varchar;
alter table books.invoice_lines_history add column tax_exemption_code varchar;
alter table books.timesheets add column tax_rate decimal(9,4);
alter table books.timesheets_history add column tax_rate decimal(9,4);
alter table books.timesheets add column tax_category varchar;
alter table books.timesheets_history add column tax_category varchar;
alter table books.expenses add column tax_rate decimal(9,4);
alter table books.expenses_history add column tax_rate decimal(9,4);
alter table books.expenses add column tax_category varchar;
alter table books.expenses_history add column tax_category varchar;

create table books.taxes (
    row_id bigint primary key,
    "tax_rate" DECIMAL(9,4) not null check ("tax_rate" >= 0),
    "tax_category" VARCHAR check ("tax_category" in ('S', 'Z', 'E', 'AE', 'G', 'O', 'L', 'M')),
    "tax_exemption_code" VARCHAR,
    "tax_exemption_reason" VARCHAR,
    "client_id" VARCHAR,
    "project_id" VARCHAR,
    "task" VARCHAR,
    "expense_category" VARCHAR,
    "valid_from" DATE,
    "valid_to" DATE,
    "surcharge_rate" DECIMAL(9,4) check ("surcharge_rate" >= 0),
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.taxes_history (
    row_id bigint not null,
    "tax_rate" DECIMAL(9,4) not null check ("tax_rate" >= 0),
    "tax_category" VARCHAR check ("tax_category" in ('S', 'Z', 'E', 'AE', 'G', 'O', 'L', 'M')),
    "tax_exemption_code" VARCHAR,
    "tax_exemption_reason" VARCHAR,
    "client_id" VARCHAR,
    "project_id" VARCHAR,
    "task" VARCHAR,
    "expense_category" VARCHAR,
    "valid_from" DATE,
    "valid_to" DATE,
    "surcharge_rate" DECIMAL(9,4) check ("surcharge_rate" >= 0),
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.invoice_taxes (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "tax_name" VARCHAR not null,
    "tax_category" VARCHAR not null check ("tax_category" in ('S', 'Z', 'E', 'AE', 'G', 'O', 'L', 'M')),
    "tax_rate" DECIMAL(9,4) not null check ("tax_rate" >= 0),
    "taxable_amount" DECIMAL(18,3),
    "tax_amount" DECIMAL(18,3),
    "exemption_code" VARCHAR,
    "exemption_reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.invoice_taxes_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "tax_name" VARCHAR not null,
    "tax_category" VARCHAR not null check ("tax_category" in ('S', 'Z', 'E', 'AE', 'G', 'O', 'L', 'M')),
    "tax_rate" DECIMAL(9,4) not null check ("tax_rate" >= 0),
    "taxable_amount" DECIMAL(18,3),
    "tax_amount" DECIMAL(18,3),
    "exemption_code" VARCHAR,
    "exemption_reason" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.invoice_withholdings (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "kind" VARCHAR not null,
    "base" VARCHAR not null check ("base" in ('net', 'tax')),
    "base_amount" DECIMAL(18,3) not null,
    "rate" DECIMAL(9,4) not null check ("rate" >= 0),
    "amount" DECIMAL(18,3) not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.invoice_withholdings_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "kind" VARCHAR not null,
    "base" VARCHAR not null check ("base" in ('net', 'tax')),
    "base_amount" DECIMAL(18,3) not null,
    "rate" DECIMAL(9,4) not null check ("rate" >= 0),
    "amount" DECIMAL(18,3) not null,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.withholding_certificates (
    row_id bigint primary key,
    "client_id" VARCHAR not null,
    "year" INTEGER not null,
    "kind" VARCHAR not null,
    "amount" DECIMAL(18,3) not null,
    "received_on" DATE,
    "reference" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.withholding_certificates_history (
    row_id bigint not null,
    "client_id" VARCHAR not null,
    "year" INTEGER not null,
    "kind" VARCHAR not null,
    "amount" DECIMAL(18,3) not null,
    "received_on" DATE,
    "reference" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.fiscal_records (
    row_id bigint primary key,
    "chain" VARCHAR not null,
    "position" INTEGER not null,
    "kind" VARCHAR not null check ("kind" in ('alta', 'anulacion')),
    "invoice_number" VARCHAR not null,
    "issuer_nif" VARCHAR not null,
    "issue_date" DATE not null,
    "invoice_type" VARCHAR,
    "rectification" VARCHAR,
    "subsanacion" VARCHAR check ("subsanacion" in ('S', 'N', 'X')),
    "rechazo_previo" VARCHAR check ("rechazo_previo" in ('S', 'N', 'X')),
    "sin_registro_previo" VARCHAR check ("sin_registro_previo" in ('S', 'N', 'X')),
    "tax_amount" DECIMAL(18,3),
    "total_amount" DECIMAL(18,3),
    "previous_hash" VARCHAR,
    "hash" VARCHAR not null,
    "generated_at" VARCHAR not null,
    "xml" VARCHAR not null,
    "qr_url" VARCHAR,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.fiscal_records_history (
    row_id bigint not null,
    "chain" VARCHAR not null,
    "position" INTEGER not null,
    "kind" VARCHAR not null check ("kind" in ('alta', 'anulacion')),
    "invoice_number" VARCHAR not null,
    "issuer_nif" VARCHAR not null,
    "issue_date" DATE not null,
    "invoice_type" VARCHAR,
    "rectification" VARCHAR,
    "subsanacion" VARCHAR check ("subsanacion" in ('S', 'N', 'X')),
    "rechazo_previo" VARCHAR check ("rechazo_previo" in ('S', 'N', 'X')),
    "sin_registro_previo" VARCHAR check ("sin_registro_previo" in ('S', 'N', 'X')),
    "tax_amount" DECIMAL(18,3),
    "total_amount" DECIMAL(18,3),
    "previous_hash" VARCHAR,
    "hash" VARCHAR not null,
    "generated_at" VARCHAR not null,
    "xml" VARCHAR not null,
    "qr_url" VARCHAR,
    "reason" VARCHAR,
    "by" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.fiscal_submissions (
    row_id bigint primary key,
    "submission_id" VARCHAR not null,
    "chain" VARCHAR not null,
    "from" INTEGER not null,
    "to" INTEGER not null,
    "sent_at" VARCHAR not null,
    "incidencia" VARCHAR check ("incidencia" in ('S', 'N')),
    "request_sha256" VARCHAR,
    "csv" VARCHAR,
    "status" VARCHAR,
    "wait_seconds" INTEGER,
    "presented_at" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.fiscal_submissions_history (
    row_id bigint not null,
    "submission_id" VARCHAR not null,
    "chain" VARCHAR not null,
    "from" INTEGER not null,
    "to" INTEGER not null,
    "sent_at" VARCHAR not null,
    "incidencia" VARCHAR check ("incidencia" in ('S', 'N')),
    "request_sha256" VARCHAR,
    "csv" VARCHAR,
    "status" VARCHAR,
    "wait_seconds" INTEGER,
    "presented_at" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

create table books.fiscal_answers (
    row_id bigint primary key,
    "submission_id" VARCHAR not null,
    "position" INTEGER not null,
    "state" VARCHAR not null,
    "code" VARCHAR,
    "text" VARCHAR,
    "duplicate_state" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.fiscal_answers_history (
    row_id bigint not null,
    "submission_id" VARCHAR not null,
    "position" INTEGER not null,
    "state" VARCHAR not null,
    "code" VARCHAR,
    "text" VARCHAR,
    "duplicate_state" VARCHAR,
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

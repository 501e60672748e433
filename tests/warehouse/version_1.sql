-- Books as version 1 (git 0ad109d) made them, with rows of every kind: what the program must always be able to take over.
-- What the books keep beside the data sets: where each row came from, and which rows wait for correction.

create table books.meta (schema_version integer not null);

-- One row per change of the books: an import of one file, a billing run, a void.
create table books.batches (
    batch_id integer primary key,
    kind varchar not null check (kind in ('import', 'resolve', 'bill', 'void', 'credit', 'match')),
    recorded_at timestamp not null unique,
    path varchar,
    sha256 varchar,
    profile varchar,
    counts json not null
);

-- One row per file layout that rejected rows came in, so that they can be given back as they were.
create table books.layouts (
    layout_id integer primary key,
    profile varchar not null,
    header varchar[] not null
);

-- One row per source row that was rejected. It waits until a correction or a late reference resolves it.
create table books.quarantine (
    reject_id varchar primary key,
    batch_id integer not null,
    source_line integer,
    layout_id integer not null,
    fingerprint varchar not null,
    original varchar[] not null,
    parts json not null,
    problems json not null,
    waits boolean not null,
    resolved_in integer
);

-- One row per reference that a waiting row needs.
create table books.awaited (
    reject_id varchar not null,
    dataset varchar not null,
    key varchar not null
);
insert into books.meta values (1);
create table books.clients (row_id bigint primary key, "client_id" VARCHAR not null, "name" VARCHAR not null, "tax_id" VARCHAR, "email" VARCHAR, "phone" VARCHAR, "address" VARCHAR, "city" VARCHAR, "postal_code" VARCHAR, "country" VARCHAR, "currency" VARCHAR, "payment_terms_days" INTEGER check ("payment_terms_days" >= 0), "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), "tax_rate" DECIMAL(9,4) check ("tax_rate" >= 0), "language" VARCHAR, "notes" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.clients_history (row_id bigint not null, "client_id" VARCHAR not null, "name" VARCHAR not null, "tax_id" VARCHAR, "email" VARCHAR, "phone" VARCHAR, "address" VARCHAR, "city" VARCHAR, "postal_code" VARCHAR, "country" VARCHAR, "currency" VARCHAR, "payment_terms_days" INTEGER check ("payment_terms_days" >= 0), "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), "tax_rate" DECIMAL(9,4) check ("tax_rate" >= 0), "language" VARCHAR, "notes" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.employees (row_id bigint primary key, "employee_id" VARCHAR not null, "name" VARCHAR not null, "email" VARCHAR, "role" VARCHAR, "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), "cost_rate" DECIMAL(18,6) check ("cost_rate" >= 0), "weekly_capacity_hours" DECIMAL(9,4) check ("weekly_capacity_hours" >= 0), batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.employees_history (row_id bigint not null, "employee_id" VARCHAR not null, "name" VARCHAR not null, "email" VARCHAR, "role" VARCHAR, "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), "cost_rate" DECIMAL(18,6) check ("cost_rate" >= 0), "weekly_capacity_hours" DECIMAL(9,4) check ("weekly_capacity_hours" >= 0), batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.projects (row_id bigint primary key, "project_id" VARCHAR not null, "client_id" VARCHAR not null, "name" VARCHAR not null, "billing_method" VARCHAR not null check ("billing_method" in ('hourly', 'fixed', 'milestone', 'retainer', 'non_billable')), "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), "currency" VARCHAR, "budget_hours" DECIMAL(9,4) check ("budget_hours" >= 0), "budget_amount" DECIMAL(18,3) check ("budget_amount" >= 0), batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.projects_history (row_id bigint not null, "project_id" VARCHAR not null, "client_id" VARCHAR not null, "name" VARCHAR not null, "billing_method" VARCHAR not null check ("billing_method" in ('hourly', 'fixed', 'milestone', 'retainer', 'non_billable')), "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), "currency" VARCHAR, "budget_hours" DECIMAL(9,4) check ("budget_hours" >= 0), "budget_amount" DECIMAL(18,3) check ("budget_amount" >= 0), batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.rates (row_id bigint primary key, "hourly_rate" DECIMAL(18,6) not null check ("hourly_rate" >= 0), "employee_id" VARCHAR, "project_id" VARCHAR, "client_id" VARCHAR, "task" VARCHAR, "currency" VARCHAR, "valid_from" DATE, "valid_to" DATE, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.rates_history (row_id bigint not null, "hourly_rate" DECIMAL(18,6) not null check ("hourly_rate" >= 0), "employee_id" VARCHAR, "project_id" VARCHAR, "client_id" VARCHAR, "task" VARCHAR, "currency" VARCHAR, "valid_from" DATE, "valid_to" DATE, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.fx_rates (row_id bigint primary key, "currency" VARCHAR not null, "rate_date" DATE not null, "rate" DECIMAL(18,9) not null, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.fx_rates_history (row_id bigint not null, "currency" VARCHAR not null, "rate_date" DATE not null, "rate" DECIMAL(18,9) not null, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.invoices (row_id bigint primary key, "invoice_number" VARCHAR not null, "client_id" VARCHAR not null, "issue_date" DATE not null, "due_date" DATE, "currency" VARCHAR, "net_amount" DECIMAL(18,3) check ("net_amount" >= 0), "tax_amount" DECIMAL(18,3), "total_amount" DECIMAL(18,3) not null check ("total_amount" >= 0), "kind" VARCHAR not null check ("kind" in ('invoice', 'credit_note')), "preceding_invoice_number" VARCHAR, "status" VARCHAR not null check ("status" in ('issued', 'draft', 'void')), "void_date" DATE, "purchase_order" VARCHAR, "notes" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, balance decimal(18,3), last_reduction date);
create table books.invoices_history (row_id bigint not null, "invoice_number" VARCHAR not null, "client_id" VARCHAR not null, "issue_date" DATE not null, "due_date" DATE, "currency" VARCHAR, "net_amount" DECIMAL(18,3) check ("net_amount" >= 0), "tax_amount" DECIMAL(18,3), "total_amount" DECIMAL(18,3) not null check ("total_amount" >= 0), "kind" VARCHAR not null check ("kind" in ('invoice', 'credit_note')), "preceding_invoice_number" VARCHAR, "status" VARCHAR not null check ("status" in ('issued', 'draft', 'void')), "void_date" DATE, "purchase_order" VARCHAR, "notes" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.invoice_lines (row_id bigint primary key, "invoice_number" VARCHAR not null, "line_number" INTEGER not null, "description" VARCHAR, "quantity" DECIMAL(18,6), "unit_price" DECIMAL(18,6), "net_amount" DECIMAL(18,3), "tax_rate" DECIMAL(9,4) check ("tax_rate" >= 0), "category" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.invoice_lines_history (row_id bigint not null, "invoice_number" VARCHAR not null, "line_number" INTEGER not null, "description" VARCHAR, "quantity" DECIMAL(18,6), "unit_price" DECIMAL(18,6), "net_amount" DECIMAL(18,3), "tax_rate" DECIMAL(9,4) check ("tax_rate" >= 0), "category" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.timesheets (row_id bigint primary key, "entry_id" VARCHAR not null, "employee_id" VARCHAR not null, "project_id" VARCHAR not null, "work_date" DATE not null, "hours" DECIMAL(9,4) not null, "start_time" TIME, "end_time" TIME, "task" VARCHAR, "description" VARCHAR, "billable" BOOLEAN not null, "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.timesheets_history (row_id bigint not null, "entry_id" VARCHAR not null, "employee_id" VARCHAR not null, "project_id" VARCHAR not null, "work_date" DATE not null, "hours" DECIMAL(9,4) not null, "start_time" TIME, "end_time" TIME, "task" VARCHAR, "description" VARCHAR, "billable" BOOLEAN not null, "hourly_rate" DECIMAL(18,6) check ("hourly_rate" >= 0), batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.expenses (row_id bigint primary key, "expense_id" VARCHAR not null, "expense_date" DATE not null, "amount" DECIMAL(18,3) not null, "currency" VARCHAR, "project_id" VARCHAR, "employee_id" VARCHAR, "category" VARCHAR, "billable" BOOLEAN not null, "description" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.expenses_history (row_id bigint not null, "expense_id" VARCHAR not null, "expense_date" DATE not null, "amount" DECIMAL(18,3) not null, "currency" VARCHAR, "project_id" VARCHAR, "employee_id" VARCHAR, "category" VARCHAR, "billable" BOOLEAN not null, "description" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.payments (row_id bigint primary key, "payment_id" VARCHAR not null, "payment_date" DATE not null, "amount" DECIMAL(18,3) not null, "client_id" VARCHAR, "invoice_number" VARCHAR, "currency" VARCHAR, "method" VARCHAR, "reference" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.payments_history (row_id bigint not null, "payment_id" VARCHAR not null, "payment_date" DATE not null, "amount" DECIMAL(18,3) not null, "client_id" VARCHAR, "invoice_number" VARCHAR, "currency" VARCHAR, "method" VARCHAR, "reference" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.write_offs (row_id bigint primary key, "invoice_number" VARCHAR not null, "write_off_date" DATE not null, "amount" DECIMAL(18,3) not null check ("amount" >= 0), "reason" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.write_offs_history (row_id bigint not null, "invoice_number" VARCHAR not null, "write_off_date" DATE not null, "amount" DECIMAL(18,3) not null check ("amount" >= 0), "reason" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.billed_entries (row_id bigint primary key, "entry_id" VARCHAR not null, "invoice_number" VARCHAR not null, "line_number" INTEGER not null, "hours" DECIMAL(9,4) not null check ("hours" >= 0), "rate" DECIMAL(18,6) not null check ("rate" >= 0), "rate_source" VARCHAR, "amount" DECIMAL(18,3) not null, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.billed_entries_history (row_id bigint not null, "entry_id" VARCHAR not null, "invoice_number" VARCHAR not null, "line_number" INTEGER not null, "hours" DECIMAL(9,4) not null check ("hours" >= 0), "rate" DECIMAL(18,6) not null check ("rate" >= 0), "rate_source" VARCHAR, "amount" DECIMAL(18,3) not null, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.bank_lines (row_id bigint primary key, "bank_line_id" VARCHAR not null, "booking_date" DATE not null, "amount" DECIMAL(18,3) not null, "currency" VARCHAR not null, "account" VARCHAR, "payer_name" VARCHAR, "payer_iban" VARCHAR, "structured_reference" VARCHAR, "remittance" VARCHAR, "end_to_end_id" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.bank_lines_history (row_id bigint not null, "bank_line_id" VARCHAR not null, "booking_date" DATE not null, "amount" DECIMAL(18,3) not null, "currency" VARCHAR not null, "account" VARCHAR, "payer_name" VARCHAR, "payer_iban" VARCHAR, "structured_reference" VARCHAR, "remittance" VARCHAR, "end_to_end_id" VARCHAR, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
create table books.payers (row_id bigint primary key, "payer" VARCHAR not null, "client_id" VARCHAR not null, batch_id integer not null, source_line integer, recorded_in integer not null);
create table books.payers_history (row_id bigint not null, "payer" VARCHAR not null, "client_id" VARCHAR not null, batch_id integer not null, source_line integer, recorded_in integer not null, superseded_in integer not null);
insert into books.awaited (reject_id, dataset, key) values
    ('R1', 'clients', 'C9');
insert into books.batches (batch_id, kind, recorded_at, path, sha256, profile, counts) values
    (1, 'import', '2026-10-02 00:00:00', 'inbox/clients.csv', '906e219c6da879c3eeda9a9394c4f7d04f331483be914c0e935500a93e2e1fc6', 'canonical', '{"clients": {"read": 2, "added": 2, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (2, 'import', '2026-10-02 00:00:00.000001', 'inbox/employees.csv', 'a584569f763c43f2a3e52c6d6731dc92910ee11f78f5e46f1377c97611b46725', 'canonical', '{"employees": {"read": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (3, 'import', '2026-10-02 00:00:00.000002', 'inbox/projects.csv', '6753ed8a79b7ccc1cfb5bc55a7508a921b39b5cab7e66bac71c0063a5d57f2c9', 'canonical', '{"projects": {"read": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (4, 'import', '2026-10-02 00:00:00.000003', 'inbox/invoices.csv', '62d5de88be33613602cee32eb7c5d3bf6354bda2c406408fb543498bc3e922e8', 'canonical', '{"invoices": {"read": 5, "added": 4, "updated": 0, "unchanged": 0, "rejected": 1}}'),
    (5, 'import', '2026-10-02 00:00:00.000004', 'inbox/invoice_lines.csv', '87a8f4103af5d10f4f4852e3343e201d80662f1172d87c181fe7648e9ebbdf10', 'canonical', '{"invoice_lines": {"read": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (6, 'import', '2026-10-02 00:00:00.000005', 'inbox/timesheets.csv', '2513a176456f26799c61c6efef63354de3eb1bd823b800a8769a2128b2d2ff8e', 'canonical', '{"timesheets": {"read": 2, "added": 2, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (7, 'import', '2026-10-02 00:00:00.000006', 'inbox/expenses.csv', '6f606da60d1ee39f6579b67cfece0a14ee0ea80010be1764f76ea2ad9b456945', 'canonical', '{"expenses": {"read": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (8, 'import', '2026-10-02 00:00:00.000007', 'inbox/payments.csv', '09a895cf84a6ab2b5d63bd2faca893e5eb90139775fc9228df3b8bab8ba17ab8', 'canonical', '{"payments": {"read": 2, "added": 2, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (9, 'import', '2026-10-02 00:00:00.000008', 'inbox/write_offs.csv', 'bef3065bae6cda7258afd5f72d378768686ad8b9a3e87924d9ec62fa44f1c2d9', 'canonical', '{"write_offs": {"read": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0}}'),
    (10, 'import', '2026-10-03 00:00:00', 'inbox/later.csv', 'c513fa966b2eb705b922397788cf8e4b3faaca174003b319ae8827e63663631f', 'canonical', '{"invoices": {"read": 1, "added": 0, "updated": 1, "unchanged": 0, "rejected": 0}}');
insert into books.clients (row_id, client_id, name, tax_id, email, phone, address, city, postal_code, country, currency, payment_terms_days, hourly_rate, tax_rate, language, notes, batch_id, source_line, recorded_in) values
    (36028797018960001, 'C1', 'One Ltd', null, null, null, null, null, null, null, null, null, 80.000000, null, null, null, 1, 2, 1),
    (36028797018960002, 'C2', 'Two GmbH', null, null, null, null, null, null, null, 'USD', 14, null, null, null, null, 1, 3, 1);
insert into books.employees (row_id, employee_id, name, email, role, hourly_rate, cost_rate, weekly_capacity_hours, batch_id, source_line, recorded_in) values
    (36028797018960001, 'E1', 'Eva', null, null, 100.000000, null, null, 2, 2, 2);
insert into books.expenses (row_id, expense_id, expense_date, amount, currency, project_id, employee_id, category, billable, description, batch_id, source_line, recorded_in) values
    (36028797018960001, 'X1', '2026-09-04', 12.500, 'EUR', 'P1', null, null, true, null, 7, 2, 7);
insert into books.invoice_lines (row_id, invoice_number, line_number, description, quantity, unit_price, net_amount, tax_rate, category, batch_id, source_line, recorded_in) values
    (36028797018960001, 'A1', 1, 'Work', 2.000000, 50.000000, 100.000, null, null, 5, 2, 5);
insert into books.invoices (row_id, invoice_number, client_id, issue_date, due_date, currency, net_amount, tax_amount, total_amount, kind, preceding_invoice_number, status, void_date, purchase_order, notes, batch_id, source_line, recorded_in, balance, last_reduction) values
    (36028797018960001, 'A1', 'C1', '2026-01-10', '2026-02-09', 'EUR', 100.000, 21.000, 121.000, 'invoice', null, 'issued', null, null, null, 4, 2, 4, 35.000, '2026-04-01'),
    (36028797018960003, 'A3', 'C1', '2026-09-01', '2026-09-20', 'EUR', null, null, 80.000, 'invoice', null, 'void', null, null, null, 4, 4, 4, 80.000, null),
    (36028797018960004, 'N1', 'C1', '2026-03-01', null, 'EUR', null, null, 21.000, 'credit_note', 'A1', 'issued', null, null, null, 4, 6, 4, 21.000, null),
    (72057594037920005, 'A2', 'C2', '2026-08-20', '2026-09-03', 'USD', null, null, 260.500, 'invoice', null, 'issued', null, null, null, 10, 2, 10, 260.500, null);
insert into books.invoices_history (row_id, invoice_number, client_id, issue_date, due_date, currency, net_amount, tax_amount, total_amount, kind, preceding_invoice_number, status, void_date, purchase_order, notes, batch_id, source_line, recorded_in, superseded_in) values
    (36028797018960002, 'A2', 'C2', '2026-08-20', '2026-09-03', 'USD', null, null, 250.500, 'invoice', null, 'issued', null, null, null, 4, 3, 4, 10);
insert into books.layouts (layout_id, profile, header) values
    (1, 'canonical', ['invoice_number', 'client_id', 'issue_date', 'due_date', 'net_amount', 'tax_amount', 'total_amount', 'currency', 'status', 'kind', 'preceding_invoice_number']);
insert into books.payments (row_id, payment_id, payment_date, amount, client_id, invoice_number, currency, method, reference, batch_id, source_line, recorded_in) values
    (36028797018960001, 'P1', '2026-03-05', 60.000, 'C1', 'A1', 'EUR', null, null, 8, 2, 8),
    (36028797018960002, 'P2', '2026-03-06', 10.000, 'C1', null, 'EUR', null, null, 8, 3, 8);
insert into books.projects (row_id, project_id, client_id, name, billing_method, hourly_rate, currency, budget_hours, budget_amount, batch_id, source_line, recorded_in) values
    (36028797018960001, 'P1', 'C1', 'Roof', 'hourly', null, 'EUR', null, null, 3, 2, 3);
insert into books.quarantine (reject_id, batch_id, source_line, layout_id, fingerprint, original, parts, problems, waits, resolved_in) values
    ('R1', 4, 5, 1, '3b8d8c260ea0d5a44214bb676edcee85', ['A4', 'C9', '2026-09-01', '2026-09-20', '', '', '80.00', 'EUR', '', '', ''], '{"invoices":{"invoice_number":"A4","client_id":"C9","issue_date":"2026-09-01","due_date":"2026-09-20","currency":"EUR","net_amount":null,"tax_amount":null,"total_amount":"80.000","kind":"invoice","preceding_invoice_number":null,"status":"issued","void_date":null,"purchase_order":null,"notes":null}}', '[{"dataset":"invoices","reason":"unknown_client","column":"client_id","value":"C9"}]', true, null);
insert into books.timesheets (row_id, entry_id, employee_id, project_id, work_date, hours, start_time, end_time, task, description, billable, hourly_rate, batch_id, source_line, recorded_in) values
    (36028797018960001, 'T1', 'E1', 'P1', '2026-09-02', 1.5000, null, null, null, 'Tiles', true, null, 6, 2, 6),
    (36028797018960002, 'T2', 'E1', 'P1', '2026-09-03', 2.0000, null, null, null, 'Nails', true, null, 6, 3, 6);
insert into books.write_offs (row_id, invoice_number, write_off_date, amount, reason, batch_id, source_line, recorded_in) values
    (36028797018960001, 'A1', '2026-04-01', 5.000, 'Rounding', 9, 2, 9);

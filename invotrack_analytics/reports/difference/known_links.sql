-- What belongs to what, by every version that the books have known: invoice to client, entry to invoice, work to client.
create or replace temp view known_invoices as
select invoice_number, client_id, currency from books.invoices
union
select invoice_number, client_id, currency from books.invoices_history;

create or replace temp view known_billed as
select entry_id, invoice_number from books.billed_entries
union
select entry_id, invoice_number from books.billed_entries_history;

create or replace temp view known_work as
with projects as (
    select project_id, client_id from books.projects
    union
    select project_id, client_id from books.projects_history
),

entries as (
    select entry_id, project_id, employee_id from books.timesheets
    union
    select entry_id, project_id, employee_id from books.timesheets_history
)

select projects.client_id, projects.project_id, entries.employee_id, entries.entry_id
from projects
left join entries on entries.project_id = projects.project_id;

create or replace temp table reasons (row_id bigint, batch_id integer);

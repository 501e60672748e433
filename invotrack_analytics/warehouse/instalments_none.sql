-- The same names and columns as in instalments.sql, for books that never had an instalment: no rows, planned in a
-- fifth of the time that it takes to find none. Every page asks for balances.

create or replace view due_parts as
select
    null::varchar as invoice_number, null::integer as instalment_number, null::date as due_date,
    null::decimal(18, 3) as amount, null::decimal(38, 3) as amount_through, null::decimal(38, 3) as amount_before,
    null::decimal(38, 3) as invoice_amount
where false;

create or replace view invoice_parts as
select due_parts.*, null::varchar as client_id, null::varchar as currency, null::date as issue_date from due_parts;

create or replace view divided_invoices as
select due_parts.invoice_number from due_parts;

create or replace macro claimed_parts(as_of) as table
select
    due_parts.*,
    null::decimal(38, 3) as named, null::decimal(38, 3) as named_through, null::decimal(38, 3) as all_named
from due_parts;

create or replace macro part_reductions(as_of) as table
select
    parts.invoice_number, parts.instalment_number, parts.client_id, parts.currency, parts.issue_date, parts.due_date,
    null::decimal(18, 3) as part_amount, null::varchar as kind, null::varchar as number,
    null::date as reduction_date, null::date as allocated_on, null::bigint as step,
    null::decimal(38, 3) as whole_amount, null::decimal(38, 3) as amount,
    null::decimal(38, 3) as stands
from invoice_parts as parts;

-- No rows: nobody was reminded yet, and nobody will be.
create or replace macro reminder_marks(as_of) as table
select null::varchar as invoice_number, null::integer as last_step, as_of::date as next_step_on
where false;

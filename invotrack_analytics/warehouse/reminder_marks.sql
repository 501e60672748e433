-- One row per invoice that was reminded of, or will be: its last step, and the day from which the next is planned.
create or replace macro reminder_marks(as_of) as table
with said as (
    select invoice_number, max(step) as last_step
    from said_steps
    where coalesce(sent_on <= as_of, false)
    group by invoice_number
),

coming as (
    select steps.invoice_number, min(steps.planned_on) as next_step_on
    from next_steps(as_of) as steps
    group by steps.invoice_number
)

select
    coalesce(said.invoice_number, coming.invoice_number) as invoice_number,
    said.last_step,
    greatest(coming.next_step_on, as_of) as next_step_on
from said
full join coming on coming.invoice_number = said.invoice_number;

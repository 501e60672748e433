-- One row per step that was said of an invoice, or of a part of it, by the end of the day.
create macro reminders(as_of, client := null, currency := null) as table
select
    invoices.client_id,
    clients.name as client_name,
    invoices.currency,
    said.invoice_number,
    said.instalment_number,
    said.step,
    said.policy,
    said.tone,
    said.planned_on,
    said.sent_on,
    said.state,
    said.delivery_id,
    deliveries."to" as sent_to,
    to_minor_unit(said.asked_amount, invoices.currency) as asked_amount,
    said.reason
from reminders as said
join invoices on invoices.invoice_number = said.invoice_number
join clients on clients.client_id = invoices.client_id
left join deliveries on deliveries.delivery_id = said.delivery_id
where coalesce(said.sent_on, said.planned_on) <= as_of
    and is_asked(invoices.client_id, client)
    and is_asked(invoices.currency, currency);

-- One row per mail, letter or message that left by the end of the day, or of which nobody knows whether it did.
create macro deliveries(as_of, client := null) as table
select
    sent.delivery_id,
    sent.kind,
    sent.client_id,
    clients.name as client_name,
    sent."to" as "to",
    sent.language,
    sent.message_id,
    sent.state,
    sent.attempts,
    sent.next_try,
    sent.queued_at,
    sent.sent_at,
    sent.smtp_reply,
    sent.about
from deliveries as sent
left join clients on clients.client_id = sent.client_id
where (sent.queued_at is null or left(sent.queued_at, 10)::date <= as_of)
    and is_asked(sent.client_id, client);

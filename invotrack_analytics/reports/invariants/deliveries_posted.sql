-- What left by mail is in the books: each reminder that was sent names its delivery, and each such delivery its reminders.
select said.invoice_number, said.step, said.delivery_id, 'a delivery' as expected, 'none' as found
from reminders as said
anti join deliveries on deliveries.delivery_id = said.delivery_id
where said.delivery_id is not null and said.state in ('sent', 'unknown')
union all
select null, null, sent.delivery_id, 'steps that it said', 'none'
from deliveries as sent
anti join reminders as said on said.delivery_id = sent.delivery_id
where sent.kind = 'reminder' and sent.state in ('sent', 'unknown')
union all
select null, null, sent.delivery_id, sent.state, 'not in the books as such'
from delivered_elsewhere as sent
where sent.state in ('sent', 'unknown')

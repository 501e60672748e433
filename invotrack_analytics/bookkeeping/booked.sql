-- One row per line of the journal, with its account and the words of its entry.
create or replace temp table booked as
select
    journal.*, accounts.account,
    replace(replace(wordings.template, '{number}', journal.document), '{client}', journal.client_name) as text
from journal
join wordings on wordings.kind = journal.kind
join accounts
    on accounts.role = journal.role
    and accounts.client_id is not distinct from journal.client_id
    and accounts.qualifier is not distinct from journal.qualifier
    and accounts.tax_rate is not distinct from journal.tax_rate

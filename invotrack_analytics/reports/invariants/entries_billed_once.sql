-- A timesheet entry is on at most one live invoice at any time.
with repeated as (
    select entry_id from billed_entries group by entry_id having count(*) > 1
),

-- From its issue to its end an invoice holds its entries; one that was never live holds none.
holding as (
    select
        claims.entry_id, claims.invoice_number, claims.client_id, claims.currency,
        claims.issue_date as held_from,
        coalesce(claims.released_on, date '9999-12-31') as held_until
    from claims
    semi join repeated on repeated.entry_id = claims.entry_id
    where claims.status <> 'draft'
        and claims.issue_date < coalesce(claims.released_on, date '9999-12-31')
)

select
    first.client_id, first.currency, first.entry_id, first.invoice_number as expected,
    first.invoice_number || ' and ' || second.invoice_number as found
from holding as first
join holding as second
    on second.entry_id = first.entry_id
    and second.invoice_number > first.invoice_number
    and second.held_from < first.held_until
    and first.held_from < second.held_until
order by first.entry_id, found

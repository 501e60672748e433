-- The balance stored with an invoice is its total less everything that reduces it.
with reduced as (
    select invoice_number, sum(amount) as amount, max(reduction_date) as last_reduction
    from reductions
    group by invoice_number
)

select
    stored.client_id,
    stored.currency,
    stored.invoice_number,
    stored.total_amount - coalesce(reduced.amount, 0) as expected,
    stored.balance as found,
    reduced.last_reduction as expected_last_reduction,
    stored.last_reduction as found_last_reduction
from books.invoices as stored
left join reduced on reduced.invoice_number = stored.invoice_number
where stored.kind = 'invoice'
    and (
        stored.balance is distinct from stored.total_amount - coalesce(reduced.amount, 0)
        or stored.last_reduction is distinct from reduced.last_reduction
    )
order by stored.invoice_number

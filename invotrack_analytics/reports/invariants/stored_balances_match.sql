-- The balance stored with an invoice is its total less everything that reduces it, and what is given up of it no more than that leaves open.
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
union all
select
    invoices.client_id, invoices.currency, coalesce(told.invoice_number, kept.invoice_number),
    coalesce(told.amount, 0), coalesce(kept.amount, 0),
    coalesce(told.given_up_on, kept.given_up_on), coalesce(kept.given_up_on, told.given_up_on)
from given_up_of_all as told
full join books.given_up as kept
    on kept.invoice_number = told.invoice_number and kept.kind = told.kind and kept.given_up_on = told.given_up_on
left join invoices on invoices.invoice_number = coalesce(told.invoice_number, kept.invoice_number)
where told.amount is distinct from kept.amount
order by invoice_number

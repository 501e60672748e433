-- One row per invoice with its balance after every reduction, summed anew: for the past, and to check what is stored.
create or replace view invoice_balances as
with reduced as (
    select invoice_number, sum(amount) as amount, max(reduction_date) as last_reduction
    from reductions
    group by invoice_number
)

select invoices.*, invoices.total_amount - coalesce(reduced.amount, 0) as balance, reduced.last_reduction
from invoices
left join reduced on reduced.invoice_number = invoices.invoice_number
where invoices.kind = 'invoice';

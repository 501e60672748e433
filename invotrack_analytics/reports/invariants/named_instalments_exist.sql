-- A payment names an instalment that its invoice has; what names another goes to the oldest.
select
    payments.client_id, payments.currency, payments.payment_id, payments.invoice_number,
    payments.instalment_number as found
from payments
left join instalments
    on instalments.invoice_number = payments.invoice_number
    and instalments.instalment_number = payments.instalment_number
where payments.instalment_number is not null and instalments.invoice_number is null
order by payments.payment_id, payments.invoice_number

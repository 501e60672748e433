-- One row per invoice or credit note issued between two days and live at the end of a third: its net and tax, and whether
-- it adds to sales (1) or takes from them (-1). One that names neither net nor tax is taken as untaxed.
create or replace macro sold_documents(as_of, first_day, last_day) as table
select
    invoices.invoice_number, invoices.client_id, invoices.currency, invoices.issue_date,
    case when invoices.kind = 'invoice' then 1 else -1 end as direction,
    coalesce(invoices.net_amount, invoices.total_amount - coalesce(invoices.tax_amount, 0)) as net,
    coalesce(invoices.tax_amount, invoices.total_amount - coalesce(invoices.net_amount, invoices.total_amount)) as tax
from invoices
where invoices.issue_date between first_day and last_day
    and is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of);

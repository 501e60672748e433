-- One row per invoice with an open amount at the end of the day; of one in parts, the oldest open part tells its age.
create macro open_invoices(as_of, basis := 'due', client := null, currency := null) as table
with items as (
    select *
    from aged_parts(as_of, basis := basis) as aged
    where aged.invoice_open_amount > 0 and aged.open_before = 0
        and is_asked(aged.client_id, client)
        and is_asked(aged.currency, currency)
),

reduced as (
    select
        reductions.invoice_number,
        coalesce(sum(reductions.amount) filter (where reductions.kind = 'payment'), 0) as paid_amount,
        coalesce(sum(reductions.amount) filter (where reductions.kind <> 'payment'), 0) as reduced_amount
    from reductions
    semi join items on items.invoice_number = reductions.invoice_number
    where reductions.reduction_date <= as_of
    group by reductions.invoice_number
),

worth as (
    select
        items.invoice_number, exchange.base_currency,
        in_base(items.invoice_open_amount, base_rate(items.currency, items.issue_date), exchange.base_currency)
            as base_amount,
        in_base(items.invoice_open_amount, base_rate(items.currency, as_of), exchange.base_currency) as revalued_amount
    from items
    join exchange on exchange.is_loaded
)

select
    items.client_id,
    clients.name as client_name,
    items.currency,
    items.invoice_number,
    items.issue_date,
    items.due_date,
    items.days_overdue,
    case when items.age_days <= 0 then 'not_due' $bucket_names end as bucket,
    to_minor_unit(items.total_amount, items.currency) as total_amount,
    to_minor_unit(coalesce(reduced.paid_amount, 0), items.currency) as paid_amount,
    to_minor_unit(coalesce(reduced.reduced_amount, 0), items.currency) as reduced_amount,
    to_minor_unit(items.invoice_open_amount, items.currency) as open_amount,
    open_status(
        items.invoice_disputed_amount, items.days_overdue, items.invoice_open_amount, items.total_amount
    ) as status,
    to_minor_unit(items.invoice_disputed_amount, items.currency) as disputed_amount,
    worth.base_currency,
    worth.base_amount,
    worth.revalued_amount,
    (worth.revalued_amount - worth.base_amount)::decimal(38, 3) as exchange_difference,
    marks.last_step,
    marks.next_step_on
from items
join clients on clients.client_id = items.client_id
left join reduced on reduced.invoice_number = items.invoice_number
left join worth on worth.invoice_number = items.invoice_number
left join reminder_marks(as_of) as marks on marks.invoice_number = items.invoice_number;

-- What the days of a billed period from $first_left on come to, before tax; at most what is billed and not credited.
select
    least(
        sum(recurring_net(
            charges.quantity, charges.unit_price, charges.discount_percent,
            date_diff('day', $first_left::date, charges.days_to) + 1, charges.whole_days, charges.currency
        )),
        any_value(billed.net) - coalesce(any_value(credited.net), 0)
    )::decimal(38, 3)
from recurring_charges($period_start::date) as charges
join item_claims
    on item_claims.kind = 'recurring' and item_claims.released_on is null
    and item_claims.item_id = charges.schedule_id || '/' || charges.period_start::varchar
join (
    select invoice_number, coalesce(net_amount, total_amount - coalesce(tax_amount, 0)) as net from invoices
) as billed on billed.invoice_number = item_claims.invoice_number
left join (
    select
        preceding_invoice_number,
        sum(coalesce(net_amount, total_amount - coalesce(tax_amount, 0))) as net
    from invoices
    where kind = 'credit_note' and status = 'issued'
    group by preceding_invoice_number
) as credited on credited.preceding_invoice_number = item_claims.invoice_number
where charges.schedule_id = $schedule and charges.period_start = $period_start::date and charges.place = 0

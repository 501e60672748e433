-- One row per line of a recurring invoice that is in force on $valid_from at an earlier price.
select
    recurring_lines.schedule_id, recurring_lines.line_number, recurring_lines.description, recurring_lines.quantity,
    recurring_lines.unit_price, recurring_lines.list_price, recurring_lines.discount_percent, recurring_lines.tax_rate,
    recurring_lines.category
from recurring_lines
join recurring_terms as terms on terms.schedule_id = recurring_lines.schedule_id
join recurring_prices as prices
    on prices.schedule_id = recurring_lines.schedule_id and prices.line_number = recurring_lines.line_number
    and prices.valid_from = recurring_lines.valid_from
where recurring_lines.valid_from < $valid_from::date and coalesce(prices.next_from > $valid_from::date, true)
    and coalesce(terms.ends_on >= $valid_from::date, true)
    and (len($schedules::varchar[]) = 0 or list_contains($schedules::varchar[], recurring_lines.schedule_id))
order by recurring_lines.schedule_id, recurring_lines.line_number

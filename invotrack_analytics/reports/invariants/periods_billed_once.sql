-- A period of a recurring invoice is on at most one live document at any time, drafts included.
select
    any_value(terms.client_id) as client_id, any_value(terms.currency) as currency, item_claims.item_id as period,
    min(item_claims.invoice_number) as expected,
    string_agg(item_claims.invoice_number, ' and ' order by item_claims.invoice_number) as found
from item_claims
left join recurring_terms as terms on terms.schedule_id = left(item_claims.item_id, length(item_claims.item_id) - 11)
where item_claims.kind = 'recurring' and item_claims.released_on is null
group by item_claims.item_id
having count(*) > 1
order by period

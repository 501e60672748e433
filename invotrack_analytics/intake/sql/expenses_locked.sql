-- One row per expense that a live invoice or a draft bills: it may not change any more.
select item_claims.item_id
from item_claims
where item_claims.kind = 'expense' and item_claims.released_on is null

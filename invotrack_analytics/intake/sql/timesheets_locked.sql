-- One row per entry that a live invoice or a draft bills: it may not change any more.
select claims.entry_id
from claims
where claims.released_on is null

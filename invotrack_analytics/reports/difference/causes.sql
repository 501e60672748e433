-- One row per row of the difference that some batch can have caused: which batches, by what, the first five told.
create or replace temp table causes as
with found as (
    select
        reasons.row_id, reasons.batch_id,
        batches.kind || coalesce(' ' || batches.path, '') as cause,
        row_number() over (partition by reasons.row_id order by reasons.batch_id) as place
    from (select distinct row_id, batch_id from reasons) as reasons
    join books.batches as batches on batches.batch_id = reasons.batch_id
)

select
    row_id,
    string_agg(batch_id::varchar, ', ' order by batch_id) as batches,
    string_agg(cause, '; ' order by batch_id) filter (where place <= 5)
    || case when count(*) > 5 then '; +' || (count(*) - 5) else '' end as caused_by
from found
group by row_id

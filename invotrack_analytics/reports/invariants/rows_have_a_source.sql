-- Every row tells which change of the books brought it, and an imported one its file and line.
with origins as (
    select batch_id, recorded_in, count(*) as rows, count(*) - count(source_line) as rows_without_line
    from $dataset
    group by batch_id, recorded_in
)

select
    '$dataset' as dataset, origins.batch_id, origins.recorded_in,
    case
        when batches.batch_id is null or recording.batch_id is null then 'batches that are in the books'
        when batches.path is null then 'a file'
        else 'a line'
    end as expected,
    case
        when batches.batch_id is null or recording.batch_id is null or batches.path is null then origins.rows
        else origins.rows_without_line
    end || ' rows without' as found
from origins
left join batches on batches.batch_id = origins.batch_id
left join batches as recording on recording.batch_id = origins.recorded_in
where batches.batch_id is null
    or recording.batch_id is null
    or (batches.kind = 'import' and (batches.path is null or origins.rows_without_line > 0))

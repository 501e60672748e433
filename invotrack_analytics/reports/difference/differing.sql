-- One row per row that stands in one of two answers alone, or differs between them: before, change and after.
create or replace temp table differing as
with before as (
    select *, row_number() over (partition by $key order by $all) as place from earlier_answer
),

after as (
    select *, row_number() over (partition by $key order by $all) as place from later_answer
)

select
    row_number() over (order by $order) as row_id,
    case when before.place is null then 'added' when after.place is null then 'gone' else 'changed' end as change,
    $columns
from before
full join after on $same_key and before.place = after.place
where before.place is null or after.place is null or $differs

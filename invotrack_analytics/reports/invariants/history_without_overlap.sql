-- Of every row one version at most is known at any time.
with superseded as (
    select $key, recorded_in, superseded_in from books.${dataset}_history
),

versions as (
    select * from superseded
    union all
    select $present_key, present.recorded_in, 2147483647
    from books.$dataset as present
    semi join superseded on $same_key
),

ordered as (
    select
        *,
        lead(recorded_in) over (partition by $key order by recorded_in, superseded_in) as next_recorded_in
    from versions
)

select
    '$dataset' as dataset, concat_ws(' / ', $key) as key,
    'the version of batch ' || recorded_in || ' ends by batch ' || coalesce(next_recorded_in, recorded_in + 1) as expected,
    'it ends with batch ' || superseded_in as found
from ordered
where superseded_in > next_recorded_in or superseded_in <= recorded_in

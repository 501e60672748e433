-- What a row refers to is there.
select
    '$dataset' as dataset, '$column' as column_name, referring.$column as value,
    'a row of $target' as expected, count(*) || ' rows of $dataset without it' as found
from $dataset as referring
anti join $target as referred on referred.$target_key = referring.$column
where referring.$column is not null
group by referring.$column

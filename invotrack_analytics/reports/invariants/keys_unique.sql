-- A key stands once in its data set.
select '$dataset' as dataset, concat_ws(' / ', $key) as key, 1 as expected, count(*) as found
from $dataset
group by $key
having count(*) > 1

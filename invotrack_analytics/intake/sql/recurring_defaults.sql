-- One row per staged schedule; from when on it is billed here is what the books know, or its start where that is not past.
select
    staged.* replace (
        coalesce(
            staged.bill_from, known.bill_from,
            case when staged.start_date >= getvariable('recorded_on')::date then staged.start_date end
        ) as bill_from
    )
from staged
left join books.recurring as known on known.schedule_id = staged.schedule_id

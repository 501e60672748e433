-- One row per billable entry worked by $through that no issued invoice holds on $issue_date, with the reason why it cannot
-- be billed by the hour, if any.
with holding as (
    -- An invoice lets go of an entry when it is void or credited; a draft, or one of a later day, does not.
    select claims.entry_id, bool_and(claims.status = 'draft') as only_drafts
    from claims
    where coalesce(claims.released_on > $issue_date::date, true)
    group by claims.entry_id
)

-- Distinct, because two invoices may have billed an entry one after the other.
select distinct
    worked.entry_id,
    worked.client_id,
    worked.project_id,
    worked.project_name,
    worked.employee_id,
    worked.employee_name,
    worked.work_date,
    worked.task,
    worked.description,
    worked.hours,
    worked.currency,
    worked.rate,
    worked.rate_source,
    case
        when holding.only_drafts then 'on_draft'
        when worked.work_date > $issue_date::date then 'worked_after_issue_date'
        when projects.billing_method <> 'hourly' then 'billing_method_' || projects.billing_method
        when worked.rate is null and worked.converted_from is not null then 'rate_in_another_currency'
        when worked.rate is null then 'no_rate'
    end as reason,
    timesheets.tax_rate,
    timesheets.tax_category,
    case when worked.rate is not null then worked.converted_from end as converted_from,
    date_diff('second', timesheets.start_time, timesheets.end_time)
    + case when timesheets.end_time < timesheets.start_time then 86400 else 0 end as clocked_seconds
from worked_hours($through::date) as worked
join timesheets on timesheets.entry_id = worked.entry_id
join projects on projects.project_id = worked.project_id
left join holding on holding.entry_id = worked.entry_id
where timesheets.billable
    and coalesce(holding.only_drafts, true)
    and worked.work_date <= $through::date
    and (len($client::varchar[]) = 0 or list_contains($client::varchar[], worked.client_id))
    and ($project::varchar is null or worked.project_id = $project)
order by worked.client_id, worked.project_id, worked.work_date, worked.entry_id

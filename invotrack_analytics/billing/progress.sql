-- One row per project and month of work with what invoices and drafts hold of it on $issue_date: what was billed of its
-- hours, and what of them a retainer covers, at their rate.
select
    timesheets.project_id,
    strftime(timesheets.work_date, '%Y-%m') as month,
    coalesce(
        sum(claims.amount) filter (where coalesce(lines.category, '') not in ('fixed_fee', 'milestone', 'retainer')), 0
    ) as billed_amount,
    sum(claims.hours) as hours,
    coalesce(sum(claims.hours::decimal(38, 4) * claims.rate) filter (where lines.category = 'retainer'), 0) as covered_amount,
    count(*) filter (
        where coalesce(lines.category, '') not in ('fixed_fee', 'milestone', 'retainer')
    ) > 0 as billed_by_hours
from claims
join timesheets on timesheets.entry_id = claims.entry_id
join projects on projects.project_id = timesheets.project_id
left join invoice_lines as lines
    on lines.invoice_number = claims.invoice_number and lines.line_number = claims.line_number
where coalesce(claims.released_on > $issue_date::date, true)
    and (
        projects.cap_amount is not null or projects.budget_amount is not null or projects.budget_hours is not null
    )
group by timesheets.project_id, strftime(timesheets.work_date, '%Y-%m')

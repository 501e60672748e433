-- What a month's retainer bills of a project, no recurring invoice bills too.
select
    terms.client_id, terms.currency, projects.project_id, 'the retainer alone' as expected,
    terms.schedule_id || ' from ' || terms.start_date::varchar as found
from recurring_terms as terms
join projects on projects.project_id = terms.project_id
where projects.billing_method = 'retainer' and projects.budget_amount > 0 and projects.start_date is not null
    and date_trunc('month', projects.start_date) <= coalesce(terms.ends_on, date '9999-12-31')
    and coalesce(projects.completed_date, date '9999-12-31') >= date_trunc('month', terms.bill_from)
order by projects.project_id, terms.schedule_id

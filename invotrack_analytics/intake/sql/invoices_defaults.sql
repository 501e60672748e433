-- One row per staged invoice or credit note, with the currency and due date that follow from its client.
select
    staged.* replace (
        coalesce(staged.currency, clients.currency, company.currency) as currency,
        case
            when staged.due_date is null and staged.kind = 'invoice'
                then staged.issue_date + coalesce(clients.payment_terms_days, company.payment_terms_days)
            else staged.due_date
        end as due_date
    )
from staged
left join books.clients as clients on clients.client_id = staged.client_id
cross join company

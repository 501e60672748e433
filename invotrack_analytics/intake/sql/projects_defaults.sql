-- One row per staged project, with its client's currency where it has none.
select staged.* replace (coalesce(staged.currency, clients.currency, company.currency) as currency)
from staged
left join books.clients as clients on clients.client_id = staged.client_id
cross join company

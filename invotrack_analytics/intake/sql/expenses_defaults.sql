-- One row per staged expense, in the company's currency where it names none.
select staged.* replace (coalesce(staged.currency, company.currency) as currency)
from staged
cross join company

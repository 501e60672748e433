-- One row per currency and month: what was owed at the end of the month, thirteen of them, the last one up to as_of.
create macro balance_trend(as_of, client := null, currency := null) as table
with compared as (
    select
        balances.*,
        balances.outstanding - lag(balances.outstanding) over by_month as outstanding_change,
        balances.overdue - lag(balances.overdue) over by_month as overdue_change
    from balances_on(month_ends(as_of), client := client, currency := currency) as balances
    window by_month as (partition by balances.currency order by balances.on_day)
)

select
    compared.currency,
    date_trunc('month', compared.on_day)::date as month,
    compared.on_day,
    to_minor_unit(compared.open_amount - compared.overdue, compared.currency) as not_due,
    to_minor_unit(compared.overdue, compared.currency) as overdue,
    to_minor_unit(compared.open_amount - compared.outstanding, compared.currency) as unapplied_credit,
    to_minor_unit(compared.outstanding, compared.currency) as outstanding,
    to_minor_unit(compared.overdue_change, compared.currency) as overdue_change,
    to_minor_unit(compared.outstanding_change, compared.currency) as outstanding_change
from compared;

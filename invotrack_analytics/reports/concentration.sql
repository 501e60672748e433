-- One row per client and currency with a positive outstanding amount at the end of the day, the largest first.
create macro concentration(as_of, currency := null) as table
with owed as (
    select aged.client_id, aged.client_name, aged.currency as in_currency, aged.outstanding
    from aging(as_of, currency := currency) as aged
    where aged.outstanding > 0
),

ranked as (
    select
        owed.*,
        row_number() over largest_first as place,
        sum(owed.outstanding) over (largest_first rows between unbounded preceding and current row) as up_to_it
    from owed
    window largest_first as (partition by owed.in_currency order by owed.outstanding desc, owed.client_id)
),

whole as (
    select
        ranked.in_currency,
        sum(ranked.outstanding) as total,
        sum(ranked.outstanding) filter (where ranked.place <= 10) as of_ten,
        -- A ratio of them alone is shown, and no decimal holds the square of every amount.
        sum(ranked.outstanding::double * ranked.outstanding::double) as squares
    from ranked
    group by ranked.in_currency
)

select
    ranked.client_id,
    ranked.client_name,
    ranked.in_currency as currency,
    ranked.place as rank,
    ranked.outstanding,
    ranked.outstanding / whole.total as share,
    ranked.up_to_it / whole.total as cumulative_share,
    whole.of_ten / whole.total as top_10_share,
    whole.squares / (whole.total::double * whole.total::double) as hhi
from ranked
join whole on whole.in_currency = ranked.in_currency;

-- One row per currency and aging bucket, where anything is open or was decided: what is likely to be lost.
create macro expected_losses(as_of, date_from := null, date_to := null, currency := null) as table
with buckets as (
    select * from (values $bucket_rows) as buckets (bucket, age_from)
),

live as (
    select
        invoices.invoice_number, invoices.currency, invoices.issue_date, invoices.due_date,
        invoices.invoice_number in (select mixed.invoice_number from mixed_invoices as mixed) as is_mixed,
        invoices.invoice_number in (select divided.invoice_number from divided_invoices as divided) as is_divided
    from invoice_balances as invoices
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, as_of)
        and is_asked(invoices.currency, currency)
),

-- What money and write-offs did to a mixed invoice, or a part of one, as far as it stands: neither taken back later nor
-- more than was owed.
standing as (
    select
        reduced.currency, reduced.due_date, reduced.kind, reduced.reduction_date, reduced.allocated_on,
        least(reduced.stands, greatest(reduced.open_before, 0)) as amount
    from mixed_reductions(as_of) as reduced
    join live on live.invoice_number = reduced.invoice_number
    where not live.is_divided and reduced.amount > 0
    union all
    select
        reduced.currency, reduced.due_date, reduced.kind, reduced.reduction_date, reduced.allocated_on, reduced.stands
    from part_reductions(as_of) as reduced
    join live on live.invoice_number = reduced.invoice_number
    where reduced.amount > 0
),

decided as (
    select
        live.currency as in_currency, 'payment' as kind, payments.payment_date as reduction_date,
        date_diff('day', live.due_date, greatest(payments.payment_date, live.issue_date)) as age, payments.amount
    from payments
    join live on live.invoice_number = payments.invoice_number
    where not live.is_mixed and not live.is_divided and payments.payment_date <= as_of
    union all
    select
        standing.currency, standing.kind, standing.reduction_date,
        date_diff('day', standing.due_date, standing.allocated_on), standing.amount
    from standing
    where standing.amount > 0
),

by_age as (
    select
        decided.in_currency, decided.age, sum(decided.amount) as amount,
        coalesce(sum(decided.amount) filter (where decided.kind = 'write_off'), 0) as lost
    from decided
    where decided.kind in ('payment', 'write_off')
        and decided.reduction_date between period_start(date_from, date_to, as_of) and period_end(date_to, as_of)
    group by decided.in_currency, decided.age
),

-- Whatever was decided at an age had been in every bucket before it.
reached as (
    select
        by_age.in_currency, buckets.bucket, sum(by_age.amount)::decimal(38, 3) as amount,
        sum(by_age.lost)::decimal(38, 3) as lost
    from by_age
    join buckets on buckets.age_from = 0 or by_age.age >= buckets.age_from
    group by by_age.in_currency, buckets.bucket
),

still as (
    select
        items.currency as in_currency,
        case when items.age_days <= 0 then 'not_due' $bucket_names end as bucket,
        sum(items.open_amount)::decimal(38, 3) as amount
    from aged_parts(as_of) as items
    where items.open_amount > 0 and is_asked(items.currency, currency)
    group by all
),

currencies as (
    select still.in_currency from still
    union
    select reached.in_currency from reached
),

figures as (
    select
        currencies.in_currency, buckets.bucket, buckets.age_from,
        coalesce(still.amount, 0)::decimal(38, 3) as open_amount,
        coalesce(reached.amount, 0)::decimal(38, 3) as decided_amount,
        coalesce(reached.lost, 0)::decimal(38, 3) as lost_amount,
        minor_unit(currencies.in_currency) as unit
    from currencies
    cross join buckets
    left join still on still.in_currency = currencies.in_currency and still.bucket = buckets.bucket
    left join reached on reached.in_currency = currencies.in_currency and reached.bucket = buckets.bucket
)

select
    figures.in_currency as currency,
    figures.bucket,
    figures.age_from,
    to_minor_unit(figures.open_amount, figures.in_currency) as open_amount,
    to_minor_unit(figures.decided_amount, figures.in_currency) as decided_amount,
    to_minor_unit(figures.lost_amount, figures.in_currency) as lost_amount,
    figures.lost_amount / nullif(figures.decided_amount, 0) as loss_rate,
    case
        when figures.decided_amount > 0
            then (
                share_of(
                    (figures.open_amount::decimal(38, 3) * 1000)::hugeint, (figures.lost_amount::decimal(38, 3) * 1000)::hugeint,
                    (figures.decided_amount::decimal(38, 3) * 1000)::hugeint, figures.unit
                )::decimal(38, 0) * 0.001::decimal(3, 3)
            )::decimal(38, 3)
    end as expected_loss
from figures;

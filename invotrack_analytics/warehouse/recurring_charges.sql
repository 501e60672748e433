-- What a line of a period costs: quantity x price, less its discount, by days of the whole period, rounded half-up once to
-- the currency's minor unit. In whole numbers, since a decimal divided by another is none any more in DuckDB.
create or replace macro recurring_net(quantity, unit_price, discount_percent, days, whole_days, its_currency) as
    (
        (
            2 * 1000 * (quantity::decimal(30, 6) * 1000000)::hugeint * (unit_price::decimal(30, 6) * 1000000)::hugeint
            * (1000000 - (discount_percent::decimal(16, 4) * 10000)::hugeint) * days
            + 1000000000000000000::hugeint * whole_days * minor_unit(its_currency)
        )
        // (2 * 1000000000000000000::hugeint * whole_days * minor_unit(its_currency))
        * minor_unit(its_currency)
    )::decimal(30, 0) * 0.001;

-- One row per line of a recurring invoice and the days for which its price holds.
create or replace view recurring_prices as
select
    recurring_lines.schedule_id, recurring_lines.line_number, recurring_lines.valid_from,
    lead(recurring_lines.valid_from) over versions as next_from,
    coalesce(recurring_lines.description, '') as description,
    coalesce(recurring_lines.quantity, 1) as quantity, recurring_lines.unit_price, recurring_lines.list_price,
    coalesce(recurring_lines.discount_percent, 0) as discount_percent,
    recurring_lines.tax_rate, coalesce(recurring_lines.category, 'recurring') as category
from recurring_lines
window versions as (
    partition by recurring_lines.schedule_id, recurring_lines.line_number order by recurring_lines.valid_from
);

-- One row per line of a period that begins by a day: the price of the period, and where a price changed inside a period and
-- counts by days, what is taken off at the old price and put on at the new one for the days from then on. That stands on the
-- next invoice: of the next period, or of the same one where it is billed afterwards.
create or replace macro recurring_charges(through) as table
with periods as (
    select * from recurring_periods(through)
),

priced as (
    select
        periods.schedule_id, periods.period_start, periods.currency, prices.line_number, 0 as place,
        prices.description, prices.quantity, prices.unit_price, prices.discount_percent, prices.tax_rate,
        prices.category, periods.period_start as days_from, periods.period_end as days_to,
        case
            when periods.proration = 'full' and periods.whole_start < periods.period_start
                and periods.period_end = periods.whole_end
                then periods.whole_days
            else periods.days
        end as days,
        periods.whole_days, 1 as sign
    from periods
    join recurring_prices as prices
        on prices.schedule_id = periods.schedule_id and prices.valid_from <= periods.period_start
        and coalesce(prices.next_from > periods.period_start, true)
),

changed as (
    select
        periods.schedule_id, periods.currency, periods.period_end, periods.whole_days, prices.line_number,
        case
            when periods.timing = 'arrears' then periods.period_start
            else (periods.period_end + interval 1 day)::date
        end as period_start,
        prices.valid_from as changed_on, date_diff('day', prices.valid_from, periods.period_end) + 1 as days
    from periods
    join recurring_prices as prices
        on prices.schedule_id = periods.schedule_id and prices.valid_from > periods.period_start
        and prices.valid_from <= periods.period_end
    where periods.proration = 'day'
),

adjusted as (
    select
        changed.schedule_id, changed.period_start, changed.currency, changed.line_number,
        case when prices.next_from = changed.changed_on then 1 else 2 end as place,
        prices.description, prices.quantity, prices.unit_price, prices.discount_percent, prices.tax_rate,
        prices.category, changed.changed_on as days_from, changed.period_end as days_to, changed.days,
        changed.whole_days, case when prices.next_from = changed.changed_on then -1 else 1 end as sign
    from changed
    join recurring_prices as prices
        on prices.schedule_id = changed.schedule_id and prices.line_number = changed.line_number
        and (prices.next_from = changed.changed_on or prices.valid_from = changed.changed_on)
),

every_line as (
    select * from priced
    union all
    select adjusted.*
    from adjusted
    semi join periods
        on periods.schedule_id = adjusted.schedule_id and periods.period_start = adjusted.period_start
)

select
    every_line.*,
    every_line.sign * recurring_net(
        every_line.quantity, every_line.unit_price, 0, every_line.days, every_line.whole_days, every_line.currency
    ) as gross_amount,
    every_line.sign * recurring_net(
        every_line.quantity, every_line.unit_price, every_line.discount_percent, every_line.days,
        every_line.whole_days, every_line.currency
    ) as net_amount
from every_line
where every_line.quantity <> 0;

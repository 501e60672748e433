-- What a currency is worth in the company's own on a day: the rate in force, which is the latest dated by then. The
-- company's own is worth 1; where no rate is loaded by then there is none, and amounts have no value rather than zero.
create or replace macro base_rate(its_currency, on_day) as
    case
        when its_currency = (select company.currency from company) then 1::decimal(18, 9)
        else (
            select arg_max(fx_rates.rate, fx_rates.rate_date)
            from fx_rates
            where fx_rates.currency = its_currency and fx_rates.rate_date <= on_day
        )
    end;

-- An amount at a rate, rounded half-up to the company's minor unit. (DuckDB multiplies two decimals of up to 18 digits
-- within 18, and overflows; so one of them is wider.)
create or replace macro in_base(amount, rate, its_base) as
    to_minor_unit(amount::decimal(28, 3) * rate, its_base);

-- The company's own currency, and whether the books hold any rate: without one, `aging` and `open_invoices` do not tell
-- what is owed in it.
create or replace view exchange as
select company.currency as base_currency, exists (select fx_rates.rate from fx_rates) as is_loaded
from company;

-- One row per open invoice at the end of a day, in its own currency and in the company's: at the rate of its own date and
-- at the rate of the day.
create or replace macro items_in_base(as_of) as table
with rated as (
    select
        items.client_id, items.currency, items.invoice_number, items.issue_date, items.open_amount,
        company.currency as base_currency,
        base_rate(items.currency, items.issue_date) as invoice_rate,
        base_rate(items.currency, as_of) as closing_rate
    from open_items(as_of) as items
    cross join company
    where items.open_amount > 0
)

select
    rated.*,
    in_base(rated.open_amount, rated.invoice_rate, rated.base_currency) as base_amount,
    in_base(rated.open_amount, rated.closing_rate, rated.base_currency) as revalued_amount
from rated;

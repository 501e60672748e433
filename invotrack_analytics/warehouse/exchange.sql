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

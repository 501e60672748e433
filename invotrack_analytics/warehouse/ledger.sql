-- The ledger: what every receivables figure is made of. Reads the data sets as known on the connection's day.

-- Whether a document counts at the end of a day: issued by then, no draft, not void by then.
create or replace macro is_live(its_status, issued_on, void_on, on_day) as
    its_status <> 'draft' and issued_on <= on_day
    and not (its_status = 'void' and coalesce(void_on, issued_on) <= on_day);

-- Whether a row is of what was asked for: of one client (or currency), a text; of several, a list of texts; of each,
-- null. What is asked is a constant of the query, so DuckDB folds this into a filter of the scan.
create or replace macro is_asked(its, asked) as
    asked is null
    or case typeof(asked)
        when 'VARCHAR' then its = asked::varchar
        else list_contains(try_cast(asked as varchar[]), its)
    end;

-- An amount rounded half-up to its currency's minor unit (ISO 4217). The currencies without one and those with thousandths
-- are written in as texts: looked up in a table, every amount of a report would cost a join.
create or replace macro to_minor_unit(exact_amount, its_currency) as
    case
        when contains('$whole', its_currency) then round(exact_amount, 0)::decimal(38, 3)
        when contains('$thousandths', its_currency) then round(exact_amount, 3)::decimal(38, 3)
        else round(exact_amount, 2)::decimal(38, 3)
    end;

-- A currency's minor unit in thousandths.
create or replace macro minor_unit(its_currency) as
    (case when contains('$whole', its_currency) then 1000 when contains('$thousandths', its_currency) then 1 else 10 end)::hugeint;

-- What is open of the first parts of an invoice, which make `amount`, when `money` reduced it, of which up to
-- `named` was for these parts and up to `all_named` for any. More taken back than came is owed with the first part.
create or replace macro still_open(money, amount, named, all_named) as
    (
        amount
        - greatest(least(money, named), 0)
        - greatest(least(money - all_named, amount - named), 0)
        + greatest(-money, 0)
    )::decimal(38, 3);

-- What of a payment still stands: what is taken back undoes the latest payments first. Of a reversal: by how much it is more
-- than there was to undo. `upto` is what all money made with it, `lowest_later` the least that it made from then on,
-- `lowest_before` until then. The same of write-offs and recoveries.
create or replace macro what_stands(money, upto, lowest_later, lowest_before) as
    case
        when money > 0 then greatest(least(lowest_later - (upto - money), money), 0)
        else least(coalesce(lowest_before, 0), upto, 0) - least(coalesce(lowest_before, 0), 0)
    end;

-- The last day of a period: as asked for, and never past the end of the day.
create or replace macro period_end(until_day, on_day) as
    least(coalesce(until_day, on_day), on_day);

-- The first day of a period: as asked for, else of the twelve months that end with its last day.
create or replace macro period_start(since_day, until_day, on_day) as
    coalesce(since_day, (least(coalesce(until_day, on_day), on_day) + interval 1 day - interval 12 month)::date);

-- The ends of thirteen months as a list, the last one only up to the day.
create or replace macro month_ends(on_day) as
    list_prepend(
        on_day::date, list_transform(range(1, 13), lambda back: last_day((on_day - to_months(back::integer))::date))
    );

-- Receivables as days of sales: DSO, of all receivables or of those not overdue, and ADD, of those that are overdue.
create or replace macro days_of_sales(receivables, sales, days_sold) as
    case when sales > 0 then receivables * days_sold / sales end;

-- CEI, in percent: of what could be collected, how much was. `taken` are invoices taken back (see `taken_back`).
create or replace macro collected_share(opening, sales, closing, not_overdue, taken) as
    case
        when opening + sales - taken - not_overdue > 0
            then (opening + sales - taken - closing) * 100 / (opening + sales - taken - not_overdue)
    end;

-- The ledger: what every receivables figure is made of. Reads the data sets as known on the connection's day.

-- Whether a document counts at the end of a day: issued by then, no draft, not void by then.
create or replace macro is_live(its_status, issued_on, void_on, on_day) as
    its_status <> 'draft' and issued_on <= on_day
    and not (its_status = 'void' and coalesce(void_on, issued_on) <= on_day);

-- An amount rounded half-up to its currency's minor unit (ISO 4217).
create or replace macro to_minor_unit(exact_amount, its_currency) as
    case
        when its_currency in (select code from minor_units where places = 0) then round(exact_amount, 0)::decimal(18, 3)
        when its_currency in (select code from minor_units where places = 3) then round(exact_amount, 3)::decimal(18, 3)
        else round(exact_amount, 2)::decimal(18, 3)
    end;

-- The last day of a period: as asked for, and never past the end of the day.
create or replace macro period_end(until_day, on_day) as
    least(coalesce(until_day, on_day), on_day);

-- The first day of a period: as asked for, else of the twelve months that end with its last day.
create or replace macro period_start(since_day, until_day, on_day) as
    coalesce(since_day, (least(coalesce(until_day, on_day), on_day) + interval 1 day - interval 12 month)::date);

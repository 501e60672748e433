-- A rate in another currency, by what one unit of each is worth in the company's: half-up to six places, in whole numbers.
create or replace macro converted_rate(its_rate, from_rate, to_rate) as
    (
        (
            2 * (its_rate::decimal(38, 6) * 1000000)::hugeint * (from_rate::decimal(38, 9) * 1000000000)::hugeint
            + (to_rate::decimal(38, 9) * 1000000000)::hugeint
        )
        // (2 * (to_rate::decimal(38, 9) * 1000000000)::hugeint)
    )::decimal(38, 0) * 0.000001::decimal(6, 6);

-- One row per timesheet entry, of whatever date (work may be billed ahead), with its client, currency, standard rate,
-- the rule that gave the rate, and the line of a live invoice that bills it at the end of a day, if any. A rate in another
-- currency than the bill's is converted where the settings say so; else there is none, and `converted_from` tells why.
create or replace macro worked_hours(as_of) as table
with entries as (
    select
        timesheets.entry_id, timesheets.employee_id, timesheets.project_id, timesheets.work_date, timesheets.hours,
        timesheets.task, timesheets.description, timesheets.hourly_rate,
        timesheets.billable and projects.billing_method <> 'non_billable' as billable,
        projects.client_id,
        clients.name as client_name,
        projects.name as project_name,
        employees.name as employee_name,
        coalesce(projects.currency, clients.currency, company.currency) as currency,
        projects.hourly_rate as project_rate,
        clients.hourly_rate as client_rate,
        employees.hourly_rate as employee_rate,
        coalesce(clients.currency, company.currency) as client_currency,
        company.currency as company_currency
    from timesheets
    join projects on projects.project_id = timesheets.project_id
    join clients on clients.client_id = projects.client_id
    join employees on employees.employee_id = timesheets.employee_id
    cross join company
),

-- Every card that fits an entry, the most fields first; ties go to task, project, client, employee in this order.
fitting as (
    select
        entries.entry_id,
        rates.hourly_rate,
        coalesce(rates.currency, entries.company_currency) as currency,
        concat_ws(
            ', ', 'employee ' || rates.employee_id, 'project ' || rates.project_id, 'client ' || rates.client_id,
            'task ' || rates.task, 'from ' || rates.valid_from::varchar, 'to ' || rates.valid_to::varchar,
            rates.hourly_rate::varchar
        ) as card,
        100 * (
            (rates.employee_id is not null)::integer + (rates.project_id is not null)::integer
            + (rates.client_id is not null)::integer + (rates.task is not null)::integer
        )
        + 8 * (rates.task is not null)::integer + 4 * (rates.project_id is not null)::integer
        + 2 * (rates.client_id is not null)::integer + (rates.employee_id is not null)::integer
        -- Of two that are alike otherwise, the one in the bill's own currency.
        + 0.5 * (coalesce(rates.currency, entries.company_currency) = entries.currency)::integer as fit
    from entries
    join rates
        on (rates.employee_id is null or rates.employee_id = entries.employee_id)
        and (rates.project_id is null or rates.project_id = entries.project_id)
        and (rates.client_id is null or rates.client_id = entries.client_id)
        and (rates.task is null or rates.task = entries.task)
        and (rates.valid_from is null or rates.valid_from <= entries.work_date)
        and (rates.valid_to is null or rates.valid_to >= entries.work_date)
    where entries.hourly_rate is null
),

best as (
    select entry_id, max(fit) as fit from fitting group by entry_id
),

cards as (
    select
        fitting.entry_id,
        case
            when count(*) = 1 then min(fitting.hourly_rate)
            else error(
                'rates: two cards fit entry ' || fitting.entry_id || ' equally well: '
                || string_agg(fitting.card, ' and ' order by fitting.card) || '; end one of them before the other begins'
            )
        end as hourly_rate,
        min(fitting.currency) as currency
    from fitting
    join best on best.entry_id = fitting.entry_id and best.fit = fitting.fit
    group by fitting.entry_id
),

-- The rate that a rule gives, and in which currency.
ruled as (
    select
        entries.*,
        case
            when entries.hourly_rate is not null then 'entry'
            when cards.hourly_rate is not null then 'rate_card'
            when entries.project_rate is not null then 'project'
            when entries.client_rate is not null then 'client'
            when entries.employee_rate is not null then 'employee'
        end as rate_source,
        coalesce(
            entries.hourly_rate, cards.hourly_rate, entries.project_rate, entries.client_rate, entries.employee_rate
        ) as ruled_rate,
        case
            when entries.hourly_rate is not null then entries.currency
            when cards.hourly_rate is not null then cards.currency
            when entries.project_rate is not null then entries.currency
            when entries.client_rate is not null then entries.client_currency
            when entries.employee_rate is not null then entries.company_currency
        end as rate_currency
    from entries
    left join cards on cards.entry_id = entries.entry_id
),

-- Only where the settings let rates be converted.
exchanged as (
    select
        pairs.*, base_rate(pairs.rate_currency, pairs.work_date) as from_rate,
        base_rate(pairs.currency, pairs.work_date) as to_rate
    from (
        select distinct ruled.rate_currency, ruled.currency, ruled.work_date
        from ruled
        join company on company.convert_rates
        where ruled.rate_currency <> ruled.currency
    ) as pairs
)

select
    entries.entry_id, entries.client_id, entries.client_name, entries.project_id, entries.project_name,
    entries.employee_id, entries.employee_name, entries.work_date, entries.task, entries.description, entries.hours,
    entries.billable, entries.currency,
    case
        when entries.rate_currency = entries.currency then entries.ruled_rate
        else converted_rate(entries.ruled_rate, exchanged.from_rate, exchanged.to_rate)
    end as rate,
    entries.rate_source,
    billed.invoice_number,
    billed.line_number,
    billed.hours as billed_hours,
    billed.rate as billed_rate,
    billed.rate_source as billed_rate_source,
    billed.amount as billed_amount,
    case when entries.rate_currency <> entries.currency then entries.rate_currency end as converted_from
from ruled as entries
left join exchanged
    on exchanged.rate_currency = entries.rate_currency and exchanged.currency = entries.currency
    and exchanged.work_date = entries.work_date
left join live_billed_entries(as_of) as billed on billed.entry_id = entries.entry_id;

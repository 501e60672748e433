-- One row per line that is to be handed over now: entries that the format has not had, and, where what it had is not what
-- the journal says any more, its reversal. Reads the temp table `journal` and the facts of earlier exports.
create or replace temp table handing_over as
with handed_over as (
    select known.*
    from books.ledger_exports as known
    where known.format = $format and known.reverses is null
        and known.entry_id not in (
            select taken.reverses
            from books.ledger_exports as taken
            where taken.format = $format and taken.reverses is not null
        )
),

-- Of what is handed over, all that makes a difference to a ledger; accounts and words may change without a new booking.
earlier as (
    select
        handed_over.subject, any_value(handed_over.entry_id) as entry_id,
        any_value(handed_over.document_date) as document_date,
        string_agg(
            concat_ws(
                '|', handed_over.role, coalesce(handed_over.client_id, ''), coalesce(handed_over.qualifier, ''),
                coalesce(handed_over.tax_rate::decimal(9, 4)::varchar, ''), handed_over.currency,
                handed_over.amount::decimal(38, 3)::varchar
            ),
            ';' order by handed_over.line_number
        ) as content
    from handed_over
    group by handed_over.subject
),

current as (
    select
        journal.subject, any_value(journal.entry_date) as document_date,
        string_agg(
            concat_ws(
                '|', journal.role, coalesce(journal.client_id, ''), coalesce(journal.qualifier, ''),
                coalesce(journal.tax_rate::decimal(9, 4)::varchar, ''), journal.currency,
                journal.amount::decimal(38, 3)::varchar
            ),
            ';' order by journal.line_number
        ) as content
    from journal
    group by journal.subject
),

taken_back as (
    select earlier.subject, earlier.entry_id
    from earlier
    left join current on current.subject = earlier.subject
    where earlier.document_date <= $through::date
        and (
            current.subject is null or current.document_date <> earlier.document_date
            or current.content <> earlier.content
        )
),

made_anew as (
    select current.subject
    from current
    left join earlier on earlier.subject = current.subject
    where earlier.subject is null or earlier.subject in (select taken_back.subject from taken_back)
),

versions as (
    select known.subject, count(distinct known.entry_id) as made
    from books.ledger_exports as known
    where known.format = $format and known.reverses is null
    group by known.subject
),

lines as (
    select
        handed_over.entry_id || '/reversal' as entry_id, handed_over.line_number, handed_over.subject,
        handed_over.entry_date as due_on, handed_over.document_date, handed_over.kind, handed_over.document,
        handed_over.due_date, handed_over.text, handed_over.entry_id as reverses, handed_over.currency,
        handed_over.role, handed_over.account, handed_over.client_id, handed_over.qualifier, handed_over.tax_rate,
        -handed_over.amount as amount
    from handed_over
    where handed_over.entry_id in (select taken_back.entry_id from taken_back)
    union all
    select
        journal.subject || case when versions.made > 0 then '/' || (versions.made + 1) else '' end,
        journal.line_number, journal.subject, journal.entry_date, journal.entry_date, journal.kind, journal.document,
        journal.due_date, journal.text, null, journal.currency, journal.role, journal.account,
        journal.client_id, journal.qualifier, journal.tax_rate, journal.amount
    from booked as journal
    left join versions on versions.subject = journal.subject
    where journal.subject in (select made_anew.subject from made_anew)
)

select
    lines.* exclude (due_on),
    -- A closed month never changes: what would fall there is booked on the first open day.
    greatest(lines.due_on, coalesce(($closed::date + interval 1 day)::date, lines.due_on)) as entry_date,
    dense_rank() over (
        order by
            greatest(lines.due_on, coalesce(($closed::date + interval 1 day)::date, lines.due_on)),
            lines.reverses is null, lines.kind, lines.document, lines.entry_id
    ) as place
from lines;

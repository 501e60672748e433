-- One row per currency and period of a list (structs of `since` and `until`): what of the receivables before the period, and
-- of its sales, does not count for collection, since it was taken back by the end of the period. What was void then leaves
-- the receivables that it had been part of; a credit note of the period takes away what was open of its invoice and no
-- more, since what was paid before is a client's credit as after a void.
create or replace macro taken_back(periods, client := null) as table
with asked as (
    select distinct period.since, period.until
    from (select unnest(periods) as period)
),

notes as materialized (
    select
        invoices.preceding_invoice_number as invoice_number, invoices.issue_date, invoices.total_amount, invoices.status,
        invoices.void_date
    from invoices
    where invoices.kind = 'credit_note' and invoices.preceding_invoice_number is not null and invoices.status <> 'draft'
),

concerned as materialized (
    select invoices.*
    from invoices
    where invoices.kind = 'invoice' and invoices.status <> 'draft'
        and is_asked(invoices.client_id, client)
        and (invoices.status = 'void' or invoices.invoice_number in (select notes.invoice_number from notes))
),

credited as (
    select notes.invoice_number, asked.since, sum(notes.total_amount) as amount
    from notes
    join asked
        on notes.issue_date between asked.since and asked.until
        and is_live(notes.status, notes.issue_date, notes.void_date, asked.until)
    group by notes.invoice_number, asked.since
),

reduced as (
    select reductions.invoice_number, asked.since, sum(reductions.amount) as amount
    from reductions
    semi join concerned on concerned.invoice_number = reductions.invoice_number
    join asked on reductions.reduction_date < asked.since
    group by reductions.invoice_number, asked.since
),

judged as (
    select
        concerned.currency as in_currency, asked.since, asked.until,
        coalesce(credited.amount, 0) as credited,
        is_live(concerned.status, concerned.issue_date, concerned.void_date, asked.until) as is_left,
        case
            when concerned.issue_date >= asked.since then concerned.total_amount
            when is_live(
                concerned.status, concerned.issue_date, concerned.void_date, (asked.since - interval 1 day)::date
            ) then greatest(concerned.total_amount - coalesce(reduced.amount, 0), 0)
            else 0
        end as to_collect,
        concerned.issue_date < asked.since as is_earlier
    from concerned
    join asked on concerned.issue_date <= asked.until
    left join credited on credited.invoice_number = concerned.invoice_number and credited.since = asked.since
    left join reduced on reduced.invoice_number = concerned.invoice_number and reduced.since = asked.since
)

select
    judged.in_currency as currency, judged.since, judged.until,
    sum(
        case
            when judged.is_left then -greatest(judged.credited - judged.to_collect, 0)
            when judged.is_earlier then judged.to_collect
            else 0
        end
    ) as amount
from judged
group by judged.in_currency, judged.since, judged.until;

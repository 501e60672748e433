-- One row per invoice that no longer bills its hours: void, or credited in full; the day from which they are free again.
create or replace view released_invoices as
with credits as (
    select
        reductions.invoice_number,
        reductions.reduction_date,
        invoices.total_amount,
        sum(reductions.amount) over (
            partition by reductions.invoice_number order by reductions.reduction_date
        ) as credited
    from reductions
    join invoices on invoices.invoice_number = reductions.invoice_number
    where reductions.kind = 'credit_note'
),

ends as (
    select invoice_number, coalesce(void_date, issue_date) as released_on
    from invoices
    where kind = 'invoice' and status = 'void'
    union all
    -- The last stretch of full credit counts: a void credit note bills the hours again.
    select invoice_number, min(reduction_date)
    from credits
    where credited >= total_amount and total_amount > 0
        and reduction_date > coalesce(
            (
                select max(below.reduction_date)
                from credits as below
                where below.invoice_number = credits.invoice_number and below.credited < below.total_amount
            ),
            date '0001-01-01'
        )
    group by invoice_number
)

select invoice_number, min(released_on) as released_on from ends group by invoice_number;

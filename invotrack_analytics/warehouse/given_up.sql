-- What is given up of an invoice: bad debts, and discounts that a client took. It counts only up to what everything else
-- leaves open; so it never makes a credit, and money that comes later takes its place.

-- One row per event that changes what an invoice owes whatever else does; a void credit note is taken back on its void date.
create or replace view firm_reductions as
select
    invoice_number, payment_date as reduction_date, amount, 'payment' as kind, payment_id as number, instalment_number
from payments
where invoice_number is not null
union all
select preceding_invoice_number, issue_date, total_amount, 'credit_note', invoice_number, null
from invoices
where kind = 'credit_note' and preceding_invoice_number is not null and status <> 'draft'
    and not (status = 'void' and coalesce(void_date, issue_date) <= issue_date)
union all
select preceding_invoice_number, void_date, -total_amount, 'credit_note', invoice_number, null
from invoices
where kind = 'credit_note' and preceding_invoice_number is not null and status = 'void' and void_date > issue_date
union all
select invoice_number, write_off_date, amount, kind, invoice_number, null
from write_offs
where kind not in ('bad_debt', 'discount');

-- One row per invoice, kind and day on which what counts as given up of it changed: more, or less because of a recovery.
-- Discounts count before bad debts.
create or replace view given_up_of_all as
with offered as (
    select invoice_number, write_off_date, kind, amount from write_offs where kind in ('bad_debt', 'discount')
),

moved as (
    select firm.invoice_number, firm.reduction_date as on_day, firm.amount as firm, 0 as discount, 0 as bad_debt
    from firm_reductions as firm
    semi join offered on offered.invoice_number = firm.invoice_number
    union all
    select
        invoice_number, write_off_date, 0, case when kind = 'discount' then amount else 0 end,
        case when kind = 'bad_debt' then amount else 0 end
    from offered
),

by_day as (
    select
        invoice_number, on_day, sum(firm) as firm, sum(discount) as discount, sum(bad_debt) as bad_debt
    from moved
    group by invoice_number, on_day
),

standing as (
    select
        by_day.invoice_number, by_day.on_day,
        greatest(invoices.total_amount - sum(by_day.firm) over until_then, 0) as still_owed,
        sum(by_day.discount) over until_then as discount,
        sum(by_day.bad_debt) over until_then as bad_debt
    from by_day
    join invoices on invoices.invoice_number = by_day.invoice_number
    where invoices.kind <> 'credit_note'
    window until_then as (partition by by_day.invoice_number order by by_day.on_day)
),

counted as (
    select
        invoice_number, on_day, least(discount, still_owed) as discount,
        least(bad_debt, still_owed - least(discount, still_owed)) as bad_debt
    from standing
),

changed as (
    select
        invoice_number, on_day, 'discount' as kind,
        discount - lag(discount, 1, 0) over (partition by invoice_number order by on_day) as amount
    from counted
    union all
    select
        invoice_number, on_day, 'bad_debt',
        bad_debt - lag(bad_debt, 1, 0) over (partition by invoice_number order by on_day)
    from counted
)

select invoice_number, on_day as given_up_on, kind, amount::decimal(38, 3) as amount from changed where amount <> 0;

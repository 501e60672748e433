-- What closes an invoice and is no money has a kind, and only a bad debt is a loss. What importers wrote as payments that
-- were none (tax withheld, roundings up, what was laid out for the buyer) becomes such a settlement, history included.
-- What counts as given up of an invoice is kept beside the balances.

create table books.rebuilt (
    row_id bigint primary key,
    "invoice_number" VARCHAR not null,
    "write_off_date" DATE not null,
    "amount" DECIMAL(18,3) not null,
    "reason" VARCHAR,
    "kind" VARCHAR check ("kind" in ('bad_debt', 'discount', 'withholding', 'rounding', 'laid_out')),
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null
);

create table books.rebuilt_history (
    row_id bigint not null,
    "invoice_number" VARCHAR not null,
    "write_off_date" DATE not null,
    "amount" DECIMAL(18,3) not null,
    "reason" VARCHAR,
    "kind" VARCHAR check ("kind" in ('bad_debt', 'discount', 'withholding', 'rounding', 'laid_out')),
    batch_id integer not null,
    source_line integer,
    recorded_in integer not null,
    superseded_in integer not null
);

insert into books.rebuilt
select
    row_id, invoice_number, write_off_date, amount, case when reason = 'rounding' then 'stated by the document' else reason end,
    case when reason = 'rounding' then 'rounding' else 'bad_debt' end,
    batch_id, source_line, recorded_in
from books.write_offs;

insert into books.rebuilt_history
select
    row_id, invoice_number, write_off_date, amount, case when reason = 'rounding' then 'stated by the document' else reason end,
    case when reason = 'rounding' then 'rounding' else 'bad_debt' end,
    batch_id, source_line, recorded_in, superseded_in
from books.write_offs_history;

create temp table settlements as
select
    row_number() over (order by payments.row_id) + (
        select coalesce(max(known.row_id), 0)
        from (select row_id from books.rebuilt union all select row_id from books.rebuilt_history) as known
    ) as row_id,
    payments.row_id as payment_row, payments.invoice_number, payments.payment_date, payments.amount, payments.method,
    payments.batch_id, payments.source_line, payments.recorded_in, payments.superseded_in
from (
    select row_id, payment_id, invoice_number, payment_date, amount, method, batch_id, source_line, recorded_in, null as superseded_in
    from books.payments
    union all
    select row_id, payment_id, invoice_number, payment_date, amount, method, batch_id, source_line, recorded_in, superseded_in
    from books.payments_history
) as payments
where payments.method in ('withheld', 'rounding', 'laid_out')
    and payments.payment_id = payments.invoice_number || '-' || payments.method;

insert into books.rebuilt
select
    row_id, invoice_number, payment_date, amount, 'stated by the document', case when method = 'withheld' then 'withholding' else method end,
    batch_id, source_line, recorded_in
from settlements
where superseded_in is null;

insert into books.rebuilt_history
select
    row_id, invoice_number, payment_date, amount, 'stated by the document', case when method = 'withheld' then 'withholding' else method end,
    batch_id, source_line, recorded_in, superseded_in
from settlements
where superseded_in is not null;

delete from books.payments where row_id in (select payment_row from settlements where superseded_in is null);

delete from books.payments_history where row_id in (select payment_row from settlements where superseded_in is not null);

drop table settlements;

drop table books.write_offs;

drop table books.write_offs_history;

alter table books.rebuilt rename to write_offs;

alter table books.rebuilt_history rename to write_offs_history;

create table books.given_up (
    invoice_number varchar not null,
    given_up_on date not null,
    kind varchar not null,
    amount decimal(18,3) not null
);

-- What was written off counts up to what everything else leaves open, day by day.
insert into books.given_up
with moved as (
    select invoice_number, payment_date as on_day, amount as firm, 0 as lost from books.payments
    union all
    select preceding_invoice_number, issue_date, total_amount, 0
    from books.invoices
    where kind = 'credit_note' and status <> 'draft'
        and not (status = 'void' and coalesce(void_date, issue_date) <= issue_date)
    union all
    select preceding_invoice_number, void_date, -total_amount, 0
    from books.invoices
    where kind = 'credit_note' and status = 'void' and void_date > issue_date
    union all
    select
        invoice_number, write_off_date, case when kind = 'bad_debt' then 0 else amount end,
        case when kind = 'bad_debt' then amount else 0 end
    from books.write_offs
),

standing as (
    select
        by_day.invoice_number, by_day.on_day,
        least(
            sum(by_day.lost) over until_then, greatest(invoices.total_amount - sum(by_day.firm) over until_then, 0)
        ) as lost
    from (
        select invoice_number, on_day, sum(firm) as firm, sum(lost) as lost
        from moved
        where invoice_number in (select invoice_number from books.write_offs where kind = 'bad_debt')
        group by invoice_number, on_day
    ) as by_day
    join books.invoices as invoices on invoices.invoice_number = by_day.invoice_number and invoices.kind = 'invoice'
    window until_then as (partition by by_day.invoice_number order by by_day.on_day)
),

changed as (
    select invoice_number, on_day, lost - lag(lost, 1, 0) over (partition by invoice_number order by on_day) as amount
    from standing
)

select invoice_number, on_day, 'bad_debt', amount from changed where amount <> 0;

-- The balances of invoices that were written off, and when they were last reduced.
update books.invoices as invoices
set
    balance = invoices.total_amount - summed.amount,
    last_reduction = summed.last_reduction
from (
    select invoice_number, sum(amount) as amount, max(on_day) as last_reduction
    from (
        select invoice_number, payment_date as on_day, amount from books.payments
        union all
        select preceding_invoice_number, issue_date, total_amount
        from books.invoices
        where kind = 'credit_note' and status <> 'draft'
            and not (status = 'void' and coalesce(void_date, issue_date) <= issue_date)
        union all
        select preceding_invoice_number, void_date, -total_amount
        from books.invoices
        where kind = 'credit_note' and status = 'void' and void_date > issue_date
        union all
        select invoice_number, write_off_date, amount from books.write_offs where kind <> 'bad_debt'
        union all
        select invoice_number, given_up_on, amount from books.given_up
    ) as reduced
    where invoice_number in (select invoice_number from books.write_offs where kind = 'bad_debt')
    group by invoice_number
) as summed
where invoices.invoice_number = summed.invoice_number and invoices.kind = 'invoice';

-- Books of $invoices invoices over five years up to 2026-09-30: most of them settled, 1.5 payments each, a few of every
-- other kind of document. Made from row numbers alone, so the same size gives the same books.
insert into books.batches values (1, 'import', timestamp '2026-10-01', 'large.csv', repeat('0', 64), 'invoices', '{}');

insert into books.clients (row_id, client_id, name, batch_id, source_line, recorded_in)
select n + 1, format('C{:06d}', n), format('Client {:06d}', n), 1, n + 2, 1
from range(greatest($invoices // 200, 10)) as made (n);

insert into books.employees (row_id, employee_id, name, hourly_rate, weekly_capacity_hours, batch_id, source_line, recorded_in)
select n + 1, format('E{:03d}', n), format('Employee {:03d}', n), 80 + n, 40, 1, n + 2, 1
from range(50) as made (n);

insert into books.projects (row_id, project_id, client_id, name, billing_method, currency, batch_id, source_line, recorded_in)
select n + 1, format('P{:06d}', n), format('C{:06d}', n), format('Project {:06d}', n), 'hourly', 'EUR', 1, n + 2, 1
from range(greatest($invoices // 200, 10)) as made (n);

create temp table drawn as
select
    n,
    format('2{:09d}', n) as invoice_number,
    format('C{:06d}', (n * 7919) % greatest($invoices // 200, 10)) as client_id,
    date '2021-10-01' + (n * 1826 // $invoices)::integer as issue_date,
    15 * (1 + (n * 31) % 4)::integer as terms,
    case when (n * 13) % 20 < 17 then 'EUR' when (n * 13) % 20 < 19 then 'USD' else 'GBP' end as currency,
    (1000 + (n * 1103515245 + 12345) % 2000000)::decimal(18, 3) / 100 as total,
    (n * 2654435761) % 1000 as fate,
    ((n * 1597) % 70 - 10)::integer as delay
from range($invoices) as made (n);

-- Of 1000 invoices: 972 paid (half of them in two parts), 8 in part, 11 never; 5 with a credit note for a tenth, 1 paid
-- too much, 2 bounced and paid again, 1 written off.
create temp table paid as
select n, invoice_number, client_id, currency, due_date + delay as paid_on, amount, part
from (
    select drawn.*, issue_date + terms as due_date, 1 as part,
        case
            when fate < 485 or fate >= 996 then total
            when fate < 970 then (total / 2)::decimal(18, 2)
            when fate < 978 then (total / 3)::decimal(18, 2)
            when fate between 990 and 994 then total - (total / 10)::decimal(18, 2)
            when fate = 995 then total + 10
        end as amount
    from drawn
    union all
    select drawn.*, issue_date + terms + 15, 2, total - (total / 2)::decimal(18, 2)
    from drawn
    where fate between 485 and 969
    union all
    select drawn.*, issue_date + terms + 7, 2, -total from drawn where fate in (996, 997)
    union all
    select drawn.*, issue_date + terms + 30, 3, total from drawn where fate in (996, 997)
)
where amount is not null and due_date + delay <= date '2026-09-30';

create temp table credited as
select n, invoice_number, client_id, currency, issue_date + 20 as credited_on, (total / 10)::decimal(18, 2) as amount
from drawn
where fate between 990 and 994 and issue_date + 20 <= date '2026-09-30';

create temp table given_up as
select n, invoice_number, issue_date + 200 as given_up_on, total as amount
from drawn
where fate = 989 and issue_date + 200 <= date '2026-09-30';

create temp table reduced as
select invoice_number, sum(amount) as amount, max(reduced_on) as last_reduction
from (
    select invoice_number, amount, paid_on as reduced_on from paid
    union all
    select invoice_number, amount, credited_on from credited
    union all
    select invoice_number, amount, given_up_on from given_up
)
group by invoice_number;

insert into books.invoices (
    row_id, invoice_number, client_id, issue_date, due_date, currency, net_amount, tax_amount, total_amount, kind,
    preceding_invoice_number, status, batch_id, source_line, recorded_in, balance, last_reduction
)
select
    drawn.n + 1, drawn.invoice_number, drawn.client_id, drawn.issue_date, drawn.issue_date + drawn.terms, drawn.currency,
    (drawn.total / 1.21)::decimal(18, 2), drawn.total - (drawn.total / 1.21)::decimal(18, 2), drawn.total, 'invoice',
    null, 'issued', 1, drawn.n + 2, 1, drawn.total - coalesce(reduced.amount, 0), reduced.last_reduction
from drawn
left join reduced on reduced.invoice_number = drawn.invoice_number
order by drawn.n;

insert into books.invoices (
    row_id, invoice_number, client_id, issue_date, currency, total_amount, kind, preceding_invoice_number, status,
    batch_id, source_line, recorded_in, balance
)
select
    $invoices + n + 1, 'N' || invoice_number, client_id, credited_on, currency, amount, 'credit_note', invoice_number,
    'issued', 1, $invoices + n + 2, 1, amount
from credited;

insert into books.invoice_lines (
    row_id, invoice_number, line_number, quantity, unit_price, net_amount, tax_rate, category, batch_id, source_line,
    recorded_in
)
select
    n + 1, invoice_number, 1, 1, (total / 1.21)::decimal(18, 2), (total / 1.21)::decimal(18, 2), 21,
    ['advice', 'support', 'licences'][1 + (n % 3)], 1, n + 2, 1
from drawn;

insert into books.payments (
    row_id, payment_id, payment_date, amount, client_id, invoice_number, currency, batch_id, source_line, recorded_in
)
select
    row_number() over (order by n, part), format('M{:09d}-{}', n, part), paid_on, amount, client_id, invoice_number,
    currency, 1, n + 2, 1
from paid
union all
select 10 * $invoices + n, format('U{:09d}', n), issue_date, total, client_id, null, currency, 1, n + 2, 1
from drawn
where fate = 500;

insert into books.write_offs (row_id, invoice_number, write_off_date, amount, kind, batch_id, source_line, recorded_in)
select n + 1, invoice_number, given_up_on, amount, 'bad_debt', 1, n + 2, 1
from given_up;

insert into books.given_up (invoice_number, given_up_on, kind, amount)
select invoice_number, given_up_on, 'bad_debt', amount
from given_up;

insert into books.timesheets (
    row_id, entry_id, employee_id, project_id, work_date, hours, billable, batch_id, source_line, recorded_in
)
select
    n + 1, format('T{:09d}', n), format('E{:03d}', n % 50), format('P{:06d}', (n * 7919) % greatest($invoices // 200, 10)),
    issue_date, 1 + n % 8, n % 10 <> 0, 1, n + 2, 1
from drawn
where n % 2 = 0;

insert into books.billed_entries (
    row_id, entry_id, invoice_number, line_number, hours, rate, rate_source, amount, batch_id, source_line, recorded_in
)
select
    n + 1, format('T{:09d}', n), invoice_number, 1, 1, 100, 'entry', (total / 1.21)::decimal(18, 2), 1, n + 2, 1
from drawn
where n % 20 = 4;

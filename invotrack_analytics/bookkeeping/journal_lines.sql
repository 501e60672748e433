-- One row per line of a journal entry that falls between two days: what an account is debited (positive) or credited
-- (negative). An entry is one document, or the void that takes one back; its amounts add up to nothing.
create macro journal_lines(first_day, last_day) as table
with issued as (
    select
        invoices.invoice_number, invoices.client_id, invoices.currency, invoices.kind, invoices.issue_date,
        invoices.due_date, invoices.total_amount,
        case when invoices.kind = 'credit_note' then -1 else 1 end as direction,
        coalesce(invoices.net_amount, invoices.total_amount - coalesce(invoices.tax_amount, 0)) as net,
        invoices.total_amount
        - coalesce(invoices.net_amount, invoices.total_amount - coalesce(invoices.tax_amount, 0)) as tax,
        case
            when invoices.kind = 'credit_note' and invoices.preceding_invoice_number is null then 'unapplied'
            else 'receivable'
        end as owed_as,
        case when invoices.status = 'void' and invoices.void_date <= last_day then invoices.void_date end as ends_on
    from invoices
    where is_live(invoices.status, invoices.issue_date, invoices.void_date, invoices.issue_date)
        and invoices.issue_date <= last_day
),

lines as (
    select
        issued.invoice_number, invoice_lines.category, invoice_lines.tax_rate,
        coalesce(
            invoice_lines.net_amount,
            to_minor_unit(coalesce(invoice_lines.quantity::decimal(38, 6) * invoice_lines.unit_price, 0), issued.currency)
        )::decimal(38, 3) as net
    from invoice_lines
    join issued on issued.invoice_number = invoice_lines.invoice_number
),

-- What lines leave of their document's net, or are more than it, is a sale of no category.
sold as (
    select parts.invoice_number, parts.category, parts.tax_rate, sum(parts.net)::decimal(38, 3) as net
    from (
        select lines.invoice_number, lines.category, lines.tax_rate, lines.net
        from lines
        union all
        select issued.invoice_number, null, null, issued.net - coalesce(lined.net, 0)
        from issued
        left join (select invoice_number, sum(net) as net from lines group by invoice_number) as lined
            on lined.invoice_number = issued.invoice_number
    ) as parts
    group by parts.invoice_number, parts.category, parts.tax_rate
    having sum(parts.net) <> 0
),

-- A document's tax by rate, where it states it and that is all of it.
stated as (
    select taxes.invoice_number, taxes.tax_rate, sum(taxes.tax_amount)::decimal(38, 3) as tax
    from invoice_taxes as taxes
    join issued on issued.invoice_number = taxes.invoice_number
    where taxes.invoice_number in (
        select whole.invoice_number
        from invoice_taxes as whole
        join issued as document on document.invoice_number = whole.invoice_number
        group by whole.invoice_number
        having sum(whole.tax_amount::decimal(38, 3)) = any_value(document.tax)
    )
    group by taxes.invoice_number, taxes.tax_rate
),

-- Else each is half-up of its nets (EN 16931, BR-CO-17); the lowest rate has what is left of the document's own tax.
rated as (
    select
        lines.invoice_number, lines.tax_rate, issued.tax as document_tax,
        to_minor_unit(
            sum(lines.net)::decimal(24, 3) * (any_value(lines.tax_rate) * 0.01)::decimal(9, 6),
            any_value(issued.currency)
        ) as tax,
        row_number() over (partition by lines.invoice_number order by lines.tax_rate) = 1 as comes_last
    from lines
    join issued on issued.invoice_number = lines.invoice_number
    where lines.tax_rate > 0 and issued.tax <> 0
        and lines.invoice_number not in (select stated.invoice_number from stated)
    group by lines.invoice_number, lines.tax_rate, issued.tax
),

taxed as (
    select
        rated.invoice_number, rated.tax_rate,
        case
            when rated.comes_last
                then rated.document_tax
                    - (sum(rated.tax) over (partition by rated.invoice_number) - rated.tax)
            else rated.tax
        end::decimal(38, 3) as tax
    from rated
    union all
    select stated.invoice_number, stated.tax_rate, stated.tax from stated
    union all
    select issued.invoice_number, null, issued.tax
    from issued
    where issued.tax <> 0 and issued.invoice_number not in (select rated.invoice_number from rated)
        and issued.invoice_number not in (select stated.invoice_number from stated)
),

document_lines as (
    select
        issued.invoice_number, issued.owed_as as role, null as qualifier, null::decimal(9, 4) as tax_rate,
        issued.client_id, issued.direction * issued.total_amount::decimal(38, 3) as amount
    from issued
    union all
    select
        issued.invoice_number, case when issued.kind = 'late_fee' then 'late_fees' else 'sales' end, sold.category,
        sold.tax_rate, null, -issued.direction * sold.net
    from sold
    join issued on issued.invoice_number = sold.invoice_number
    union all
    select issued.invoice_number, 'output_tax', null, taxed.tax_rate, null, -issued.direction * taxed.tax
    from taxed
    join issued on issued.invoice_number = taxed.invoice_number
    where taxed.tax <> 0
),

-- What closes an invoice and is no money, as far as it counts; money that comes for what was written off gives it back.
given_up as (
    select
        issued.invoice_number, issued.client_id, issued.currency, issued.ends_on,
        case when settlements.kind = 'write_off' then 'bad_debt' else settlements.kind end as kind,
        greatest(settlements.settled_on, issued.issue_date) as given_up_on,
        sum(settlements.amount)::decimal(38, 3) as amount
    from settlements
    join issued on issued.invoice_number = settlements.invoice_number
    where issued.kind <> 'credit_note' and settlements.settled_on <= last_day
        and (issued.ends_on is null or greatest(settlements.settled_on, issued.issue_date) < issued.ends_on)
    group by all
),

received as (
    select
        payments.payment_id, payments.payment_date, payments.client_id, payments.currency,
        case when payments.invoice_number is null then 'unapplied' else 'receivable' end as owed_as,
        case when payments.payment_id like 'stripe:%' then 'gateway' else 'bank' end as came_to,
        dense_rank() over (
            partition by payments.payment_id order by payments.payment_date, payments.currency
        ) as place,
        sum(payments.amount)::decimal(38, 3) as amount
    from payments
    where payments.payment_date <= last_day
    group by payments.payment_id, payments.payment_date, payments.client_id, payments.currency, owed_as, came_to
    having sum(payments.amount) <> 0
),

all_lines as (
    select
        issued.kind || ':' || issued.invoice_number as subject, issued.issue_date as entry_date, issued.kind,
        issued.invoice_number as document, issued.client_id as of_client, issued.currency, issued.due_date,
        document_lines.role, document_lines.qualifier, document_lines.tax_rate, document_lines.client_id,
        document_lines.amount
    from document_lines
    join issued on issued.invoice_number = document_lines.invoice_number
    where issued.total_amount <> 0
    union all
    select
        'void:' || issued.invoice_number, issued.ends_on, 'void', issued.invoice_number, issued.client_id,
        issued.currency, null, document_lines.role, document_lines.qualifier, document_lines.tax_rate,
        document_lines.client_id, -document_lines.amount
    from document_lines
    join issued on issued.invoice_number = document_lines.invoice_number
    where issued.ends_on is not null and issued.total_amount <> 0
    union all
    select
        sides.subject, sides.entry_date, sides.kind, sides.document, sides.of_client, sides.currency, null,
        sides.role, sides.qualifier, null, sides.client_id, sides.amount
    from (
        select
            concat_ws(':', 'write_off', given_up.invoice_number, given_up.given_up_on, given_up.kind) as subject,
            given_up.given_up_on as entry_date, 'write_off' as kind, given_up.invoice_number as document,
            given_up.client_id as of_client, given_up.currency, 'write_off' as role, given_up.kind as qualifier,
            null as client_id, given_up.amount::decimal(38, 3) as amount
        from given_up
        union all
        select
            concat_ws(':', 'write_off', given_up.invoice_number, given_up.given_up_on, given_up.kind),
            given_up.given_up_on, 'write_off', given_up.invoice_number, given_up.client_id, given_up.currency,
            'receivable', null, given_up.client_id, -given_up.amount
        from given_up
        union all
        select
            'void:' || given_up.invoice_number, given_up.ends_on, 'void', given_up.invoice_number, given_up.client_id,
            given_up.currency, 'write_off', given_up.kind, null, -given_up.amount
        from given_up
        where given_up.ends_on is not null
        union all
        select
            'void:' || given_up.invoice_number, given_up.ends_on, 'void', given_up.invoice_number, given_up.client_id,
            given_up.currency, 'receivable', null, given_up.client_id, given_up.amount
        from given_up
        where given_up.ends_on is not null
    ) as sides
    union all
    select
        'payment:' || received.payment_id || case when received.place > 1 then '.' || received.place else '' end,
        received.payment_date, 'payment', received.payment_id, received.client_id, received.currency, null,
        sides.role, null, null, case when sides.owed then received.client_id end,
        case when sides.owed then -received.amount else received.amount end
    from received
    cross join lateral (
        select received.came_to as role, false as owed
        union all
        select received.owed_as, true
    ) as sides
),

summed as (
    select
        all_lines.subject, all_lines.entry_date, all_lines.kind, all_lines.document, min(all_lines.of_client) as of_client,
        all_lines.currency, min(all_lines.due_date) as due_date, all_lines.role, all_lines.qualifier,
        all_lines.tax_rate, all_lines.client_id, sum(all_lines.amount)::decimal(38, 3) as amount
    from all_lines
    where all_lines.entry_date between first_day and last_day
    group by
        all_lines.subject, all_lines.entry_date, all_lines.kind, all_lines.document, all_lines.currency,
        all_lines.role, all_lines.qualifier, all_lines.tax_rate, all_lines.client_id
    having sum(all_lines.amount) <> 0
)

select
    summed.*,
    clients.name as client_name,
    row_number() over (
        partition by summed.subject
        order by
            case
                when summed.role in ('bank', 'gateway', 'write_off') then 0
                when summed.role in ('receivable', 'unapplied') then 1
                else 2
            end,
            summed.role, summed.client_id, summed.qualifier, summed.tax_rate
    ) as line_number
from summed
left join clients on clients.client_id = summed.of_client;

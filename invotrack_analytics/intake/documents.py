"""Documents: files that repeat a document's header on each of its lines give one row per document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from invotrack_analytics.intake.casting import or_default
from invotrack_analytics.intake.reading import text_of
from invotrack_analytics.intake.selection import wanted
from invotrack_analytics.model import Dataset
from invotrack_analytics.sources.identify import BoundTable

INCOMPLETE = "incomplete_document"


def by_document(dataset: Dataset, bound: BoundTable, query: str) -> str:
    """One row per key from a query of lines, in the data set's columns, at its first line.

    What a later line leaves blank is as on the first; a line that says otherwise stays a row of its own, so that it is
    found to be a duplicate. Columns declared as sums are added up.
    """
    key = f'"{dataset.key[0]}"'
    summed = {name for name, source in bound.columns.items() if source.source.sum}
    plain = [name for name in dataset.column_names if name not in summed]
    filled = ", ".join(
        f'coalesce("{name}", case when {key} is not null then first_value("{name}" ignore nulls) '
        f'over (partition by {key} order by line) end) as "{name}"'
        for name in plain
        # The currency may be told by the amounts of one line alone.
        if (name in bound.columns or name == "currency") and name != dataset.key[0]
    )
    columns = ", ".join(
        f'sum("{name}")::{dataset[name].sql_type} as "{name}"'
        if name in summed
        else f'{_defaulted(dataset, name)} as "{name}"'
        for name in dataset.column_names
    )
    grouped = ", ".join([*(f'"{name}"' for name in plain), f"(case when {key} is null then line end)"])
    return f"""
        with lines as ({query}),
        filled as (select * {f"replace ({filled})" if filled else ""} from lines)
        select min(line) as line, bool_or(suspect) as suspect, bool_or(marked) as marked, {columns}
        from filled group by {grouped} order by 1
    """


def _defaulted(dataset: Dataset, name: str) -> str:
    return or_default(dataset[name], f'"{name}"')


def whole_documents(bound: BoundTable, name: str, raw: str, names: Mapping[str, str]) -> Iterator[str]:
    """Statements that note which lines make one document, where its total or its numbering needs all of them."""
    key = bound.columns.get("invoice_number")
    depends = any(source.source.sum or source.source.how == "ordinal" for source in bound.columns.values())
    if key is None or not depends:
        return
    yield f"create temp table if not exists {name} (line bigint, document varchar)"
    yield f"insert into {name} select line, {text_of(key, names)} from {raw} where {wanted(bound, names)}"


def negative_as_credited(kind: str, invoices: str) -> str:
    """A statement that makes credit notes of invoices with a negative total: tools without any write them so."""
    return f"""
        update {invoices} set
            kind = '{kind}', total_amount = -total_amount, net_amount = -net_amount, tax_amount = -tax_amount
        where total_amount < 0
    """


def payments_as_refunded(payments: str, invoices: str) -> str:
    """A statement that makes refunds of what settled credit notes: it leaves the client's account, not an invoice's."""
    return f"""
        update {payments} as payments set
            invoice_number = null,
            client_id = coalesce(payments.client_id, invoices.client_id),
            currency = coalesce(payments.currency, invoices.currency)
        from {invoices} as invoices
        where invoices.invoice_number = payments.invoice_number and invoices.kind = 'credit_note'
            and payments.amount < 0
    """


def lines_as_credited(lines: str, invoices: str) -> str:
    """A statement that gives the lines of credit notes the sign of their totals, where a tool writes them negative."""
    return f"""
        update {lines} set
            quantity = case when unit_price < 0 then quantity else -quantity end,
            unit_price = abs(unit_price),
            net_amount = -net_amount
        where invoice_number in (
            select lines.invoice_number
            from {lines} as lines
            semi join (select invoice_number from {invoices} where kind = 'credit_note') using (invoice_number)
            group by lines.invoice_number
            having sum(coalesce(lines.net_amount, lines.quantity::decimal(38, 6) * lines.unit_price)) < 0
        )
    """

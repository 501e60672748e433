"""Credit note: what takes back all of an invoice that earlier credit notes have left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.issued import Document
from invotrack_analytics.billing.wording import WORDING
from invotrack_analytics.errors import BillingError

_LINE = ("line_number", "description", "quantity", "unit_price", "net_amount", "tax_rate", "category")


@dataclass(frozen=True)
class CreditNote:
    """A credit note that has everything but its number; amounts positive, lines as the data set has them."""

    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    lines: tuple[dict[str, object], ...]


def compose_credit_note(connection: duckdb.DuckDBPyConnection, invoice: Document) -> CreditNote:
    """The credit note for what is left of an invoice: all of it with its own lines, else the rest as one line.

    Net and tax are what the invoice's exceed those of the earlier ones. Raises BillingError where nothing is left.
    """
    earlier, earlier_tax = connection.execute(
        """
        select
            coalesce(sum(total_amount), 0),
            coalesce(sum(coalesce(tax_amount, total_amount - net_amount, 0)), 0)
        from books.invoices
        where kind = 'credit_note' and preceding_invoice_number = ? and status = 'issued'
        """,
        [invoice.invoice_number],
    ).fetchone() or (Decimal(0), Decimal(0))
    total = invoice.total_amount - earlier
    if total <= 0:
        told = "is credited in full already" if earlier else "is of zero"
        message = f"{invoice.name} {told}; there is nothing left to credit"
        raise BillingError(message)
    # Earlier notes may have split tax otherwise; the rest never has a negative part.
    tax = min(max(invoice.tax_amount - earlier_tax, Decimal(0)), total)
    net = total - tax
    lines = _lines_of(connection, invoice)
    if earlier or not lines:
        words = WORDING.credited_rest if earlier else WORDING.credited_invoice
        lines = (_one_line(words.format(number=invoice.invoice_number), net, lines),)
    return CreditNote(net, tax, total, lines)


def _lines_of(connection: duckdb.DuckDBPyConnection, invoice: Document) -> tuple[dict[str, object], ...]:
    columns = ", ".join(_LINE)
    rows = connection.execute(
        f"select {columns} from books.invoice_lines where invoice_number = ? order by line_number",
        [invoice.invoice_number],
    ).fetchall()
    return tuple(dict(zip(_LINE, row, strict=True)) for row in rows)


def _one_line(description: str, net: Decimal, lines: tuple[dict[str, object], ...]) -> dict[str, object]:
    def common(column: str) -> object:
        values = {line[column] for line in lines}
        return values.pop() if len(values) == 1 else None

    return {
        "line_number": 1,
        "description": description,
        "quantity": Decimal(1),
        "unit_price": net,
        "net_amount": net,
        "tax_rate": common("tax_rate"),
        "category": common("category"),
    }

"""Issued documents: what the books say of one, and what has happened to it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.errors import BillingError


@dataclass(frozen=True)
class Document:
    """One invoice or credit note of the books; a net and tax that it does not state follow from its total."""

    row_id: int
    invoice_number: str
    client_id: str
    issue_date: date
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    kind: str
    preceding_invoice_number: str | None
    status: str
    void_date: date | None
    sent_date: date | None

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"{'credit note' if self.kind == 'credit_note' else 'invoice'} {self.invoice_number}"


def find_issued(connection: duckdb.DuckDBPyConnection, number: str, on: date, deed: str) -> Document:
    """The document of this number, where it may be voided or credited (`deed`) on this day.

    Raises BillingError where it is unknown, a draft, void, or younger than the day.
    """
    row = connection.execute(
        """
        select
            row_id, invoice_number, client_id, issue_date, currency,
            total_amount - coalesce(tax_amount, total_amount - net_amount, 0),
            coalesce(tax_amount, total_amount - net_amount, 0),
            total_amount, kind, preceding_invoice_number, status, void_date, sent_date
        from books.invoices
        where invoice_number = ?
        """,
        [number],
    ).fetchone()
    if row is None:
        message = f"there is no invoice {number} in the books; look it up in the report documents"
        raise BillingError(message)
    document = Document(*row)
    if document.status == "draft":
        message = f"{document.name} is a draft and owed by nobody; there is nothing to {deed}"
    elif document.status == "void":
        since = document.void_date or document.issue_date
        message = f"{document.name} is void since {since} already; there is nothing to {deed}"
    elif on < document.issue_date:
        message = f"{document.name} is of {document.issue_date}; choose that day or a later one to {deed} it, not {on}"
    else:
        return document
    raise BillingError(message)


def counting_reductions(connection: duckdb.DuckDBPyConnection, number: str, on: date) -> frozenset[str]:
    """The kinds of documents that reduce an invoice at the end of the day, or will later. Needs the ledger.

    A payment that bounced by then, or a credit note void by then, counts no more.
    """
    rows = connection.execute(
        """
        select kind
        from reductions
        where invoice_number = $number
        group by kind
        having sum(amount) filter (where reduction_date <= $on::date) <> 0
            or count(*) filter (where reduction_date > $on::date and amount <> 0) > 0
        """,
        {"number": number, "on": on},
    ).fetchall()
    return frozenset(kind for (kind,) in rows)


def billed_on(connection: duckdb.DuckDBPyConnection, number: str) -> tuple[Decimal, tuple[str, ...]]:
    """The hours that an invoice bills and no credit note took back, and their entries in the order of its lines."""
    rows = connection.execute(
        """
        select billed.hours, billed.entry_id
        from books.billed_entries as billed
        join claims on claims.entry_id = billed.entry_id and claims.invoice_number = billed.invoice_number
        where billed.invoice_number = ? and claims.released_on is null
        order by billed.line_number, billed.row_id
        """,
        [number],
    ).fetchall()
    return sum((hours for hours, _ in rows), Decimal(0)), tuple(entry_id for _, entry_id in rows)

"""Sales documents: the invoices and credit notes of a journal as the import files of Xero and QuickBooks have them.

Those programs make their own entries of a document, so they are handed documents, not debits and credits: a line for
each category and rate, net beside tax. Receipts reach them by the bank. A document that is void, or changed after it
was handed over, cannot be told in such a file; it is left out and named.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invotrack_analytics.documents.ledger.amounts import plain
from invotrack_analytics.documents.ledger.booking_pairs import shares
from invotrack_analytics.documents.ledger.journal import Entry, Journal
from invotrack_analytics.documents.ledger.rendered import Rendered, Told

DOCUMENTS = frozenset({"invoice", "credit_note", "late_fee"})
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class _Row:
    """A line of a document, negative in a credit note."""

    number: str
    client: str
    issue_date: date
    due_date: date
    currency: str
    description: str
    account: str
    category: str
    tax_rate: Decimal | None
    net: Decimal
    tax: Decimal


def xero(journal: Journal) -> Rendered:
    """Sales invoices in the layout of Xero's import template, amounts without tax."""
    header = (
        *("*ContactName", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate", "*Description", "*Quantity"),
        *("*UnitAmount", "*AccountCode", "*TaxType", "TaxAmount", "Currency"),
    )
    rows, told = _documents(journal)
    body = [
        [
            *(_text(row.client), _text(row.number), "", row.issue_date.isoformat(), row.due_date.isoformat()),
            *(_text(row.description), "1", plain(row.net, row.currency), _text(row.account)),
            *(f"{_percent(row.tax_rate)} sales tax", plain(row.tax, row.currency), row.currency),
        ]
        for row in rows
    ]
    return Rendered({"xero-sales-invoices.csv": _csv(header, body)} if body else {}, told)


def quickbooks(journal: Journal) -> Rendered:
    """Invoices in the layout of QuickBooks Online's import."""
    header = (
        *("*InvoiceNo", "*Customer", "*InvoiceDate", "*DueDate", "Item(Product/Service)", "ItemDescription"),
        *("ItemQuantity", "ItemRate", "ItemAmount", "Item Tax Amount", "Currency"),
    )
    rows, told = _documents(journal)
    body = [
        [
            *(_text(row.number), _text(row.client), row.issue_date.isoformat(), row.due_date.isoformat()),
            *(_text(row.category), _text(row.description), "1"),
            *(plain(amount, row.currency) for amount in (row.net, row.net, row.tax)),
            row.currency,
        ]
        for row in rows
    ]
    return Rendered({"quickbooks-invoices.csv": _csv(header, body)} if body else {}, told)


def _documents(journal: Journal) -> tuple[list[_Row], tuple[Told, ...]]:
    names = {client.client_id: client.name for client in journal.clients}
    void = {entry.document for entry in journal.entries if entry.kind == "void"}
    changed = {entry.document for entry in journal.entries if entry.reverses and entry.kind in DOCUMENTS}
    rows: list[_Row] = []
    told: list[Told] = []
    for entry in journal.entries:
        if entry.kind not in DOCUMENTS or entry.reverses:
            continue
        if entry.document in void:
            told.append(Told(entry.document, "void_left_out", entry.text))
        elif entry.document in changed:
            continue
        else:
            rows += _lines(entry, names)
    told += [Told(number, "changed_since", number) for number in sorted(changed - void)]
    return rows, tuple(told)


def _lines(entry: Entry, names: dict[str, str]) -> Iterator[_Row]:
    owed = next(line for line in entry.lines if line.client_id is not None)
    sold = [line for line in entry.lines if line.role in {"sales", "late_fees"}]
    taxes: dict[Decimal | None, Decimal] = {}
    for line in entry.lines:
        if line.role == "output_tax":
            taxes[line.tax_rate] = taxes.get(line.tax_rate, Decimal(0)) - line.amount
    for rate in dict.fromkeys(line.tax_rate for line in sold):
        same = [line for line in sold if line.tax_rate == rate]
        nets = [-line.amount for line in same]
        for line, net, tax in zip(same, nets, shares(taxes.get(rate, Decimal(0)), nets), strict=True):
            yield _Row(
                number=entry.document,
                client=names.get(owed.client_id or "", owed.client_id or ""),
                issue_date=entry.document_date or entry.day,
                due_date=entry.due_date or entry.document_date or entry.day,
                currency=entry.currency,
                description=line.category or entry.text,
                account=line.account,
                category=line.category or "",
                tax_rate=rate,
                net=net,
                tax=tax,
            )


def _percent(rate: Decimal | None) -> str:
    return f"{(rate or Decimal(0)).normalize():f}%"


def _text(text: str) -> str:
    # A spreadsheet would run such a text.
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()

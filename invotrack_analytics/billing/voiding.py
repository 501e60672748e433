"""Voiding and crediting: the two ways in which an issued document is taken back, and its hours set free again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import duckdb

from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.credit_note import (
    Part,
    compose_credit_note,
    compose_partial_credit_note,
    left_to_credit,
)
from invotrack_analytics.billing.entering import enter_taxes
from invotrack_analytics.billing.fiscal import FiscalState, record_issued, record_void
from invotrack_analytics.billing.issued import Document, billed_on, counting_reductions, find_issued
from invotrack_analytics.billing.numbering import next_numbers
from invotrack_analytics.billing.publishing import files_of, publish_missing
from invotrack_analytics.billing.result import IssuedInvoice, taxes_told
from invotrack_analytics.billing.withholding import Settlement, credited, settle
from invotrack_analytics.billing.wording import Wording, wording_in
from invotrack_analytics.config import Settings
from invotrack_analytics.errors import BillingError
from invotrack_analytics.model.billed_entries import BILLED_ENTRIES
from invotrack_analytics.model.billed_items import BILLED_ITEMS
from invotrack_analytics.model.invoice_lines import INVOICE_LINES
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.money import round_to_minor_unit
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.posting import amend, begin_touching, post, rebalance, touch

_NAMES = {
    "payment": "payments",
    "credit_note": "credit notes",
    "write_off": "write-offs",
    "discount": "discounts",
    "withholding": "withheld tax",
    "rounding": "roundings",
    "laid_out": "amounts laid out",
}
_OF_ISSUE = frozenset({"withholding", "rounding", "laid_out"})
"""What an invoice says itself, and what ends with it."""


def void(books: Books, settings: Settings, *, number: str, on: date, recorded_at: datetime) -> FiscalState | None:
    """Make an invoice or credit note void from a day on; until the day before it counts as it did.

    The hours of an invoice are free from that day. Refused where money, credit or a write-off counts on the invoice
    then or later, and where it was sent to the client: it is to be credited instead. A credit note is not voided once
    the hours that it set free are on another invoice, since they would be billed twice.
    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    with changing(books, settings) as connection:
        document = find_issued(connection, number, on, "void")
        if document.kind == "credit_note":
            _refuse_billed_again(connection, document, on)
        else:
            _refuse_reduced(connection, document, on)
        _refuse_sent(document)
        begin_touching(connection)
        batch_id = new_batch(connection, "void", recorded_at)
        amend(connection, INVOICES, document.row_id, {"status": "void", "void_date": on}, batch_id)
        touch(connection, document.preceding_invoice_number or number)
        rebalance(connection)
        return record_void(connection, settings, number, batch_id, recorded_at)


def credit(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    *,
    number: str,
    on: date,
    recorded_at: datetime,
    part: Part | None = None,
    reason: str | None = None,
    reason_code: str | None = None,
    by: str | None = None,
) -> IssuedInvoice:
    """Issue a credit note, dated `on`, for all of an invoice that is not credited yet, or a part; publish its PDF.

    An invoice that was credited in part before is credited for the rest, so that afterwards it is credited in full and
    its hours are free from that day. A part sets free the entries (or expense, milestone, fee) that it is for, and an
    amount sets none. What was paid on it becomes the client's unapplied credit; what was written off must be taken
    back first, or the client would be credited with money that it never paid. `reason` stands on the credit note.
    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    with changing(books, settings) as connection:
        invoice = find_issued(connection, number, on, "credit")
        if invoice.kind == "credit_note":
            message = f"{invoice.name} is no invoice; void it to take it back"
            raise BillingError(message)
        _refuse_written_off(connection, invoice, on)
        wording = _wording(connection, settings, invoice)
        if part is None:
            hours, entry_ids = billed_on(connection, number)
            note = compose_credit_note(connection, invoice, wording)
        else:
            note = compose_partial_credit_note(connection, invoice, part, wording)
            hours, entry_ids = note.hours, note.entry_ids
        rest = part is None or note.total_amount == left_to_credit(connection, invoice)
        taken_back = credited(connection, number, invoice.currency, note.net_amount, is_last=rest)
        note = replace(note, withheld=taken_back)
        note_number = next(next_numbers(connection, settings.billing.credit_note_series, on))
        begin_touching(connection)
        batch_id = new_batch(connection, "credit", recorded_at)
        head = {
            "invoice_number": note_number,
            "client_id": invoice.client_id,
            "issue_date": on,
            "currency": invoice.currency,
            "net_amount": note.net_amount,
            "tax_amount": note.tax_amount,
            "total_amount": note.total_amount,
            "kind": "credit_note",
            "preceding_invoice_number": number,
            "status": "issued",
            "notes": reason,
            "reason_code": reason_code,
            "made_by": by,
        }
        post(connection, INVOICES, [head], batch_id)
        for dataset, rows in (
            (INVOICE_LINES, note.lines),
            (BILLED_ENTRIES, note.entries),
            (BILLED_ITEMS, note.items),
        ):
            post(connection, dataset, [{**row, "invoice_number": note_number} for row in rows], batch_id)
        enter_taxes(connection, [(note_number, note.taxes, note.withheld)], batch_id, settings.company.country)
        settle(connection, [Settlement(number, on, -one.amount, one.kind) for one in note.withheld], batch_id)
        begin_touching(connection)
        touch(connection, number)
        rebalance(connection)
        recorded = record_issued(connection, settings, [note_number], batch_id, recorded_at, by, reason)
    published = publish_missing(books, settings)
    return IssuedInvoice(
        invoice_number=note_number,
        client_id=invoice.client_id,
        currency=invoice.currency,
        net_amount=round_to_minor_unit(note.net_amount, invoice.currency),
        tax_amount=round_to_minor_unit(note.tax_amount, invoice.currency),
        total_amount=round_to_minor_unit(note.total_amount, invoice.currency),
        hours=hours,
        entry_ids=entry_ids,
        taxes=taxes_told(note.taxes, settings),
        withheld=note.withheld,
        fiscal=recorded.get(note_number),
        files=files_of(settings, note_number),
        problems=published.problems,
        notes=published.notes,
    )


def mark_sent(books: Books, settings: Settings, *, number: str, on: date, recorded_at: datetime) -> None:
    """Note when a document went to its client: from then on it is credited, not voided. Raises BillingError."""
    with changing(books, settings) as connection:
        document = find_issued(connection, number, on, "send")
        batch_id = new_batch(connection, "sent", recorded_at)
        amend(connection, INVOICES, document.row_id, {"sent_date": on}, batch_id)


def _wording(connection: duckdb.DuckDBPyConnection, settings: Settings, invoice: Document) -> Wording:
    (language,) = connection.execute(
        "select language from clients where client_id = ?", [invoice.client_id]
    ).fetchone() or (None,)
    return wording_in(language, settings.company.locale)


def _refuse_sent(document: Document) -> None:
    if document.sent_date:
        deed = "credit it instead" if document.kind == "invoice" else "issue an invoice for what it credited"
        message = f"{document.name} was sent on {document.sent_date}; {deed}"
        raise BillingError(message)


def _refuse_reduced(connection: duckdb.DuckDBPyConnection, invoice: Document, on: date) -> None:
    found = counting_reductions(connection, invoice.invoice_number, on) - _OF_ISSUE
    # What the buyer withholds was settled by the invoice itself, and goes with it.
    found -= {"withholding"}
    if found:
        kinds = " and ".join(_NAMES[kind] for kind in sorted(found))
        message = f"{invoice.name} has {kinds} that count on {on} or later; credit it instead"
        raise BillingError(message)


def _refuse_written_off(connection: duckdb.DuckDBPyConnection, invoice: Document, on: date) -> None:
    if "write_off" in counting_reductions(connection, invoice.invoice_number, on):
        message = (
            f"{invoice.name} is written off, in part at least; import its write-offs with amount 0, then credit it"
        )
        raise BillingError(message)


def _refuse_billed_again(connection: duckdb.DuckDBPyConnection, note: Document, on: date) -> None:
    """A credit note that bears entries has set these free, any other those of its whole invoice."""
    found = connection.execute(
        """
        with freed as (
            select entry_id from books.billed_entries where invoice_number = $note
            union all
            select entry_id from books.billed_entries
            where invoice_number = $credited
                and not exists (select 1 from books.billed_entries as own where own.invoice_number = $note)
        )

        select claims.entry_id, claims.invoice_number
        from claims
        semi join freed on freed.entry_id = claims.entry_id
        where claims.invoice_number <> $credited and coalesce(claims.released_on > $on::date, true)
        """,
        {"note": note.invoice_number, "credited": note.preceding_invoice_number, "on": on},
    ).fetchone()
    if found:
        message = (
            f"{note.name} set entry {found[0]} free, which {found[1]} bills again; void or credit {found[1]} first"
        )
        raise BillingError(message)

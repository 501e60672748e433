"""Voiding and crediting: the two ways in which an issued document is taken back, and its hours set free again."""

from __future__ import annotations

from datetime import date, datetime

import duckdb

from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.credit_note import compose_credit_note
from invotrack_analytics.billing.issued import Document, billed_on, counting_reductions, find_issued
from invotrack_analytics.billing.numbering import next_numbers
from invotrack_analytics.billing.publishing import files_of, publish_missing
from invotrack_analytics.billing.result import IssuedInvoice
from invotrack_analytics.config import Settings
from invotrack_analytics.errors import BillingError
from invotrack_analytics.model.invoice_lines import INVOICE_LINES
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.money import round_to_minor_unit
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.posting import amend, begin_touching, post, rebalance, touch

_NAMES = {"payment": "payments", "credit_note": "credit notes", "write_off": "write-offs"}


def void(books: Books, settings: Settings, *, number: str, on: date, recorded_at: datetime) -> None:
    """Make an invoice or credit note void from a day on; until the day before it counts as it did.

    The hours of an invoice are free from that day. Refused where money, credit or a write-off counts on the invoice
    then or later: it is to be credited instead. A credit note is not voided once the hours that it set free are on
    another invoice, since they would be billed twice. Raises BillingError, WorkspaceError, BooksLockedError.
    """
    with changing(books, settings) as connection:
        document = find_issued(connection, number, on, "void")
        if document.kind == "credit_note":
            _refuse_billed_again(connection, document, on)
        else:
            _refuse_reduced(connection, document, on)
        begin_touching(connection)
        batch_id = new_batch(connection, "void", recorded_at)
        amend(connection, INVOICES, document.row_id, {"status": "void", "void_date": on}, batch_id)
        touch(connection, document.preceding_invoice_number or number)
        rebalance(connection)


def credit(books: Books, settings: Settings, *, number: str, on: date, recorded_at: datetime) -> IssuedInvoice:
    """Issue a credit note, dated `on`, for all of an invoice that is not credited yet, and publish its PDF.

    An invoice that was credited in part before is credited for the rest, so that afterwards it is credited in full and
    its hours are free from that day. What was paid on it becomes the client's unapplied credit; what was written off
    must be taken back first, or the client would be credited with money that it never paid.
    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    with changing(books, settings) as connection:
        invoice = find_issued(connection, number, on, "credit")
        if invoice.kind == "credit_note":
            message = f"{invoice.name} is no invoice; void it to take it back"
            raise BillingError(message)
        _refuse_written_off(connection, invoice, on)
        note = compose_credit_note(connection, invoice)
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
        }
        post(connection, INVOICES, [head], batch_id)
        post(connection, INVOICE_LINES, [{**line, "invoice_number": note_number} for line in note.lines], batch_id)
        touch(connection, number)
        rebalance(connection)
        hours, entry_ids = billed_on(connection, number)
    publish_missing(books, settings)
    return IssuedInvoice(
        invoice_number=note_number,
        client_id=invoice.client_id,
        currency=invoice.currency,
        net_amount=round_to_minor_unit(note.net_amount, invoice.currency),
        tax_amount=round_to_minor_unit(note.tax_amount, invoice.currency),
        total_amount=round_to_minor_unit(note.total_amount, invoice.currency),
        hours=hours,
        entry_ids=entry_ids,
        files=files_of(settings, note_number),
    )


def _refuse_reduced(connection: duckdb.DuckDBPyConnection, invoice: Document, on: date) -> None:
    found = counting_reductions(connection, invoice.invoice_number, on)
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
    found = connection.execute(
        """
        select again.entry_id, again.invoice_number
        from books.billed_entries as credited
        join books.billed_entries as again
            on again.entry_id = credited.entry_id and again.invoice_number <> credited.invoice_number
        join books.invoices as invoices on invoices.invoice_number = again.invoice_number
        left join released_invoices on released_invoices.invoice_number = again.invoice_number
        where credited.invoice_number = $credited
            and invoices.kind = 'invoice'
            and coalesce(released_invoices.released_on > $on::date, true)
        """,
        {"credited": note.preceding_invoice_number, "on": on},
    ).fetchone()
    if found:
        message = (
            f"{note.name} set entry {found[0]} free, which {found[1]} bills again; void or credit {found[1]} first"
        )
        raise BillingError(message)

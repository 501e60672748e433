"""Invoicing: from unbilled hours to issued invoices, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast, get_args

import duckdb

from invotrack_analytics.billing.candidates import find_candidates
from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.composition import GroupBy, Invoice, Per, compose
from invotrack_analytics.billing.numbering import next_numbers
from invotrack_analytics.billing.publishing import files_of, publish_missing
from invotrack_analytics.billing.result import BillingResult, IssuedInvoice, Unbillable
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.company_look import look_of
from invotrack_analytics.errors import BillingError
from invotrack_analytics.model.billed_entries import BILLED_ENTRIES
from invotrack_analytics.model.invoice_lines import INVOICE_LINES
from invotrack_analytics.model.invoices import INVOICES
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.posting import post
from invotrack_analytics.warehouse.reader import Reader

__all__ = ["BillingResult", "IssuedInvoice", "Unbillable", "bill"]

CATEGORY = "services"


@dataclass(frozen=True)
class _Choice:
    """What a run is to bill, and how."""

    through: date
    issue_date: date
    client: str | None
    project: str | None
    per: Per
    group_by: GroupBy


@dataclass(frozen=True)
class _Proposal:
    """Invoices with the numbers they get, and what cannot be billed."""

    invoices: tuple[tuple[str, Invoice], ...]
    unbillable: tuple[Unbillable, ...]

    @property
    def told(self) -> BillingResult:
        """The proposal as the result of a run, without files."""
        return BillingResult(tuple(_told(number, invoice) for number, invoice in self.invoices), self.unbillable)


def bill(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    *,
    through: date,
    issue_date: date,
    recorded_at: datetime,
    client: str | None = None,
    project: str | None = None,
    per: str = "client",
    group_by: str = "project",
    dry_run: bool = False,
) -> BillingResult:
    """Issue invoices dated `issue_date` for the unbilled billable hours worked by `through`, and publish their PDFs.

    One invoice per client (or project) and currency, numbered in the order of these; lines by `group_by` and rate. An
    entry is taken only where every invoice that ever billed it is void or credited in full by `issue_date`. What stays
    behind is told with its reason; an invoice of zero is not issued. `recorded_at` is in UTC.

    A dry run tells the same, with the numbers that would be given, and writes nothing. If the process dies, either all
    invoices are in the books or none; the next run also makes the PDFs that were left undone.

    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    choice = _Choice(
        through=through,
        issue_date=issue_date,
        client=client,
        project=project,
        per=cast("Per", _one_of("per", per, get_args(Per))),
        group_by=cast("GroupBy", _one_of("group-by", group_by, get_args(GroupBy))),
    )
    if dry_run:
        reader = Reader(books, settings)
        try:
            return _propose(reader.connection, settings, choice).told
        finally:
            reader.close()
    # What keeps a document from being made is told before a number is given.
    look_of(settings)
    with changing(books, settings) as connection:
        proposal = _propose(connection, settings, choice)
        if proposal.invoices:
            _enter(connection, proposal, new_batch(connection, "bill", recorded_at))
    publish_missing(books, settings)
    result = proposal.told
    return replace(
        result,
        invoices=tuple(
            replace(invoice, files=files_of(settings, invoice.invoice_number)) for invoice in result.invoices
        ),
    )


def _propose(connection: duckdb.DuckDBPyConnection, settings: Settings, choice: _Choice) -> _Proposal:
    candidates = find_candidates(
        connection,
        through=choice.through,
        issue_date=choice.issue_date,
        client=choice.client,
        project=choice.project,
    )
    composed = compose(
        [entry for entry in candidates if entry.reason is None],
        settings,
        issue_date=choice.issue_date,
        per=choice.per,
        group_by=choice.group_by,
    )
    worth_nothing = {entry for invoice in composed if not invoice.total_amount for entry in invoice.entry_ids}
    numbers = next_numbers(connection, settings.billing.series, choice.issue_date)
    return _Proposal(
        # The numbers last: one that is taken is given.
        invoices=tuple((next(numbers), invoice) for invoice in composed if invoice.total_amount),
        unbillable=tuple(
            Unbillable(entry.entry_id, entry.reason or "zero_amount")
            for entry in candidates
            if entry.reason is not None or entry.entry_id in worth_nothing
        ),
    )


def _enter(connection: duckdb.DuckDBPyConnection, proposal: _Proposal, batch_id: int) -> None:
    post(connection, INVOICES, [_document(number, invoice) for number, invoice in proposal.invoices], batch_id)
    lines = [
        (number, place, line) for number, invoice in proposal.invoices for place, line in enumerate(invoice.lines, 1)
    ]
    post(
        connection,
        INVOICE_LINES,
        [
            {
                "invoice_number": number,
                "line_number": place,
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "net_amount": line.net_amount,
                "tax_rate": line.tax_rate,
                "category": CATEGORY,
            }
            for number, place, line in lines
        ],
        batch_id,
    )
    post(
        connection,
        BILLED_ENTRIES,
        [
            {
                "entry_id": entry.entry_id,
                "invoice_number": number,
                "line_number": place,
                "hours": entry.hours,
                "rate": line.unit_price,
                "rate_source": entry.rate_source,
                "amount": entry.amount,
            }
            for number, place, line in lines
            for entry in line.entries
        ],
        batch_id,
    )


def _document(number: str, invoice: Invoice) -> dict[str, object]:
    return {
        "invoice_number": number,
        "client_id": invoice.client_id,
        "issue_date": invoice.issue_date,
        "due_date": invoice.due_date,
        "currency": invoice.currency,
        "net_amount": invoice.net_amount,
        "tax_amount": invoice.tax_amount,
        "total_amount": invoice.total_amount,
        "kind": "invoice",
        "status": "issued",
    }


def _told(number: str, invoice: Invoice) -> IssuedInvoice:
    return IssuedInvoice(
        invoice_number=number,
        client_id=invoice.client_id,
        currency=invoice.currency,
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        total_amount=invoice.total_amount,
        hours=invoice.hours,
        entry_ids=invoice.entry_ids,
    )


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        message = f"{option} {value} is not known; it is {' or '.join(allowed)}"
        raise BillingError(message)
    return value

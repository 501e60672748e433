"""Invoicing: from unbilled hours, expenses and fees to invoices, issued or as drafts, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar, cast, get_args

import duckdb

from invotrack_analytics.billing.candidates import Candidate, find_candidates
from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.charging import charge
from invotrack_analytics.billing.composition import GroupBy, Per, compose, subject_of, subject_of_item
from invotrack_analytics.billing.entering import enter
from invotrack_analytics.billing.fiscal import FiscalState, record_issued
from invotrack_analytics.billing.holds import clients_on_hold, note_despite_hold
from invotrack_analytics.billing.invoice import Invoice
from invotrack_analytics.billing.items import Item, Progress, find_items, find_progress
from invotrack_analytics.billing.judging import Judge, Judgement
from invotrack_analytics.billing.numbering import draft_codes, next_numbers
from invotrack_analytics.billing.publishing import files_of, publish_missing
from invotrack_analytics.billing.result import (
    BillingResult,
    IssuedInvoice,
    KeptBack,
    Overrun,
    ShownLine,
    Unbillable,
    UnbillableItem,
    taxes_told,
)
from invotrack_analytics.billing.taxing import Subject, TaxRuleTieError
from invotrack_analytics.billing.terms import ProjectTerms, Terms, read_terms
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.company_look import look_of
from invotrack_analytics.errors import BillingError
from invotrack_analytics.reports.asked import listed
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.ledger import BILLING
from invotrack_analytics.warehouse.reader import Reader

__all__ = ["BillingResult", "IssuedInvoice", "Unbillable", "bill"]


@dataclass(frozen=True)
class _Choice:
    """What a run is to bill, and how."""

    through: date
    issue_date: date
    client: Sequence[str]
    project: str | None
    per: Per
    group_by: GroupBy
    draft: bool
    despite_hold: bool
    today: date


@dataclass(frozen=True)
class _Proposal:
    """Invoices with the numbers they get, and what cannot be billed."""

    invoices: tuple[tuple[str, Invoice], ...]
    told: BillingResult
    """The proposal as the result of a run, without files."""


def bill(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    *,
    through: date,
    issue_date: date,
    recorded_at: datetime,
    client: str | Iterable[str] | None = None,
    project: str | None = None,
    per: str = "client",
    group_by: str = "project",
    draft: bool = False,
    by: str | None = None,
    dry_run: bool = False,
    despite_hold: bool = False,
) -> BillingResult:
    """Issue invoices dated `issue_date` for what is unbilled and worked, spent or due by `through`; publish their PDFs.

    One invoice per client (or project) and currency, numbered in the order of these; lines by `group_by` and rate. An
    entry is taken only where every invoice that ever billed it is void or credited by `issue_date`. What stays behind
    is told with its reason; an invoice of zero is not issued. `recorded_at` is in UTC, `by` is who bills.

    With `draft` nothing is issued: drafts have a code in place of a number, hold what they bill, and are no receivables
    until they are issued. A dry run tells the same, with the numbers that would be given, and writes nothing. If the
    process dies, either all invoices are in the books or none; the next run also makes the PDFs that were left undone.

    A client on hold is left out (`credit_hold`), unless with `despite_hold`, which is noted of the client.

    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    choice = _Choice(
        through=through,
        issue_date=issue_date,
        client=listed(client),
        project=project,
        per=cast("Per", _one_of("per", per, get_args(Per))),
        group_by=cast("GroupBy", _one_of("group-by", group_by, get_args(GroupBy))),
        draft=draft,
        despite_hold=despite_hold,
        today=recorded_at.date(),
    )
    if dry_run:
        reader = Reader(books, settings)
        reader.macros.make(BILLING)
        try:
            return _propose(reader.connection, settings, choice).told
        finally:
            reader.close()
    if settings.billing.approval and not draft:
        message = "[billing] approval = true asks that each invoice be approved; make drafts with `bill --draft`"
        raise BillingError(message)
    # What keeps a document from being made is told before a number is given.
    look_of(settings)
    recorded: dict[str, FiscalState] = {}
    with changing(books, settings) as connection:
        proposal = _propose(connection, settings, choice)
        if proposal.invoices:
            batch_id = new_batch(connection, "draft" if draft else "bill", recorded_at)
            head = {"status": "draft" if draft else "issued", "made_by": by}
            enter(connection, proposal.invoices, batch_id, head, settings.company.country)
            if despite_hold:
                clients = {invoice.client_id for _, invoice in proposal.invoices}
                note_despite_hold(connection, clients, issue_date, by, recorded_at)
            if not draft:
                numbers = [number for number, _ in proposal.invoices]
                recorded = record_issued(connection, settings, numbers, batch_id, recorded_at, by)
    published = publish_missing(books, settings)
    return replace(
        proposal.told,
        problems=published.problems,
        notes=published.notes,
        invoices=tuple(
            replace(
                invoice,
                files=files_of(settings, invoice.invoice_number),
                fiscal=recorded.get(invoice.invoice_number, invoice.fiscal),
            )
            for invoice in proposal.told.invoices
        ),
    )


def told(
    number: str, invoice: Invoice, settings: Settings, status: str = "issued", judgement: Judgement | None = None
) -> IssuedInvoice:
    """An invoice as results tell it, without files."""
    return IssuedInvoice(
        invoice_number=number,
        client_id=invoice.client_id,
        currency=invoice.currency,
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        total_amount=invoice.total_amount,
        hours=invoice.hours,
        entry_ids=invoice.entry_ids,
        lines=tuple(
            ShownLine(
                line.description,
                line.quantity,
                line.unit_price,
                line.discount_amount,
                line.net_amount,
                line.category,
            )
            for line in invoice.lines
        ),
        taxes=taxes_told(invoice.taxes, settings),
        withheld=invoice.withheld,
        told=judgement.notes if judgement else invoice.told,
        claim=judgement.claim if judgement else None,
        fiscal=judgement.fiscal if judgement else None,
        status=status,
    )


def _propose(connection: duckdb.DuckDBPyConnection, settings: Settings, choice: _Choice) -> _Proposal:
    terms = read_terms(connection, settings)
    candidates = find_candidates(
        connection,
        through=choice.through,
        issue_date=choice.issue_date,
        client=choice.client,
        project=choice.project,
    )
    items = find_items(
        connection,
        through=choice.through,
        issue_date=choice.issue_date,
        client=choice.client,
        project=choice.project,
        expenses=settings.billing.expenses != "never",
    )
    progress = find_progress(connection, choice.issue_date)
    candidates = [_judged(entry, subject_of(entry), terms) for entry in candidates]
    items = [_judged(item, subject_of_item(item), terms) for item in items]
    if not choice.despite_hold:
        held = clients_on_hold(connection, choice.issue_date)
        candidates = [_held(entry, held) for entry in candidates]
        items = [_held(item, held) for item in items]
    due = [item for item in items if item.reason is None]
    charges = charge(candidates, due, terms, progress)
    composed = compose(charges, due, terms, issue_date=choice.issue_date, per=choice.per, group_by=choice.group_by)
    if choice.draft:
        numbers: Iterator[str] = draft_codes(connection)
    else:
        numbers = next_numbers(connection, settings.billing.series, choice.issue_date)
    judge = Judge(connection, settings, choice.today)
    judge.prepare(invoice.client_id for invoice in composed)
    kept_back: list[tuple[Invoice, str]] = []
    kept_gaps: list[KeptBack] = []
    accepted: list[tuple[str, Invoice, Judgement]] = []
    number = next(numbers)
    for invoice in composed:
        reason = _kept_back(invoice, settings)
        if reason is None:
            judgement = judge.judge(number, invoice)
            reason = judgement.reason
            if reason is None or choice.draft:
                # A number that an invoice takes is given: what is kept back uses none up.
                accepted.append((number, replace(invoice, told=judgement.notes), judgement))
                number = next(numbers)
                continue
            kept_gaps.append(KeptBack(invoice.client_id, reason, judgement.gaps))
        kept_back.append((invoice, reason))
    left = charges.left | {entry_id: reason for invoice, reason in kept_back for entry_id in invoice.entry_ids}
    left_items = {(item.kind, item.item_id): item.reason for item in items if item.reason is not None} | {
        (item.kind, item.item_id): reason for invoice, reason in kept_back for item in invoice.items
    }
    invoices = tuple((number, invoice) for number, invoice, _ in accepted)
    status = "draft" if choice.draft else "issued"
    projects = {entry.entry_id: entry.project_id for entry in candidates}
    result = BillingResult(
        invoices=tuple(told(number, invoice, settings, status, judgement) for number, invoice, judgement in accepted),
        kept_back=tuple(kept_gaps),
        unbillable=tuple(
            Unbillable(entry.entry_id, left[entry.entry_id]) for entry in candidates if entry.entry_id in left
        ),
        unbillable_items=tuple(
            UnbillableItem(item.kind, item.item_id, item.project_id, reason)
            for item in items
            if (reason := left_items.get((item.kind, item.item_id)))
        ),
        overruns=tuple(_overruns([invoice for _, invoice in invoices], terms, progress, projects)),
    )
    return _Proposal(invoices, result)


_Billed = TypeVar("_Billed", Candidate, Item)


def _held(thing: _Billed, held: frozenset[str]) -> _Billed:
    """What is to be billed; kept back where its client is on hold."""
    return replace(thing, reason="credit_hold") if thing.reason is None and thing.client_id in held else thing


_Taxed = TypeVar("_Taxed", Candidate, Item)


def _judged(thing: _Taxed, subject: Subject, terms: Terms) -> _Taxed:
    """What is to be billed; kept back where two tax rules fit it equally well."""
    try:
        terms.taxing.tax_of(subject)
    except TaxRuleTieError:
        return replace(thing, reason="tax_rule_tie")
    return thing


def _kept_back(invoice: Invoice, settings: Settings) -> str | None:
    """Why an invoice is not to be issued, if anything keeps it back."""
    discounted = any(line.category == "discount" or line.discount_amount for line in invoice.lines)
    sells = any(line.gross_amount > 0 for line in invoice.sold)
    if invoice.total_amount < 0 or (not invoice.total_amount and not (discounted and sells)):
        return "zero_amount"
    alone = all(line.category == "expenses" for line in invoice.sold)
    return "waits_for_hours" if alone and settings.billing.expenses == "with_hours" else None


def _overruns(
    invoices: list[Invoice], terms: Terms, progress: dict[str, Progress], projects: dict[str, str]
) -> Iterator[Overrun]:
    """Projects billed in this run whose hours have gone beyond what was agreed."""
    amounts: dict[str, Decimal] = {}
    hours: dict[str, Decimal] = {}
    for invoice in invoices:
        for line in invoice.lines:
            for entry in line.entries:
                project_id = projects[entry.entry_id]
                amounts[project_id] = amounts.get(project_id, Decimal(0)) + entry.amount
                hours[project_id] = hours.get(project_id, Decimal(0)) + entry.hours
    for project_id, amount in sorted(amounts.items()):
        project = terms.projects[project_id]
        if project.billing_method == "hourly":
            reached = progress.get(project_id, Progress())
            yield from _beyond(project_id, project, reached.billed_amount + amount, reached.hours + hours[project_id])


def _beyond(project_id: str, project: ProjectTerms, amount: Decimal, hours: Decimal) -> Iterator[Overrun]:
    if project.budget_amount is not None and amount > project.budget_amount:
        yield Overrun(project_id, "budget_amount", project.budget_amount, amount)
    if project.budget_hours is not None and hours > project.budget_hours:
        yield Overrun(project_id, "budget_hours", project.budget_hours, hours)


def _one_of(option: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        message = f"{option} {value} is not known; it is {' or '.join(allowed)}"
        raise BillingError(message)
    return value

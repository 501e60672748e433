"""Running: due periods become invoices or drafts, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import duckdb

from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.entering import enter
from invotrack_analytics.billing.fiscal import record_issued
from invotrack_analytics.billing.invoice import Invoice
from invotrack_analytics.billing.judging import Judge
from invotrack_analytics.billing.numbering import draft_codes, next_numbers
from invotrack_analytics.billing.publishing import publish_missing
from invotrack_analytics.billing.recurring.due import LEDGER, DuePeriod, due_periods
from invotrack_analytics.billing.terms import Terms, read_terms
from invotrack_analytics.billing.withholding import with_withholding
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.company_look import look_of
from invotrack_analytics.errors import BillingError
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.ledger import BILLING
from invotrack_analytics.warehouse.reader import Reader

CatchUp = Literal["draft", "each", "combine"]
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class BilledPeriod:
    """One period as a run has billed it, or would; the amounts are its own, also on an invoice with others."""

    schedule_id: str
    period_start: date
    period_end: date
    invoice_number: str | None
    draft: str | None
    issue_date: date
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    late: bool


@dataclass(frozen=True)
class WaitingPeriod:
    """One period that is due and cannot be billed, or whose charge waits."""

    schedule_id: str
    period_start: date
    reason: str
    """`no_price`, `no_mandate` or `zero_amount`."""


@dataclass(frozen=True)
class RecurringResult:
    """The outcome of a run, or of its rehearsal."""

    invoices: tuple[BilledPeriod, ...]
    waiting: tuple[WaitingPeriod, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Document:
    """What goes on one invoice or draft."""

    periods: tuple[DuePeriod, ...]
    is_draft: bool
    is_late: bool


def bill_recurring(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    *,
    through: date,
    issue_date: date,
    recorded_at: datetime,
    schedule: str | None = None,
    period: date | None = None,
    catch_up: CatchUp | None = None,
    dry_run: bool = False,
    many: bool = False,
    by: str | None = None,
) -> RecurringResult:
    """Bill every period whose bill date is `through` or earlier and that no invoice has ever had, oldest first.

    What is late by more than [recurring] late_after_days, or one of several due of a schedule, is billed by `catch_up`
    (the schedule's own where none is given): as drafts, as an invoice each, or all of a schedule on one. A claim on
    (schedule, period) is entered with the invoice, so a period is billed once whatever runs and however often; what
    was voided or credited in full is billed again only when `schedule` and `period` name it.

    Raises BillingError, also where more than [recurring] ask_above documents would be made and not `many`.
    """
    if period is not None and schedule is None:
        message = "a period is one of a schedule; name that too"
        raise BillingError(message)
    if dry_run:
        with Reader(books, settings) as reader:
            reader.macros.make((*BILLING, *LEDGER))
            return _proposal(reader.connection, settings, through, issue_date, schedule, period, catch_up, many)[1]
    look_of(settings)
    with changing(books, settings, LEDGER) as connection:
        documents, result = _proposal(connection, settings, through, issue_date, schedule, period, catch_up, many)
        if documents:
            batch_id, country = new_batch(connection, "recurring", recorded_at), settings.company.country
            for status in ("issued", "draft"):
                numbered = [(number, invoice) for number, invoice, state in documents if state == status]
                if numbered:
                    enter(connection, numbered, batch_id, {"status": status, "made_by": by}, country)
                if numbered and status == "issued":
                    record_issued(connection, settings, [number for number, _ in numbered], batch_id, recorded_at, by)
    published = publish_missing(books, settings)
    return replace(result, problems=published.problems, notes=published.notes)


def _proposal(  # noqa: PLR0913, PLR0917  what a run is asked
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    through: date,
    issue_date: date,
    schedule: str | None,
    period: date | None,
    catch_up: CatchUp | None,
    many: bool,  # noqa: FBT001
) -> tuple[list[tuple[str, Invoice, str]], RecurringResult]:
    due = due_periods(
        connection,
        through=through,
        issue_date=issue_date,
        lead_days=settings.recurring.lead_days,
        schedule=schedule,
        period=period,
    )
    terms = read_terms(connection, settings)
    waiting = [WaitingPeriod(one.schedule_id, one.period_start, one.reason) for one in due if one.reason is not None]
    documents: list[tuple[_Document, Invoice]] = []
    judge = Judge(connection, settings, issue_date)
    sample = next(next_numbers(connection, settings.billing.series, issue_date))
    for document in _documents([one for one in due if one.reason is None], settings, issue_date, catch_up):
        invoice = _invoice(document, terms, issue_date)
        judge.prepare([invoice.client_id])
        kept_back = None if document.is_draft else judge.judge(sample, invoice).reason
        if kept_back is not None:
            waiting += [WaitingPeriod(one.schedule_id, one.period_start, kept_back) for one in document.periods]
        elif invoice.total_amount <= 0:
            waiting += [WaitingPeriod(one.schedule_id, one.period_start, "zero_amount") for one in document.periods]
        else:
            documents.append((document, invoice))
            # Until a gateway has a mandate to charge, the client pays as anybody does.
            waiting += [
                WaitingPeriod(one.schedule_id, one.period_start, "no_mandate")
                for one in document.periods
                if one.mode == "charge"
            ]
    if len(documents) > settings.recurring.ask_above and not many:
        message = (
            f"{len(documents)} invoices would be made, more than recurring.ask_above = {settings.recurring.ask_above}; "
            "look at them with --dry-run --yes, then say --yes"
        )
        raise BillingError(message)
    issued, drafts = next_numbers(connection, settings.billing.series, issue_date), draft_codes(connection)
    numbered = [
        (next(drafts) if document.is_draft else next(issued), invoice, document) for document, invoice in documents
    ]
    billed = [
        _told(number, one, document, terms, issue_date) for number, _, document in numbered for one in document.periods
    ]
    entered = [(number, invoice, "draft" if document.is_draft else "issued") for number, invoice, document in numbered]
    return entered, RecurringResult(tuple(billed), tuple(waiting))


def _documents(
    due: Sequence[DuePeriod], settings: Settings, issue_date: date, catch_up: CatchUp | None
) -> Iterator[_Document]:
    by_schedule: defaultdict[str, list[DuePeriod]] = defaultdict(list)
    for period in due:
        by_schedule[period.schedule_id].append(period)
    late_from = issue_date - timedelta(days=settings.recurring.late_after_days)
    combined: set[str] = set()
    for period in due:
        periods = by_schedule[period.schedule_id]
        late = len(periods) > 1 or period.bill_date < late_from
        chosen = catch_up or period.catch_up
        draft = period.mode == "draft" or settings.billing.approval or (late and chosen == "draft")
        if not late or chosen != "combine":
            yield _Document((period,), draft, late)
        elif period.schedule_id not in combined:
            combined.add(period.schedule_id)
            yield _Document(tuple(periods), draft, is_late=True)


def _invoice(document: _Document, terms: Terms, issue_date: date) -> Invoice:
    first = document.periods[0]
    client = terms.clients[first.client_id]
    lines = tuple(line for period in document.periods for line in period.lines(terms, issue_date))
    invoice = Invoice(
        client_id=first.client_id,
        currency=first.currency,
        issue_date=issue_date,
        due_date=issue_date + timedelta(days=client.payment_terms_days),
        lines=lines,
        purchase_order=first.purchase_order or client.purchase_order,
        contract_reference=client.contract_reference,
        told=terms.taxing.notes_on(first.client_id, [line.tax for line in lines]),
    )
    return with_withholding(invoice, terms.taxing)


def _told(number: str, period: DuePeriod, document: _Document, terms: Terms, issue_date: date) -> BilledPeriod:
    own = _invoice(replace(document, periods=(period,)), terms, issue_date)
    return BilledPeriod(
        schedule_id=period.schedule_id,
        period_start=period.period_start,
        period_end=period.period_end,
        invoice_number=None if document.is_draft else number,
        draft=number if document.is_draft else None,
        issue_date=issue_date,
        net_amount=own.net_amount,
        tax_amount=own.tax_amount,
        total_amount=own.total_amount,
        late=document.is_late,
    )

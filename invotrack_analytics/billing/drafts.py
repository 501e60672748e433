"""Drafts: invoices that are made, reviewed, edited and approved before they get a number and are issued.

A draft lies in the books as an invoice with the status `draft` under a code of its own (`DRAFT-00001`). It holds what
it bills, so that nobody else bills it, and is owed by nobody. Issued, it goes under the next number of the series, and
the draft is gone; its versions stay in the history, as those of any row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.editing import DraftEdit, edited
from invotrack_analytics.billing.entering import enter, withdraw
from invotrack_analytics.billing.fiscal import FiscalState, record_issued
from invotrack_analytics.billing.invoice import BilledEntry, BilledItem, Invoice, Line, Withheld
from invotrack_analytics.billing.invoicing import told
from invotrack_analytics.billing.judging import Judge, Judgement
from invotrack_analytics.billing.numbering import is_draft_code, next_numbers
from invotrack_analytics.billing.publishing import files_of, publish_missing
from invotrack_analytics.billing.result import BillingResult
from invotrack_analytics.billing.taxing import Tax
from invotrack_analytics.billing.terms import read_terms
from invotrack_analytics.billing.withholding import with_withholding
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.company_look import look_of
from invotrack_analytics.errors import BillingError
from invotrack_analytics.warehouse.books import Books, new_batch


@dataclass(frozen=True)
class Draft:
    """One draft: its invoice as it would be issued, and who has made and approved it."""

    code: str
    client_name: str
    invoice: Invoice
    made_by: str | None
    """Who made it, or edited it last."""
    approved_by: str | None


def find_drafts(
    connection: duckdb.DuckDBPyConnection, client: Sequence[str] = (), code: str | None = None
) -> list[Draft]:
    """Every draft, of one client or code or all, by its code. Needs the ledger's data sets."""
    heads = connection.execute(
        """
        select
            invoices.invoice_number, clients.name, invoices.client_id, invoices.currency, invoices.issue_date,
            invoices.due_date, invoices.purchase_order, invoices.notes, invoices.contract_reference, invoices.made_by,
            invoices.approved_by
        from invoices
        join clients on clients.client_id = invoices.client_id
        where invoices.status = 'draft' and invoices.kind = 'invoice'
            and (len($client::varchar[]) = 0 or list_contains($client::varchar[], invoices.client_id))
            and ($code::varchar is null or invoices.invoice_number = $code)
        order by invoices.invoice_number
        """,
        {"client": list(client), "code": code},
    ).fetchall()
    return [
        Draft(
            code=code,
            client_name=name,
            invoice=Invoice(
                client_id=client_id,
                currency=currency,
                issue_date=issue_date,
                due_date=due_date,
                lines=_lines_of(connection, code, currency),
                purchase_order=purchase_order,
                notes=notes,
                contract_reference=contract,
                withheld=_withheld_of(connection, code),
            ),
            made_by=made_by,
            approved_by=approved_by,
        )
        for (
            code, name, client_id, currency, issue_date, due_date, purchase_order, notes, contract, made_by,
            approved_by,
        ) in heads
        if is_draft_code(code)
    ]  # fmt: skip


def find_draft(connection: duckdb.DuckDBPyConnection, code: str) -> Draft:
    """The draft of this code. Raises BillingError where there is none."""
    for draft in find_drafts(connection, code=code):
        return draft
    message = f"there is no draft {code}; `invotrack drafts list` names them all"
    raise BillingError(message)


def edit_draft(  # noqa: PLR0913  what is changed, by whom and when
    books: Books, settings: Settings, *, code: str, edit: DraftEdit, by: str | None, recorded_at: datetime
) -> Draft:
    """Change a draft; who edits it becomes its maker, and it is to be approved again.

    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    with changing(books, settings) as connection:
        draft = find_draft(connection, code)
        terms = read_terms(connection, settings)
        rules = {
            entry_id: terms.projects[project_id].rounding
            for entry_id, project_id in connection.execute(
                """
                select billed_entries.entry_id, timesheets.project_id
                from billed_entries
                join timesheets on timesheets.entry_id = billed_entries.entry_id
                where billed_entries.invoice_number = ?
                """,
                [code],
            ).fetchall()
        }
        wording = terms.clients[draft.invoice.client_id].wording
        invoice = with_withholding(edited(draft.invoice, edit, rules, wording, f"draft {code}"), terms.taxing)
        changed = replace(draft, invoice=invoice, made_by=by or draft.made_by, approved_by=None)
        _replace(connection, changed, new_batch(connection, "draft", recorded_at), settings.company.country)
    return changed


def approve_drafts(
    books: Books, settings: Settings, *, codes: Sequence[str], by: str | None, recorded_at: datetime
) -> None:
    """Approve drafts, all or none. Where the settings ask for approval, nobody approves what they made themselves.

    Raises BillingError, WorkspaceError, BooksLockedError.
    """
    if not by:
        message = "a draft is approved by somebody; say who"
        raise BillingError(message)

    def approve(connection: duckdb.DuckDBPyConnection, drafts: list[Draft]) -> None:
        batch_id = new_batch(connection, "draft", recorded_at)
        for draft in drafts:
            if settings.billing.approval and draft.made_by == by:
                message = f"draft {draft.code} was made by {by}; another is to approve it ([billing] approval = true)"
                raise BillingError(message)
            _replace(connection, replace(draft, approved_by=by), batch_id, settings.company.country)

    _with_drafts(books, settings, codes, approve)


def discard_drafts(books: Books, settings: Settings, *, codes: Sequence[str], recorded_at: datetime) -> None:
    """Take drafts away, all or none; what they bill is free again. Raises BillingError, BooksLockedError."""

    def discard(connection: duckdb.DuckDBPyConnection, drafts: list[Draft]) -> None:
        batch_id = new_batch(connection, "draft", recorded_at)
        for draft in drafts:
            withdraw(connection, draft.code, batch_id)

    _with_drafts(books, settings, codes, discard)


def issue_drafts(
    books: Books, settings: Settings, *, codes: Sequence[str], issue_date: date, recorded_at: datetime
) -> BillingResult:
    """Issue drafts, all or none, under the next numbers of the series, in the order given; publish their PDFs.

    They fall due as many days after `issue_date` as they would have after the date they were made for. Raises
    BillingError where one is not approved and the settings ask for it, where it bills work of a later day, and where
    what it bills stands on another invoice, which only an import can bring about.
    """
    look_of(settings)
    issued: list[tuple[str, Invoice, Judgement]] = []
    recorded: dict[str, FiscalState] = {}

    def issue(connection: duckdb.DuckDBPyConnection, drafts: list[Draft]) -> None:
        numbers = next_numbers(connection, settings.billing.series, issue_date)
        judge = Judge(connection, settings, recorded_at.date())
        taxing = read_terms(connection, settings).taxing
        batch_id = new_batch(connection, "bill", recorded_at)
        for draft in drafts:
            _refuse_issue(connection, settings, draft, issue_date)
            terms = draft.invoice.due_date - draft.invoice.issue_date
            dated = replace(draft.invoice, issue_date=issue_date, due_date=issue_date + terms)
            invoice = with_withholding(dated, taxing)
            number = next(numbers)
            withdraw(connection, draft.code, batch_id)
            head = {"status": "issued", "made_by": draft.made_by, "approved_by": draft.approved_by}
            judge.prepare([invoice.client_id])
            judgement = judge.judge(number, invoice)
            if judgement.reason:
                _refuse_kept_back(draft, judgement)
            invoice = replace(invoice, told=judgement.notes)
            enter(connection, [(number, invoice)], batch_id, head, settings.company.country)
            issued.append((number, invoice, judgement))
        numbers_given = [number for number, _, _ in issued]
        recorded.update(record_issued(connection, settings, numbers_given, batch_id, recorded_at))

    _with_drafts(books, settings, codes, issue)
    published = publish_missing(books, settings)
    return BillingResult(
        invoices=tuple(
            replace(
                told(number, invoice, settings, judgement=judgement),
                files=files_of(settings, number),
                fiscal=recorded.get(number),
            )
            for number, invoice, judgement in issued
        ),
        unbillable=(),
        problems=published.problems,
        notes=published.notes,
    )


def _with_drafts(
    books: Books,
    settings: Settings,
    codes: Sequence[str],
    change: Callable[[duckdb.DuckDBPyConnection, list[Draft]], None],
) -> None:
    with changing(books, settings) as connection:
        change(connection, [find_draft(connection, code) for code in dict.fromkeys(codes)])


def _refuse_kept_back(draft: Draft, judgement: Judgement) -> None:
    gaps = "; ".join(f"{gap.what} ({gap.fill or gap.rule})" for gap in judgement.gaps if gap.fatal)
    message = f"draft {draft.code} is not issued: {judgement.reason}: {gaps}"
    raise BillingError(message)


def _replace(connection: duckdb.DuckDBPyConnection, draft: Draft, batch_id: int, country: str) -> None:
    withdraw(connection, draft.code, batch_id)
    head = {"status": "draft", "made_by": draft.made_by, "approved_by": draft.approved_by}
    enter(connection, [(draft.code, draft.invoice)], batch_id, head, country)


def _refuse_issue(connection: duckdb.DuckDBPyConnection, settings: Settings, draft: Draft, issue_date: date) -> None:
    if settings.billing.approval and not draft.approved_by:
        message = (
            f"draft {draft.code} is not approved; `invotrack drafts approve {draft.code}` by another than its maker"
        )
        raise BillingError(message)
    later = connection.execute(
        """
        select timesheets.entry_id, timesheets.work_date
        from billed_entries
        join timesheets on timesheets.entry_id = billed_entries.entry_id
        where billed_entries.invoice_number = ? and timesheets.work_date > ?
        order by timesheets.entry_id
        """,
        [draft.code, issue_date],
    ).fetchone()
    if later:
        message = f"draft {draft.code} bills entry {later[0]} of {later[1]}; issue it on that day or later"
        raise BillingError(message)
    taken = connection.execute(
        """
        with mine as (
            select entry_id as code from claims where invoice_number = $code
            union all
            select kind || ' ' || item_id from item_claims where invoice_number = $code
        ),

        others as (
            select entry_id as code, invoice_number, released_on from claims
            union all
            select kind || ' ' || item_id, invoice_number, released_on from item_claims
        )

        select others.code, others.invoice_number
        from others
        semi join mine on mine.code = others.code
        where others.invoice_number <> $code and coalesce(others.released_on > $issue_date::date, true)
        """,
        {"code": draft.code, "issue_date": issue_date},
    ).fetchone()
    if taken:
        message = f"draft {draft.code} bills {taken[0]}, which {taken[1]} bills too; take it off, then issue the rest"
        raise BillingError(message)


def _withheld_of(connection: duckdb.DuckDBPyConnection, code: str) -> tuple[Withheld, ...]:
    rows = connection.execute(
        "select kind, base, base_amount, rate, amount from invoice_withholdings where invoice_number = ? order by kind",
        [code],
    ).fetchall()
    return tuple(Withheld(*row) for row in rows)


def _lines_of(connection: duckdb.DuckDBPyConnection, code: str, currency: str) -> tuple[Line, ...]:
    entries: dict[int, list[BilledEntry]] = {}
    for number, *values in connection.execute(
        """
        select
            billed.line_number, billed.entry_id, timesheets.hours, billed.hours, billed.rate,
            coalesce(billed.rate_source, '')
        from billed_entries as billed
        join timesheets on timesheets.entry_id = billed.entry_id
        where billed.invoice_number = ?
        order by billed.line_number, timesheets.work_date, billed.entry_id
        """,
        [code],
    ).fetchall():
        entries.setdefault(number, []).append(BilledEntry(*values))
    items: dict[int, list[BilledItem]] = {}
    for number, *values in connection.execute(
        """
        select line_number, kind, item_id, project_id
        from billed_items where invoice_number = ? order by line_number, item_id
        """,
        [code],
    ).fetchall():
        items.setdefault(number, []).append(BilledItem(*values))
    rows = connection.execute(
        """
        select
            line_number, coalesce(description, ''), quantity, unit_price, tax_rate, category,
            coalesce(discount_amount, 0), discount_reason, tax_category, tax_exemption_code, tax_exemption_reason
        from invoice_lines where invoice_number = ? order by line_number
        """,
        [code],
    ).fetchall()
    return tuple(
        Line(
            description=description,
            quantity=quantity,
            unit_price=unit_price,
            currency=currency,
            tax=Tax(tax_rate or Decimal(0), tax_category, code, exempt),
            category=category,
            discount_amount=discount,
            discount_reason=reason,
            entries=tuple(entries.get(number, ())),
            items=tuple(items.get(number, ())),
        )
        for (
            number, description, quantity, unit_price, tax_rate, category, discount, reason, tax_category, code, exempt,
        ) in rows
    )  # fmt: skip

"""Billing: what the unbilled would make, drafts on their way to invoices, and those issued so far."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from invotrack_analytics.model.unbillable import UNBILLABLE
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.pages.intake import outcome
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.status import Status, term
from invotrack_analytics.web.parts.view import ACCOUNTANTS, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_ISSUED = ("number", "client_name", "document_date", "kind", "currency", "amount", "status")
_ON_DRAFT = "on_draft"
"""No reason to do anything: the page lists the drafts."""
_MOST_NAMED = 12
"""So many of what cannot be billed are named; the report has all."""


@dataclass(frozen=True)
class Done:
    """What an action on this page has done, as the page tells it."""

    heading: str
    invoices: Sequence[Any] = ()
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Whole:
    """A discount on the whole of a draft, as its form has it."""

    amount: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Left:
    """What cannot be billed now for one reason."""

    reason: str
    meaning: str
    codes: tuple[str, ...]
    count: int


def billing(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as billing does."""
    look = look_of(visit)
    preview = previewed(visit, filters)
    drafts = visit.books.drafts(client=filters.clients)
    html = fill(
        "billing.html",
        visit,
        filters=filters,
        form_key=visit.form_key,
        day=look.day(filters.as_of),
        outcome=outcome(visit, filters, "bill"),
        preview=preview,
        digest=digest(preview),
        approval=visit.books.settings.billing.approval,
        names=dict(visit.clients()),
        totals=_totals((one.currency, one.total_amount) for one in preview.invoices),
        left=_left(preview),
        drafts=[(draft, draft_digest(draft), _status(draft, visit), _whole(draft)) for draft in drafts],
        draft_totals=_totals((draft.invoice.currency, draft.invoice.total_amount) for draft in drafts),
        issued=listing(
            visit,
            visit.report("documents", filters),
            _only_invoices(filters),
            label=WORDS.issued_invoices,
            only=_ISSUED,
            sort="-document_date",
            size=30,
        ),
    )
    return Content(html)


def previewed(visit: Visit, filters: Filters) -> Any:
    """What would be made of the unbilled: drafts where the settings ask for approval, else invoices."""
    return visit.books.bill(
        through=filters.as_of,
        issue_date=filters.as_of,
        client=filters.client,
        draft=visit.books.settings.billing.approval,
        dry_run=True,
    )


def digest(preview: Any) -> str:
    """What a preview shows, in short: what is issued must be what was looked at."""
    shown = [
        (one.invoice_number, one.client_id, one.currency, str(one.total_amount), one.entry_ids, one.lines)
        for one in preview.invoices
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def draft_digest(draft: Any) -> str:
    """What a draft says, in short: what is approved or issued must be what was looked at."""
    return hashlib.sha256(repr((draft.code, draft.invoice)).encode()).hexdigest()


def _whole(draft: Any) -> Whole:
    """What is taken off the whole of a draft."""
    lines = [line for line in draft.invoice.lines if line.category == "discount"]
    amount = -sum((line.net_amount for line in lines), Decimal(0))
    return Whole(str(amount), lines[0].description) if lines else Whole()


def _left(preview: Any) -> list[Left]:
    codes: dict[str, list[str]] = {}
    for entry in preview.unbillable:
        codes.setdefault(entry.reason, []).append(entry.entry_id)
    for item in preview.unbillable_items:
        codes.setdefault(item.reason, []).append(f"{term(item.kind)} {item.item_id}")
    return [
        Left(term(reason), UNBILLABLE.get(reason, ""), tuple(found[:_MOST_NAMED]), len(found))
        for reason, found in sorted(codes.items())
        if reason != _ON_DRAFT
    ]


def _status(draft: Any, visit: Visit) -> Status:
    if draft.approved_by:
        return Status(WORDS.approved_by.format(name=draft.approved_by), "good")
    if not visit.books.settings.billing.approval:
        return Status(WORDS.draft, "calm")
    return Status(WORDS.another_approves if draft.made_by == visit.user_name else WORDS.to_approve, "soon")


def _totals(amounts: Iterator[tuple[str, Decimal]]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for currency, amount in amounts:
        totals[currency] = totals.get(currency, Decimal(0)) + amount
    return dict(sorted(totals.items()))


def _only_invoices(filters: Filters) -> Filters:
    own = dict(filters.own) | {"kind": "invoice,credit_note"}
    own.pop("outcome", None)
    return replace(filters, own=tuple(sorted(own.items())))


BILLING = View("/billing", WORDS.billing, ACCOUNTANTS, billing, frozenset({"as_of", "client"}))

"""Billing: which invoices the unbilled hours would make, issuing them, and those issued so far."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.views.intake import outcome
from invotrack_analytics.publish.views.listing import listing
from invotrack_analytics.publish.views.status import term
from invotrack_analytics.publish.views.view import ACCOUNTANTS, Content, View, fill, look_of
from invotrack_analytics.publish.views.visit import Visit
from invotrack_analytics.publish.words import WORDS

_ISSUED = ("number", "client_name", "document_date", "kind", "currency", "amount", "status")


def billing(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as billing does."""
    look = look_of(visit)
    preview = visit.books.bill(through=filters.as_of, issue_date=filters.as_of, client=filters.client, dry_run=True)
    names = dict(visit.clients())
    unbillable: dict[str, int] = {}
    for entry in preview.unbillable:
        unbillable[term(entry.reason)] = unbillable.get(term(entry.reason), 0) + 1
    html = fill(
        "billing.html",
        visit,
        filters=filters,
        form_key=visit.form_key,
        day=look.day(filters.as_of),
        outcome=outcome(visit, filters, "bill"),
        preview=preview,
        digest=digest(preview),
        names=names,
        totals=_totals(preview),
        unbillable=unbillable,
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


def digest(preview: Any) -> str:
    """What a preview shows, in short: what is issued must be what was looked at."""
    shown = [
        (one.invoice_number, one.client_id, one.currency, str(one.total_amount), one.entry_ids)
        for one in preview.invoices
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _totals(preview: Any) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for one in preview.invoices:
        totals[one.currency] = totals.get(one.currency, Decimal(0)) + one.total_amount
    return dict(sorted(totals.items()))


def _only_invoices(filters: Filters) -> Filters:
    from dataclasses import replace

    own = dict(filters.own) | {"kind": "invoice,credit_note"}
    own.pop("outcome", None)
    return replace(filters, own=tuple(sorted(own.items())))


BILLING = View("/billing", WORDS.billing, ACCOUNTANTS, billing, frozenset({"as_of", "client"}))

"""Account: what a client sees of itself: its balance, its open invoices, its statement, its documents."""

from __future__ import annotations

from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.tiles import tile
from invotrack_analytics.web.parts.view import SHARED_FIELDS, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_SHOWN = 100
_OPEN = ("invoice_number", "status", "issue_date", "due_date", "currency", "total_amount", "open_amount")
_STATEMENT = ("document_date", "kind", "number", "currency", "amount", "balance")


def account(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the reports do."""
    look, base = look_of(visit), visit.books.settings.company.currency
    kpis = visit.report("receivables_kpis", filters)
    statement = visit.report("statement", filters)
    tiles = [
        tile(kpis, name, title, note, look=look, filters=None, base=base, tone=tone)
        for name, title, note, tone in (
            ("outstanding", WORDS.outstanding, WORDS.outstanding_note, ""),
            ("overdue", WORDS.overdue, WORDS.overdue_note, "late"),
        )
    ]
    html = fill(
        "own_account.html",
        visit,
        filters=filters,
        name=dict(visit.clients()).get(filters.client or "", ""),
        tiles=tiles,
        period={
            "first": look.day(statement.parameters.date_from),
            "last": look.day(statement.parameters.date_to),
        },
        invoices=listing(
            visit,
            visit.report("open_invoices", filters),
            filters,
            label=WORDS.open_invoices,
            only=_OPEN,
            sort="due_date",
            size=_SHOWN,
            linked=False,
        ),
        statement=listing(visit, statement, filters, label=WORDS.statement, only=_STATEMENT, size=_SHOWN, linked=False),
    )
    return Content(html)


ACCOUNT = View("/", WORDS.your_account, frozenset({"client"}), account, SHARED_FIELDS | {"from"})

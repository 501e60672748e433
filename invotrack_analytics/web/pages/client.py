"""Client: everything about one: what it owes and since when, how it pays, its documents, its hours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from invotrack_analytics.publish.charts import drawings
from invotrack_analytics.publish.display import Display
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.columns import BASE_WORTH
from invotrack_analytics.reports.report import Result
from invotrack_analytics.warehouse.notes import LONGEST_NOTE
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.parts.listing import listing
from invotrack_analytics.web.parts.tiles import Trend, tile
from invotrack_analytics.web.parts.view import SHARED_FIELDS, STAFF, Content, View, fill, look_of
from invotrack_analytics.web.visit import Visit

_SHOWN = 10
_OPEN = ("invoice_number", "status", "due_date", "currency", "days_overdue", "bucket", "total_amount", "open_amount")
_EXPECTED = (
    "invoice_number",
    "instalment_number",
    "due_date",
    "currency",
    "open_amount",
    "expected_date",
    "earliest_date",
    "latest_date",
)
_HISTORY = (
    "currency",
    "invoices_settled",
    "invoices_open",
    "avg_days_to_pay",
    "survival_median_days",
    "median_days_late",
    "on_time_rate_amount",
    "trend_days",
    "last_payment_date",
    "paid_amount",
)
"""What its tiles do not say already."""
_STATEMENT = ("document_date", "kind", "number", "currency", "amount", "balance")
_HOURS = ("project_name", "employee_name", "currency", "hours", "billable_hours", "billed_hours", "unbilled_hours")


def client(visit: Visit, filters: Filters) -> Content:
    """The page's content. Raises InvotrackError as the reports do."""
    names = dict(visit.clients())
    if filters.client not in names:
        return Content(fill("no_client.html", visit, filters=filters))
    look, base = look_of(visit), visit.books.settings.company.currency
    aging = visit.report("aging", filters)
    history = visit.report("payment_history", filters)
    statement = visit.report("statement", filters)
    trend = Trend.of(visit.report("kpi_trend", filters))
    dots = drawings(visit.report("payment_timing", filters), look)
    period = {
        "first": look.day(statement.parameters.date_from),
        "last": look.day(statement.parameters.date_to),
    }
    tiles = [
        tile(
            trend.now,
            "outstanding",
            WORDS.outstanding,
            WORDS.outstanding_note,
            look=look,
            filters=filters,
            base=base,
            trend=trend,
        ),
        tile(
            trend.now,
            "overdue",
            WORDS.overdue,
            WORDS.overdue_note,
            look=look,
            filters=filters,
            base=base,
            tone="late",
            trend=trend,
        ),
        tile(
            history,
            "avg_days_late",
            WORDS.days_late_average,
            WORDS.days_late_note,
            look=look,
            filters=filters,
            base=base,
        ),
        tile(history, "on_time_rate_count", WORDS.on_time, WORDS.on_time_note, look=look, filters=filters, base=base),
    ]
    html = fill(
        "client.html",
        visit,
        filters=filters,
        name=names[filters.client],
        tiles=tiles,
        period=period,
        day=look.day(filters.as_of),
        drawings=dots,
        aging=listing(visit, aging, filters, label=WORDS.aging, only=_aging_columns(aging)),
        invoices=listing(
            visit,
            visit.report("open_invoices", filters),
            filters,
            label=WORDS.open_invoices,
            only=_OPEN,
            sort="due_date",
            size=_SHOWN,
        ),
        form_key=visit.form_key,
        notes=[_noted(note, look) for note in visit.notes(filters)],
        longest_note=LONGEST_NOTE,
        expected=listing(
            visit,
            visit.report("expected_payments", filters),
            filters,
            label=WORDS.expected,
            only=_EXPECTED,
            sort="expected_date",
            size=_SHOWN,
        ),
        statement=listing(
            visit, statement, filters, label=WORDS.statement, only=_STATEMENT, sort="-document_date", size=_SHOWN
        ),
        hours=listing(
            visit,
            visit.report("billable_hours", filters),
            filters,
            label=WORDS.hours,
            only=_HOURS,
            sort="-hours",
            size=_SHOWN,
        ),
        history=listing(
            visit,
            history,
            filters,
            label=WORDS.payment,
            only=_HISTORY,
        ),
    )
    return Content(html, tuple(dots))


def _noted(note: Any, look: Display) -> dict[str, str]:
    """A note, and who wrote it when, where the server stands; or whence its imported row is known."""
    at = note.written_at.astimezone()
    if note.author is None:
        whence = WORDS.noted_in_row.format(day=look.day(at.date()), file=Path(note.path or "").name)
    else:
        whence = WORDS.noted.format(author=note.author, day=look.day(at.date()), time=f"{at:%H:%M}")
    return {"text": note.text, "whence": whence}


def _aging_columns(aging: Result) -> list[str]:
    """All but whose it is; and what it is worth in the company's currency only where it is in another."""
    left_out = {"client_id", "client_name"}
    if all(row["currency"] == row["base_currency"] for row in aging.rows()):
        left_out |= {column.name for column in BASE_WORTH}
    if not any(row["disputed_amount"] for row in aging.rows()):
        left_out.add("disputed_amount")
    return [column.name for column in aging.columns if column.name not in left_out]


CLIENT = View("/client", WORDS.client, STAFF, client, SHARED_FIELDS | {"from"}, about_client=True)

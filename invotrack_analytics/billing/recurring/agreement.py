"""Agreement: what is changed of a schedule by hand: paused, resumed, ended, a period left out, a new price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.credit_note import Part
from invotrack_analytics.billing.recurring.due import LEDGER
from invotrack_analytics.billing.result import IssuedInvoice
from invotrack_analytics.billing.voiding import credit
from invotrack_analytics.config import Settings
from invotrack_analytics.errors import BillingError
from invotrack_analytics.model.recurring_events import RECURRING_EVENTS
from invotrack_analytics.model.recurring_lines import RECURRING_LINES
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.posting import post
from invotrack_analytics.warehouse.schema import sql_of

_SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Cancellation:
    """How a schedule ends: its last day covered, and what is given back of a period billed in advance."""

    schedule_id: str
    ends_on: date
    credit_note: str | None
    net_amount: Decimal | None


@dataclass(frozen=True)
class NewPrice:
    """A line's price before and from a day on."""

    schedule_id: str
    line_number: int
    valid_from: date
    unit_price: Decimal
    new_price: Decimal


def note_event(  # noqa: PLR0913  an event's columns
    books: Books,
    settings: Settings,
    *,
    schedule: str,
    event: str,
    on: date,
    recorded_at: datetime,
    period: date | None = None,
    reason: str | None = None,
    by: str | None = None,
) -> None:
    """Note that a schedule was paused or resumed from a day on, or a period of it left out. Raises BillingError."""
    with changing(books, settings, LEDGER) as connection:
        _known(connection, schedule)
        if event == "skipped":
            _refuse_period(connection, schedule, period, on)
        row = {"schedule_id": schedule, "event": event, "date": on, "period_start": period, "reason": reason, "by": by}
        if not _stands(connection, schedule, event, on):
            post(connection, RECURRING_EVENTS, [row], new_batch(connection, "recurring", recorded_at))


def cancel(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    *,
    schedule: str,
    on: date,
    recorded_at: datetime,
    immediate: bool = False,
    reason: str | None = None,
    by: str | None = None,
) -> Cancellation:
    """End a schedule: with the period that holds the day, or at once, so that the day is the first not covered.

    Of a period billed in advance the unused days are credited, at most what is billed and not credited. Raises
    BillingError, also where it has ended already.
    """
    with changing(books, settings, LEDGER) as connection:
        _known(connection, schedule)
        ended = connection.execute(
            "select date from recurring_events where schedule_id = ? and event = 'cancelled'", [schedule]
        ).fetchone()
        if ended:
            message = f"schedule {schedule} is cancelled from {ended[0]} on already"
            raise BillingError(message)
        period = connection.execute(
            f"""
            select period_start, period_end, invoice_number, state
            from recurring_states(date '{on}', date '{on}') as states
            where states.schedule_id = ? and date '{on}' between states.period_start and states.period_end
            """,
            [schedule],
        ).fetchone()
        first_left = on if immediate or period is None else period[1] + timedelta(days=1)
        billed = immediate and period is not None and period[3] == "billed" and period[0] < on
        unused = _unused(connection, schedule, period[0], on) if billed and period is not None else None
        row = {"schedule_id": schedule, "event": "cancelled", "date": first_left, "reason": reason, "by": by}
        post(connection, RECURRING_EVENTS, [row], new_batch(connection, "recurring", recorded_at))
    note: IssuedInvoice | None = None
    if unused and period is not None and period[2]:
        note = credit(
            books,
            settings,
            number=period[2],
            on=on,
            recorded_at=recorded_at,
            part=Part(amount=unused),
            reason=reason,
            by=by,
        )
    return Cancellation(
        schedule,
        first_left - timedelta(days=1),
        note.invoice_number if note else None,
        note.net_amount if note else None,
    )


def raise_prices(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    *,
    percent: Decimal,
    valid_from: date,
    recorded_at: datetime,
    schedules: Sequence[str] = (),
    dry_run: bool = False,
) -> list[NewPrice]:
    """Raise the price of every line in force on a day by so many percent from that day on; of all schedules or some.

    Done twice it is done once: what has a price of that very day is left alone. Raises BillingError.
    """
    with changing(books, settings, ("recurring_prices", *LEDGER)) as connection:
        for schedule in schedules:
            _known(connection, schedule)
        rows = connection.execute(
            sql_of("invotrack_analytics.billing.recurring", "prices_on.sql"),
            {"valid_from": valid_from, "schedules": list(schedules)},
        )
        names = [name for name, *_ in rows.description or ()]
        lines = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
        raised = [
            {
                **line,
                "valid_from": valid_from,
                "unit_price": (line["unit_price"] * (100 + percent) / 100).quantize(_SIX_PLACES),
            }
            for line in lines
        ]
        if raised and not dry_run:
            post(connection, RECURRING_LINES, raised, new_batch(connection, "recurring", recorded_at))
    return [
        NewPrice(new["schedule_id"], new["line_number"], valid_from, old["unit_price"], new["unit_price"])
        for old, new in zip(lines, raised, strict=True)
    ]


def _known(connection: duckdb.DuckDBPyConnection, schedule: str) -> None:
    if not connection.execute("from recurring where schedule_id = ?", [schedule]).fetchone():
        message = f"there is no schedule {schedule} in the books; `invotrack recurring list` shows them"
        raise BillingError(message)


def _stands(connection: duckdb.DuckDBPyConnection, schedule: str, event: str, on: date) -> bool:
    known = connection.execute(
        "from recurring_events where schedule_id = ? and event = ? and date = ?", [schedule, event, on]
    ).fetchone()
    return known is not None


def _refuse_period(connection: duckdb.DuckDBPyConnection, schedule: str, period: date | None, on: date) -> None:
    found = connection.execute(
        f"""
        select states.state, coalesce(states.invoice_number, states.draft)
        from recurring_states(date '{on}', date '{period}') as states
        where states.schedule_id = ? and states.period_start = ?
        """,
        [schedule, period],
    ).fetchone()
    if found is None:
        message = f"schedule {schedule} has no period that begins on {period}; `recurring calendar` shows them"
        raise BillingError(message)
    if found[0] in {"billed", "draft"}:
        message = f"the period of {schedule} from {period} is on {found[1]} already; void, credit or discard that first"
        raise BillingError(message)


def _unused(
    connection: duckdb.DuckDBPyConnection, schedule: str, period_start: date, first_left: date
) -> Decimal | None:
    (amount,) = connection.execute(
        sql_of("invotrack_analytics.billing.recurring", "unused.sql"),
        {"schedule": schedule, "period_start": period_start, "first_left": first_left},
    ).fetchone() or (None,)
    return amount or None

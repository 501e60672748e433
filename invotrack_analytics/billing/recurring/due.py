"""Due periods: what a run of the recurring invoices has to bill, oldest first, with their lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from invotrack_analytics.billing.invoice import BilledItem, Category, Line
from invotrack_analytics.billing.taxing import Subject
from invotrack_analytics.billing.terms import Terms
from invotrack_analytics.errors import BillingError
from invotrack_analytics.warehouse.results import table_of

LEDGER = ("recurring_states", "recurring_charges", "item_claims")
"""What of the ledger is asked here."""


@dataclass(frozen=True)
class DuePeriod:
    """One period of a schedule that is to be billed, or that waits with its reason."""

    schedule_id: str
    client_id: str
    project_id: str | None
    currency: str
    mode: str
    catch_up: str
    purchase_order: str | None
    item_id: str
    period_start: date
    period_end: date
    bill_date: date
    reason: str | None
    charges: tuple[dict[str, Any], ...]

    @property
    def item(self) -> BilledItem:
        """Its claim: whatever invoice has it, the period is billed."""
        return BilledItem("recurring", self.item_id, self.project_id)

    def lines(self, terms: Terms, issue_date: date) -> tuple[Line, ...]:
        """Its lines on an invoice of a day, which decides their tax; the first one holds the claim."""
        found = [_line(charge, self, terms, issue_date) for charge in self.charges]
        return (replace(found[0], items=(self.item,)), *found[1:])


def due_periods(  # noqa: PLR0913  the choice of a run
    connection: duckdb.DuckDBPyConnection,
    *,
    through: date,
    issue_date: date,
    lead_days: int,
    schedule: str | None = None,
    period: date | None = None,
) -> list[DuePeriod]:
    """What is due by a day and was never billed, by its bill date; or the one period named, also if it was taken back.

    Raises BillingError for a schedule, or a period of it, that there is not.
    """
    known = schedule is None or connection.execute("from recurring where schedule_id = ?", [schedule]).fetchone()
    if not known:
        message = f"there is no schedule {schedule} in the books; `invotrack recurring list` shows them"
        raise BillingError(message)
    horizon = f"date '{through}' + {int(lead_days)}"
    states = f"recurring_states(date '{through}', ({horizon})::date)"
    columns = (
        "states.schedule_id, states.client_id, states.project_id, states.currency, states.mode, states.catch_up, "
        "states.purchase_order, states.item_id, states.period_start, states.period_end, states.bill_date, "
    )
    if period is not None:
        found = connection.execute(
            f"""
            select {columns} states.state
            from recurring_states(date '{through}', greatest(date '{period}', ({horizon})::date)) as states
            where states.schedule_id = ? and states.period_start = ?
            """,
            [schedule, period],
        ).fetchall()
        if not found:
            message = f"schedule {schedule} has no period that begins on {period}; `recurring calendar` shows them"
            raise BillingError(message)
        _refuse_held(connection, found[0][7], issue_date)
        rows: list[tuple[Any, ...]] = [(*row[:-1], None) for row in found]
    else:
        # A claim of any day counts: what was billed on a later day is billed.
        rows = connection.execute(
            f"""
            select {columns} states.reason
            from {states} as states
            where states.state in ('due', 'waiting') and (?::varchar is null or states.schedule_id = ?)
                and states.item_id not in (
                    select item_claims.item_id from item_claims where item_claims.kind = 'recurring'
                )
            order by states.bill_date, states.schedule_id, states.period_start
            """,
            [schedule, schedule],
        ).fetchall()
    charges = _charges(connection, max([through, *(row[8] for row in rows)]), {row[0] for row in rows})
    return [DuePeriod(*(*row, tuple(charges.get((row[0], row[8]), ())))) for row in rows]


def _refuse_held(connection: duckdb.DuckDBPyConnection, item_id: str, issue_date: date) -> None:
    held = connection.execute(
        """
        select invoice_number from item_claims
        where kind = 'recurring' and item_id = ? and coalesce(released_on > ?::date, true)
        """,
        [item_id, issue_date],
    ).fetchone()
    if held:
        message = f"period {item_id} is on {held[0]} already; void or credit that first"
        raise BillingError(message)


def _charges(
    connection: duckdb.DuckDBPyConnection, through: date, schedules: set[str]
) -> dict[tuple[str, date], list[dict[str, Any]]]:
    found: defaultdict[tuple[str, date], list[dict[str, Any]]] = defaultdict(list)
    if not schedules:
        return found
    rows = table_of(
        connection,
        f"""
        select * from recurring_charges(date '{through}') as charges
        where charges.schedule_id in (select unnest(?::varchar[]))
        order by charges.schedule_id, charges.period_start, charges.line_number, charges.days_from, charges.place
        """,
        [sorted(schedules)],
    )
    for charge in rows.to_pylist():
        found[charge["schedule_id"], charge["period_start"]].append(charge)
    return found


def _line(charge: dict[str, Any], period: DuePeriod, terms: Terms, issue_date: date) -> Line:
    sign, gross, net = charge["sign"], abs(charge["gross_amount"]), abs(charge["net_amount"])
    whole = charge["days"] == charge["whole_days"]
    client = terms.clients[period.client_id]
    subject = Subject(period.client_id, period.project_id, day=issue_date, own_rate=charge["tax_rate"])
    category: Category = charge["category"]
    return Line(
        description=_words(charge, period),
        # Of a part of a period the price is what its days come to, so that it is rounded once.
        quantity=sign * (charge["quantity"] if whole else Decimal(1)),
        unit_price=charge["unit_price"] if whole else gross,
        currency=period.currency,
        tax=terms.taxing.tax_of(subject),
        category=category,
        discount_amount=sign * (gross - net),
        discount_reason=client.wording.discount if gross != net else None,
    )


def _words(charge: dict[str, Any], period: DuePeriod) -> str:
    days = f"{charge['days_from']} / {charge['days_to']}"
    text: str = charge["description"] or period.schedule_id
    for field, value in (
        ("{period}", days),
        ("{period_start}", str(charge["days_from"])),
        ("{period_end}", str(charge["days_to"])),
    ):
        text = text.replace(field, value)
    # The reader of an invoice is to know which days it is for, whatever its words are.
    return text if text != charge["description"] else f"{text}, {days}"

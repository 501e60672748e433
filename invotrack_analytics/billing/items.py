"""Items: what may be billed beside hours (expenses, milestones, fees), and how far each project has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.money import round_to_minor_unit
from invotrack_analytics.warehouse.schema import sql_of


@dataclass(frozen=True)
class Item:
    """One expense, milestone, fixed fee or month's retainer that is on no invoice; `amount` before tax."""

    kind: str
    item_id: str
    project_id: str
    client_id: str
    currency: str
    name: str | None
    """A milestone's or project's name, an expense's description, a retainer's month (`2026-09`)."""
    category: str | None
    """Of an expense."""
    due_date: date | None
    """The day of an expense or achievement, the first of a retainer's month."""
    amount: Decimal
    reason: str | None
    """Why it cannot be billed; None where it can."""
    own_tax_rate: Decimal | None = None
    own_tax_category: str | None = None
    spent: tuple[Decimal, str] | None = None
    """Of an expense in another currency: what was spent, of which `amount` is the worth on its day."""


@dataclass
class Progress:
    """What is billed of a project's hours: the amount of those billed by the hour, all hours, and each month's draw."""

    billed_amount: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    drawn: dict[str, Decimal] = field(default_factory=dict)
    """By month, what hours under a retainer come to at their rate."""
    exhausted: set[str] = field(default_factory=set)
    """Months in which hours went beyond the retainer."""


def find_items(  # noqa: PLR0913  the choice of a run
    connection: duckdb.DuckDBPyConnection,
    *,
    through: date,
    issue_date: date,
    client: Sequence[str],
    project: str | None,
    expenses: bool,
) -> list[Item]:
    """What is billed beside hours, due or not, by client, project and day. Needs the ledger."""
    rows = connection.execute(
        sql_of("invotrack_analytics.billing", "items.sql"),
        {
            "through": through,
            "issue_date": issue_date,
            "client": list(client),
            "project": project,
            "expenses": expenses,
        },
    ).fetchall()
    return [_converted(Item(*row[:-3]), *row[-3:]) for row in rows]


def _converted(item: Item, spent_currency: str | None, rate: Decimal | None, its_rate: Decimal | None) -> Item:
    """An expense in another currency as it is billed: through the company's, at the rates of its day."""
    if spent_currency in {None, item.currency} or not rate or not its_rate:
        return item
    amount = round_to_minor_unit(item.amount * rate / its_rate, item.currency)
    return replace(item, amount=amount, spent=(item.amount, str(spent_currency)))


def find_progress(connection: duckdb.DuckDBPyConnection, issue_date: date) -> dict[str, Progress]:
    """How far each project with a cap, a budget or a retainer has come, drafts included. Needs the ledger."""
    rows = connection.execute(
        sql_of("invotrack_analytics.billing", "progress.sql"), {"issue_date": issue_date}
    ).fetchall()
    found: dict[str, Progress] = {}
    for project_id, month, billed_amount, hours, covered_amount, billed_by_hours in rows:
        progress = found.setdefault(project_id, Progress())
        progress.billed_amount += billed_amount
        progress.hours += hours
        progress.drawn[month] = covered_amount
        if billed_by_hours:
            progress.exhausted.add(month)
    return found

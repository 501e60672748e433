"""Candidates: the entries that a billing run may take, and the rule that gave each its rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.rounding import HOUR_PLACES, SECONDS_PER_HOUR
from invotrack_analytics.errors import BillingError, ReportError
from invotrack_analytics.warehouse.choices import check_clients, check_project
from invotrack_analytics.warehouse.schema import sql_of


@dataclass(frozen=True)
class Candidate:
    """One billable timesheet entry that is on no issued invoice; `rate` per hour in `currency`."""

    entry_id: str
    client_id: str
    project_id: str
    project_name: str
    employee_id: str
    employee_name: str
    work_date: date
    task: str | None
    description: str | None
    hours: Decimal
    currency: str
    rate: Decimal | None
    rate_source: str | None
    reason: str | None
    """Why it cannot be billed by the hour; None where it can."""
    own_tax_rate: Decimal | None = None
    own_tax_category: str | None = None
    converted_from: str | None = None
    """The currency that the rate was in, where it was converted."""
    clocked_seconds: int | None = None
    """From start to end, where the entry tells both."""

    @property
    def exact_hours(self) -> Decimal:
        """The hours as the clock says, where that is what `hours` shows to four places; else those told."""
        if self.clocked_seconds is None:
            return self.hours
        clocked = Decimal(self.clocked_seconds) / SECONDS_PER_HOUR
        return clocked if round(clocked, HOUR_PLACES) == self.hours else self.hours


def find_candidates(
    connection: duckdb.DuckDBPyConnection,
    *,
    through: date,
    issue_date: date,
    client: Sequence[str] = (),
    project: str | None = None,
) -> list[Candidate]:
    """The free billable entries worked by `through`, by client, project, day and entry. Needs the ledger.

    Raises BillingError for a client or project that is not in the books, and where two rate cards fit equally well.
    """
    _check_known(connection, client, project)
    try:
        rows = connection.execute(
            sql_of("invotrack_analytics.billing", "candidates.sql"),
            {"through": through, "issue_date": issue_date, "client": list(client), "project": project},
        ).fetchall()
    except duckdb.InvalidInputException as error:
        # The one error that the ledger raises by itself: facts that contradict each other.
        message = str(error).removeprefix("Invalid Input Error: ").splitlines()[0]
        raise BillingError(message) from error
    return [Candidate(*row) for row in rows]


def _check_known(connection: duckdb.DuckDBPyConnection, client: Sequence[str], project: str | None) -> None:
    try:
        check_clients(connection, client)
        if project is None:
            return
        check_project(connection, project)
    except ReportError as error:
        raise BillingError(str(error)) from error
    found = connection.execute("select client_id from projects where project_id = ?", [project]).fetchone()
    if found and client and found[0] not in client:
        message = f"project {project} is of client {found[0]}, not of {', '.join(client)}; name one of them only"
        raise BillingError(message)

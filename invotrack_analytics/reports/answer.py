"""Answer: a report's macro run on a reader, with every parameter settled."""

from __future__ import annotations

from datetime import date
from functools import cache
from string import Template
from typing import Any, Literal, Unpack, cast

import duckdb

from invotrack_analytics.config import Settings, allowed
from invotrack_analytics.days import Day, read_day, read_moment
from invotrack_analytics.errors import ReportError
from invotrack_analytics.near import near_or_all
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.asked import Asked, listed
from invotrack_analytics.reports.buckets import bucket_sql
from invotrack_analytics.reports.report import Parameters, Report, Result
from invotrack_analytics.warehouse.macros import Macro, macros_in
from invotrack_analytics.warehouse.results import table_of
from invotrack_analytics.warehouse.schema import sql_of

# In SQL a macro has its buckets in its column names: they come with the connection, not with the call.
_NOT_BOUND = frozenset({"buckets"})
# What a macro takes for a parameter that is not given; null, where it is not named here.
_DEFAULTS = {"basis": "due"}


def find_report(name: str) -> Report:
    """The report of this name. Raises ReportError naming those near it, or all of them."""
    for report in REPORTS:
        if report.name == name:
            return report
    known = [report.name for report in REPORTS]
    message = f"there is no report {name}; {near_or_all(name, known, 'the reports are')}"
    raise ReportError(message)


def settle(settings: Settings, report: Report, today: date, **asked: Unpack[Asked]) -> Parameters:
    """Fill in what was left open: as of today, the twelve months that end with it, basis due, the company's buckets.

    A period never reaches past as_of, but that of a report that looks ahead. Raises ReportError on what cannot be.
    """
    as_of = _day_of(asked.get("as_of"), today) or today
    date_from, date_to = _day_of(asked.get("date_from"), today), _day_of(asked.get("date_to"), today)
    known_on, basis, buckets = asked.get("known_on"), asked.get("basis"), asked.get("buckets")
    last = date_to or as_of if report.looks_ahead else min(date_to or as_of, as_of)
    first = date_from or _twelve_months_to(last)
    if first > (date_to or as_of):
        message = f"the period from {first} to {date_to or as_of} ends before it begins"
        raise ReportError(message)
    if basis not in {None, "due", "issue"}:
        message = f"basis {basis} is not known; it is due or issue"
        raise ReportError(message)
    try:
        limits = allowed.buckets(buckets) if buckets is not None else settings.receivables.buckets
    except ValueError as error:
        message = f"buckets {buckets}: {error}"
        raise ReportError(message) from error
    return Parameters(
        as_of=as_of,
        known_on=read_moment(known_on, today) if known_on is not None else None,
        date_from=first,
        date_to=last,
        basis=cast("Literal['due', 'issue']", basis or "due"),
        buckets=limits,
        client=listed(asked.get("client")),
        currency=tuple(code.upper() for code in listed(asked.get("currency"))),
    )


def _day_of(value: Day | None, today: date) -> date | None:
    return read_day(value, today) if isinstance(value, str) else value


def _twelve_months_to(last: date) -> date:
    after = date.fromordinal(last.toordinal() + 1)
    year = after.year - 1
    day = min(after.day, 28) if after.month == 2 else after.day  # noqa: PLR2004  February
    return date(year, after.month, day)


@cache
def report_macros(buckets: tuple[int, ...]) -> tuple[Macro, ...]:
    """The macro of each report, to be made on top of the ledger."""
    names = bucket_sql(buckets)
    scripts = (sql_of("invotrack_analytics.reports", f"{report.name}.sql") for report in REPORTS)
    return tuple(macro for script in scripts for macro in macros_in(Template(script).substitute(names)))


def answer(connection: duckdb.DuckDBPyConnection, report: Report, parameters: Parameters) -> Result:
    """Run a report; its macro must have been made with the parameters' buckets. Raises ReportError."""
    columns = report.columns(parameters)
    asked: dict[str, Any] = {name: getattr(parameters, name) for name in report.parameters if name not in _NOT_BOUND}
    given = {name: value for name, value in asked.items() if value != _DEFAULTS.get(name) and value != ()}
    # One of a kind is a text, several are a list.
    given = {name: value[0] if isinstance(value, tuple) and len(value) == 1 else value for name, value in given.items()}
    bound = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if not isinstance(value, date)
    }
    arguments = ", ".join([_day(parameters.as_of), *(f"{name} := {_argument(name, given[name])}" for name in given)])
    shown = ", ".join(f'"{column.name}"' for column in columns)
    order = ", ".join(f'"{name}" nulls last' for name in report.order_by)
    query = f"select {shown} from {report.name}({arguments}) order by {order}"
    try:
        table = table_of(connection, query, bound)
    except duckdb.InvalidInputException as error:
        # The one error that a query raises by itself: facts that contradict each other, told by the ledger.
        message = str(error).removeprefix("Invalid Input Error: ").splitlines()[0]
        raise ReportError(message) from error
    return Result(report, parameters, columns, table)


def _argument(name: str, value: str | tuple[str, ...] | date) -> str:
    # What a user wrote is bound. Days are not: DuckDB imports pandas for the first value bound, for 0.3 s.
    if isinstance(value, date):
        return _day(value)
    return f"${name}::varchar" if isinstance(value, str) else f"${name}::varchar[]"


def _day(value: date) -> str:
    return f"date '{value.isoformat()}'"

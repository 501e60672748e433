"""Options that many commands share, and how their values are read; a wrong one is wrong usage (exit code 2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from invotrack_analytics.clock import as_moment
from invotrack_analytics.errors import ReportError


def day(value: str) -> date:
    """An ISO date."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a date; write it as 2026-09-30"
        raise typer.BadParameter(message) from None


def moment(value: str) -> str:
    """An ISO date or time, as given."""
    try:
        as_moment(value)
    except ReportError as error:
        raise typer.BadParameter(str(error)) from None
    return value


def instant(value: str) -> datetime:
    """A moment on the company's clock, unless it names its offset; a day alone is its noon."""
    try:
        if len(value) == len("2026-09-30"):
            return datetime.combine(date.fromisoformat(value), time(12))
        return datetime.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a moment; write it as 2026-10-05T10:00"
        raise typer.BadParameter(message) from None


def bucket_limits(value: str) -> str:
    """Rising limits in days, as given."""
    try:
        limits = [int(limit) for limit in value.split(",")]
    except ValueError:
        limits = []
    if not limits or any(low >= high for low, high in zip([0, *limits], limits, strict=False)):
        message = f"{value!r}: write rising limits in days, such as 30,60,90"
        raise typer.BadParameter(message)
    return value


def one_of(*allowed: str) -> Callable[[str], str]:
    """A reader of exactly these words."""

    def check(value: str) -> str:
        if value not in allowed:
            message = f"{value!r} is not one of {', '.join(allowed)}"
            raise typer.BadParameter(message)
        return value

    return check


def numbered(value: str) -> tuple[int, str]:
    """A line's number and what is said of it: 2=TEXT."""
    number, equals, rest = value.partition("=")
    if not equals or not number.strip().isdecimal():
        message = f"{value!r}: write the line's number first, such as 2=…"
        raise typer.BadParameter(message)
    return int(number), rest


def amount(value: str) -> Decimal:
    """An amount of money."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        message = f"{value!r} is not an amount; write it as 1234.50"
        raise typer.BadParameter(message)
    return found


def confirmation(value: str) -> tuple[str, list[str]]:
    """A bank line and the invoices it pays: LINE=INVOICE,INVOICE."""
    line, _, numbers = value.partition("=")
    named = [number.strip() for number in numbers.split(",") if number.strip()]
    if not line or not named:
        message = f"{value!r}: write LINE=INVOICE, or LINE=INVOICE,INVOICE"
        raise typer.BadParameter(message)
    return line, named


def assignment(value: str) -> tuple[str, str]:
    """A parameter's name and value: NAME=VALUE."""
    name, equals, text = value.partition("=")
    if not equals or not name.strip().isidentifier():
        message = f"{value!r}: write NAME=VALUE"
        raise typer.BadParameter(message)
    return name.strip(), text


AsOf = Annotated[date | None, typer.Option("--as-of", parser=day, metavar="DATE", help="What held at its end; today.")]
KnownOn = Annotated[
    str | None, typer.Option("--known-on", parser=moment, metavar="TIME", help="As the books stood then; now.")
]
From = Annotated[date | None, typer.Option("--from", parser=day, metavar="DATE", help="First day of the period.")]
To = Annotated[date | None, typer.Option("--to", parser=day, metavar="DATE", help="Last day of the period.")]
Basis = Annotated[
    str | None,
    typer.Option("--basis", parser=one_of("due", "issue"), metavar="due|issue", help="Age since which date."),
]
Buckets = Annotated[
    str | None, typer.Option("--buckets", parser=bucket_limits, metavar="30,60,90", help="Limits of the aging columns.")
]
Client = Annotated[str | None, typer.Option("--client", metavar="ID", help="Only this client.")]
Currency = Annotated[str | None, typer.Option("--currency", metavar="C", help="Only this currency.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")]
Format = Annotated[str, typer.Option("--format", metavar="table|csv|json|xml|xlsx|parquet", help="How to write it.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it; you, by the system's name.")]
Now = Annotated[
    datetime | None, typer.Option("--now", parser=instant, metavar="TIME", help="As if it were then; the clock's now.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; change nothing.")]
OnDate = Annotated[date | None, typer.Option("--date", parser=day, metavar="DATE", help="From which day on; today.")]


def asked(  # noqa: PLR0913, PLR0917  the options of the contract
    as_of: date | None,
    known_on: str | None,
    date_from: date | None,
    date_to: date | None,
    basis: str | None,
    buckets: str | None,
    client: str | None,
    currency: str | None,
) -> dict[str, Any]:
    """The parameters of a report, by the names of `Workbench.report`."""
    return {
        "as_of": as_of,
        "known_on": known_on,
        "date_from": date_from,
        "date_to": date_to,
        "basis": basis,
        "buckets": tuple(int(limit) for limit in buckets.split(",")) if buckets else None,
        "client": client,
        "currency": currency,
    }

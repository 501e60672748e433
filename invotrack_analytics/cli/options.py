"""Options that many commands share, and how their values are read; a wrong one is wrong usage (exit code 2)."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from invotrack_analytics.clock import as_day, as_moment
from invotrack_analytics.errors import ReportError
from invotrack_analytics.reports.asked import Asked


def day(value: str) -> date:
    """A date, or a word for one."""
    try:
        return as_day(value)
    except ReportError as error:
        raise typer.BadParameter(str(error)) from None


def moment(value: str) -> str:
    """A date, a word for one, or an ISO time, as given."""
    try:
        as_moment(value)
    except ReportError as error:
        raise typer.BadParameter(str(error)) from None
    return value


def instant(value: str) -> datetime:
    """A moment on the company's clock, unless it names its offset; a day alone is its noon."""
    try:
        return datetime.combine(as_day(value), time(12))
    except ReportError:
        pass
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a moment; write it as 2026-10-05T10:00"
        raise typer.BadParameter(message) from None


def bucket_limits(value: str) -> tuple[int, ...]:
    """Rising limits in days."""
    try:
        limits = tuple(int(limit) for limit in value.split(","))
    except ValueError:
        limits = ()
    if not limits or any(low >= high for low, high in zip((0, *limits), limits, strict=False)):
        message = f"{value!r}: write rising limits in days, such as 30,60,90"
        raise typer.BadParameter(message)
    return limits


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
    str | None,
    typer.Option("--buckets", parser=bucket_limits, metavar="30,60,90", help="Limits of the aging columns."),
]
Clients = Annotated[
    list[str] | None, typer.Option("--client", metavar="ID", help="Only this client; given several times, these.")
]
Currencies = Annotated[
    list[str] | None, typer.Option("--currency", metavar="C", help="Only this currency; given several times, these.")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="table|csv|json|xml|xlsx|parquet|pdf", help="How to write it; as the file of -o ends."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it; you, by the system's name.")]
Now = Annotated[
    datetime | None, typer.Option("--now", parser=instant, metavar="TIME", help="As if it were then; the clock's now.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; change nothing.")]
OnDate = Annotated[date | None, typer.Option("--date", parser=day, metavar="DATE", help="From which day on; today.")]


def format_of(given: str | None, output: Path | None, otherwise: str) -> str:
    """The format that was named, or that the file's ending names; wrong usage where they disagree."""
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    if given is not None and ending in ENDINGS and given != ending:
        message = f"--format {given} and {output}, which ends in .{ending}, are two formats; name one of them"
        raise typer.BadParameter(message)
    return given or (ending if ending in ENDINGS else otherwise)


def packed_as(output: Path | None) -> None:
    """Wrong usage where a file of several reports should end as a format that holds one alone."""
    if output is not None and output.suffix.lower() in {f".{ending}" for ending in ENDINGS} - {".xlsx", ".pdf"}:
        message = f"{output}: several reports go into one file as .xlsx or .pdf"
        raise typer.BadParameter(message)


ENDINGS = ("csv", "json", "xml", "xlsx", "parquet", "pdf")
"""Endings of files that say how they are written."""
_ASKED: Mapping[str, Any] = {
    "as_of": AsOf,
    "known_on": KnownOn,
    "date_from": From,
    "date_to": To,
    "basis": Basis,
    "buckets": Buckets,
    "client": Clients,
    "currency": Currencies,
}
"""The option of each parameter in `Asked`. What typer calls text is what the option's own reader made of it."""


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameter `asked: Asked` stands for an option of each parameter that a report may be asked."""
    signature = inspect.signature(command, eval_str=True)
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in _ASKED.items()
    ]
    own = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in signature.parameters.values() if one.name != "asked"
    ]
    needed = [one for one in own if one.default is inspect.Parameter.empty]
    optional = [one for one in own if one.default is not inspect.Parameter.empty]

    @functools.wraps(command)
    def run(**given: Any) -> None:
        asked = {name: given.pop(name) for name in _ASKED}
        command(asked=cast("Asked", asked), **given)

    run.__signature__ = signature.replace(parameters=[*needed, *options, *optional])  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in [*needed, *options, *optional]}
    del run.__wrapped__
    return run


NoSend = Annotated[bool, typer.Option("--no-send", help="Make the tax office's record, and do not send it now.")]

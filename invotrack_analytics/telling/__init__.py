"""Telling: what the command line says, results on stdout, progress and problems on stderr; a module per subject."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from invotrack_analytics.errors import AccessError
from invotrack_analytics.money import minor_unit, round_to_minor_unit

if TYPE_CHECKING:
    from invotrack_analytics.intake.importing import Advance


def say(text: str) -> None:
    """A line on stdout."""
    print(text)  # noqa: T201  this is where the command line speaks


def say_json(document: object, target: Path | None = None) -> None:
    """One JSON document on stdout, or into a file."""
    text = json.dumps(document, ensure_ascii=False, indent=1, default=_plain)
    if target is None:
        say(text)
    else:
        from invotrack_analytics.publish.files import replaced_file

        with replaced_file(target) as stream:
            stream.write(text.encode("utf-8") + b"\n")


def progress(text: str) -> None:
    """A line on stderr that is no problem."""
    print(text, file=sys.stderr)  # noqa: T201


def problem(text: str) -> None:
    """Why something cannot be done, in one line on stderr."""
    print("invotrack: " + " ".join(text.split()), file=sys.stderr)  # noqa: T201


@contextmanager
def progress_bar(title: str) -> Iterator[Advance | None]:
    """A bar on stderr while a terminal is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield advance


def ask_password() -> str:
    """A password typed twice. Raises AccessError where nobody can type or the two differ."""
    if not sys.stdin.isatty():
        message = "there is no terminal to type a password on; give it with --password-stdin"
        raise AccessError(message)
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        message = "the two passwords differ; try again"
        raise AccessError(message)
    return password


def counted(count: int, one: str, many: str) -> str:
    """A number with what is counted: "1 row waits", "1,200 rows wait"."""
    return f"{count:,} {one if count == 1 else many}"


def money(amount: Decimal, currency: str) -> str:
    """An amount with its minor unit's places, as JSON holds it."""
    return f"{round_to_minor_unit(amount, currency):.{minor_unit(currency)}f}"


def show(table: Table) -> None:
    """A table on stdout; where that is no terminal, nothing in it is folded or cut."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=100_000)
    console.print(table)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def plain_table(*titles: str) -> Table:
    """A table without lines, its columns headed by the titles."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in titles:
        table.add_column(title, overflow="fold")
    return table

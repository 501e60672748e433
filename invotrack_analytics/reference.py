"""Reference: docs/reference.md, made from the code, so that it says what the code does.

python -m invotrack_analytics.reference > docs/reference.md
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer

from invotrack_analytics.cli import app
from invotrack_analytics.config import Receivables
from invotrack_analytics.config.sections import SECTIONS, SUBSECTIONS
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.model import DATASETS, Dataset
from invotrack_analytics.model import Column as DatasetColumn
from invotrack_analytics.model.reasons import reasons
from invotrack_analytics.model.unbillable import UNBILLABLE
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.report import Parameters

_INTRODUCTION = """\
# Reference

Made from the code by `python -m invotrack_analytics.reference > docs/reference.md`; a test holds it to that.

[Commands](#commands) · [Settings](#settings) · [Data sets](#data-sets) · [Reject reasons](#reject-reasons) ·
[Why an entry cannot be billed](#why-an-entry-cannot-be-billed) · [Reports](#reports)
"""

_COMMANDS = """
`--workspace DIR` may stand before or after each command: the workspace meant, else `$INVOTRACK_WORKSPACE`, else the
nearest folder upwards with an `invotrack.toml`. Dates are written 2026-09-30. Results go to stdout, progress and
problems to stderr.

Exit codes: 0 done; 1 cannot be done, with the reason in one line; 2 wrong usage; 3 done, but rows went to quarantine;
4 `check` found a difference.
"""

_SETTINGS = """
What `invotrack.toml` says. What is left out has its default; what is wrong is refused, all problems at once.
"""

_DATASETS = """
A file whose header uses these names needs no profile; in XML they are child elements or attributes of a row's element.
\\* must be filled. Columns of the key are in **bold**: a row with a known key and other content replaces the known one.
Where the source has no key, one is made from the row's content.

Money has up to three places, prices per hour six, hours four. A percentage is written 21 for 21 %. Yes and no are
true/false, yes/no (in many languages) or 1/0. Times are HH:MM, with seconds if need be.
"""

_REASONS = """
Why a row is in quarantine, as `invotrack rejects` tells. Correct the row in what `invotrack rejects --format csv -o
FOLDER` writes and import that; a row that waits for another comes in by itself with the import that brings it.
"""

_REPORTS = """
`invotrack report NAME`, `book.report(NAME)` in a notebook, `select * from NAME(date '2026-09-30')` in SQL. All take
`as_of` (what held at the end of that day; today) and `known_on` (as the books stood then; now). A period
(`date_from`, `date_to`) is the twelve months that end with `as_of`, unless it is given. Amounts of different
currencies are never added. A ratio is a fraction: 0.8150 is 81.5 %.
"""


def reference() -> str:
    """The whole document, in Markdown."""
    parts = [_INTRODUCTION]
    for title, text, lines in (
        ("Commands", _COMMANDS, _commands()),
        ("Settings", _SETTINGS, _settings()),
        ("Data sets", _DATASETS, _datasets()),
        ("Reject reasons", _REASONS, _table(("Reason", "Meaning"), reasons().items(), code_first=True)),
        (
            "Why an entry cannot be billed",
            "\nWhat `invotrack bill` leaves behind, hours or other items, with the reason it tells.\n",
            _table(("Reason", "Meaning"), UNBILLABLE.items(), code_first=True),
        ),
        ("Reports", _REPORTS, _reports()),
    ):
        parts += [f"## {title}", text, *lines]
    return "\n".join(parts).rstrip() + "\n"


def _commands() -> Iterator[str]:
    yield from _command("invotrack", typer.main.get_command(app))


def _command(path: str, command: Any) -> Iterator[str]:
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from _command(f"{path} {name}", below)
        return
    places = [item for item in command.params if item.param_type_name == "argument"]
    names = [_place(item) for item in places]
    yield f"### `{' '.join([path, *names])}`\n\n{_cell(command.help)}\n"
    options = [item for item in command.params if item.param_type_name == "option"]
    rows = [
        (
            " ".join([f"`{'`, `'.join(item.opts)}`", "" if item.is_flag else f"`{_metavar(item)}`"]).strip(),
            item.help or "",
            "" if item.default is None or item.is_flag else f"`{item.default}`",
        )
        for item in options
    ]
    if rows:
        yield from _table(("Option", "Meaning", "Default"), rows)


def _place(argument: Any) -> str:
    name = (argument.metavar or argument.name.upper()) + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


def _metavar(option: Any) -> str:
    return str(option.metavar or option.name.rstrip("_").upper())


def _settings() -> Iterator[str]:
    for name, kind in SECTIONS.items():
        yield from _section(f"[{name}]", kind)
        for (above, key), below in SUBSECTIONS.items():
            if above == name:
                yield from _section(f"[{name}.{key}]", below)
    yield from _section("[[schedule]]", Schedule)


def _section(title: str, kind: Any) -> Iterator[str]:
    yield f"### `{title}`\n\n{kind.__doc__}\n"
    meanings, hints = described(kind), get_type_hints(kind)
    rows = [
        (f"`{item.name}`", _meaning(meanings[item.name], hints[item.name]), _default(item)) for item in fields(kind)
    ]
    yield from _table(("Setting", "Meaning", "Default"), rows)


def described(kind: type) -> dict[str, str]:
    """The text that stands below each field of a dataclass; "" where there is none."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    found = dict.fromkeys(get_type_hints(kind), "")
    if isinstance(body, ast.ClassDef):
        for field, text in zip(body.body, body.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
                found[field.target.id] = " ".join(str(ast.literal_eval(text.value)).split())
    return found


def _meaning(text: str, hint: Any) -> str:
    return (
        f"{text} One of {', '.join(f'`{value}`' for value in get_args(hint))}." if get_origin(hint) is Literal else text
    )


def _default(item: Field[Any]) -> str:
    if item.default is MISSING:
        return "must be given"
    if item.default is None:
        return "none"
    if item.default == ():
        return "all"
    value = str(item.default) if isinstance(item.default, Decimal) else json.dumps(item.default, ensure_ascii=False)
    return f"`{value}`"


def _datasets() -> Iterator[str]:
    for dataset in DATASETS:
        yield f"### `{dataset.name}`: {dataset.title}\n\n{_cell(dataset.description)}\n"
        yield from _table(("Column", "Type", "Meaning"), (_dataset_row(dataset, column) for column in dataset.columns))


def _dataset_row(dataset: Dataset, column: DatasetColumn) -> tuple[str, str, str]:
    name = f"`{column.name}`"
    if column.name in dataset.key:
        name = f"**{name}**"
    return name + (" \\*" if column.required else ""), column.kind, column.description


def _reports() -> Iterator[str]:
    day = date(2026, 9, 30)
    asked = Parameters(day, None, day, day, "due", Receivables().buckets, (), ())
    for report in REPORTS:
        yield f"### `{report.name}`: {report.title}\n\n{report.question} {report.grain}\n"
        yield f"Parameters: {', '.join(f'`{name}`' for name in ('as_of', 'known_on', *report.parameters))}.\n"
        yield from _table(
            ("Column", "Type", "Title", "Meaning"),
            ((f"`{item.name}`", item.type, item.title, item.description) for item in report.columns(asked)),
        )


def _table(titles: Sequence[str], rows: Any, *, code_first: bool = False) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield f"| {' | '.join('---' for _ in titles)} |"
    for first, *rest in rows:
        name = f"`{first}`" if code_first else first
        yield f"| {' | '.join(_cell(text) for text in (name, *rest))} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(reference())

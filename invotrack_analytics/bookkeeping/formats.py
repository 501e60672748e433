"""Formats: which there are, and what each needs beside the journal."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from invotrack_analytics.bookkeeping.chart import Chart
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.ledger import beancount, datev, hledger, journal_csv, sales_documents
from invotrack_analytics.documents.ledger.journal import Journal
from invotrack_analytics.documents.ledger.journal_csv import FIELDS, Layout
from invotrack_analytics.documents.ledger.rendered import Rendered
from invotrack_analytics.errors import BookkeepingError, SettingsError

LAYOUTS = "layouts"
Render = Callable[[Settings, Chart, Journal], Rendered]


def check_format(settings: Settings, chart: Chart, name: str) -> None:
    """See that a format can be written, before anything is noted.

    Raises BookkeepingError where there is no such format or it lacks a setting, SettingsError for a wrong layout.
    """
    if name == "datev":
        _office(settings, chart)
    if name not in FORMATS and not _layout_path(settings, name).is_file():
        own = sorted(path.stem for path in (settings.folder / LAYOUTS).glob("*.toml"))
        message = (
            f"there is no ledger format {name}; the formats are {', '.join([*FORMATS, *own])}, "
            f"and a layout of your own is a file {LAYOUTS}/NAME.toml"
        )
        raise BookkeepingError(message)
    if name not in FORMATS:
        load_layout(_layout_path(settings, name))


def render(settings: Settings, chart: Chart, name: str, journal: Journal) -> Rendered:
    """The journal in a format. Raises BookkeepingError, SettingsError."""
    if name in FORMATS:
        return FORMATS[name](settings, chart, journal)
    layout = load_layout(_layout_path(settings, name))
    try:
        return Rendered({f"{name}.csv": journal_csv.render(journal, layout)})
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        message = f"{LAYOUTS}/{name}.toml: encoding {layout.encoding} has no {sign!r}; name another, such as utf-8"
        raise BookkeepingError(message) from error


def load_layout(path: Path) -> Layout:
    """A layout of the user's own. Raises SettingsError with every problem at once."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: not valid TOML: {error}"]) from error
    unknown = document.keys() - {"format", "columns"}
    problems = [f"{path}: {key} is not a setting; allowed are format, columns" for key in unknown]
    dialect = _dialect(path, document.get("format", {}), problems)
    columns = document.get("columns")
    if not isinstance(columns, dict) or not columns:
        problems.append(f'{path}: [columns] is missing; write "Header" = "field", with a field of {", ".join(FIELDS)}')
        columns = {}
    for header, name in columns.items():
        if name not in FIELDS:
            problems.append(f"{path}: columns.{header} = {name!r}: must be one of {', '.join(FIELDS)}")
    if problems:
        raise SettingsError(problems)
    return Layout(columns=columns, **dialect)


def _dialect(path: Path, section: object, problems: list[str]) -> dict[str, Any]:
    if not isinstance(section, dict):
        problems.append(f"{path}: format = {section!r}: must be a section of its own: [format]")
        return {}
    found: dict[str, Any] = {}
    for key, value in section.items():
        if key == "kind" and value == "csv":
            continue
        if key not in {"delimiter", "encoding", "decimal", "date"}:
            problems.append(f"{path}: format.{key} is not a setting; allowed are delimiter, encoding, decimal, date")
        elif not isinstance(value, str) or not _fits(key, value):
            example = {"delimiter": ";", "encoding": "utf-8", "decimal": ",", "date": "%d/%m/%Y"}[key]
            problems.append(f"{path}: format.{key} = {value!r}: is not one that can be used; write it like {example!r}")
        else:
            found[key] = value
    return found


def _fits(key: str, value: str) -> bool:
    if key == "encoding":
        try:
            "".encode(value)
        except (LookupError, ValueError):
            return False
        return True
    return bool(value) if key == "date" else len(value) == 1


def _layout_path(settings: Settings, name: str) -> Path:
    # A name is a file's beside the others, never a path to somewhere else.
    fitted = "".join(sign for sign in name if sign.isalnum() or sign in "-_")
    return settings.folder / LAYOUTS / f"{fitted}.toml"


def _office(settings: Settings, chart: Chart) -> datev.Office:
    known = chart.datev
    if known.consultant is None or known.client is None:
        missing = ", ".join(f"datev.{name}" for name in ("consultant", "client") if getattr(known, name) is None)
        message = f"ledger.toml: {missing} missing; DATEV wants the numbers that your tax adviser has for you"
        raise BookkeepingError(message)
    month, day = (int(part) for part in known.fiscal_year_start.split("-"))
    return datev.Office(
        consultant=known.consultant,
        client=known.client,
        account_length=known.account_length,
        fiscal_year_month=month,
        fiscal_year_day=day,
        chart=known.chart,
        base_currency=settings.company.currency,
        automatic=chart.automatic,
    )


FORMATS: dict[str, Render] = {
    "beancount": lambda _, __, journal: Rendered({"journal.beancount": beancount.render(journal)}),
    "hledger": lambda _, __, journal: Rendered({"journal.hledger": hledger.render(journal)}),
    "datev": lambda settings, chart, journal: datev.render(journal, _office(settings, chart)),
    "xero": lambda _, __, journal: sales_documents.xero(journal),
    "quickbooks": lambda _, __, journal: sales_documents.quickbooks(journal),
    "journal-csv": lambda _, __, journal: Rendered({"journal.csv": journal_csv.render(journal)}),
}
FOLDER_FORMATS = frozenset({"datev", "xero", "quickbooks"})
"""Formats of several files, for which `-o` names a folder."""

"""Journal as CSV: one row per line of an entry, in columns that a layout of one's own names as it likes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from invotrack_analytics.documents.ledger.amounts import plain
from invotrack_analytics.documents.ledger.journal import Entry, Journal, Line

_DATE = "%Y-%m-%d"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Layout:
    """How the rows are written: headers with their fields, and the file's dialect."""

    columns: Mapping[str, str] = field(default_factory=lambda: {name: name for name in FIELDS})
    delimiter: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    date: str = _DATE


def render(journal: Journal, layout: Layout | None = None) -> bytes:
    """One row per line of an entry. Raises UnicodeEncodeError where a text has signs that the encoding lacks."""
    chosen = layout or Layout()
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=chosen.delimiter, lineterminator="\r\n")
    rows.writerow(chosen.columns)
    fields = [FIELDS[name] for name in chosen.columns.values()]
    for entry in journal.entries:
        for number, line in enumerate(entry.lines, start=1):
            rows.writerow([field_of(chosen, entry, number, line) for field_of in fields])
    return out.getvalue().encode(chosen.encoding)


Field = Callable[[Layout, Entry, int, Line], str]


def _guarded(text: str | None) -> str:
    # A spreadsheet would run such a text.
    return f"'{text}" if text and text.startswith(_FORMULA_SIGNS) else text or ""


FIELDS: dict[str, Field] = {
    "entry_id": lambda _, entry, __, ___: _guarded(entry.entry_id),
    "line": lambda _, __, number, ___: str(number),
    "date": lambda layout, entry, _, __: entry.day.strftime(layout.date),
    "kind": lambda _, entry, __, ___: entry.kind,
    "document": lambda _, entry, __, ___: _guarded(entry.document),
    "client_id": lambda _, __, ___, line: _guarded(line.client_id),
    "role": lambda _, __, ___, line: line.role,
    "account": lambda _, __, ___, line: _guarded(line.account),
    "currency": lambda _, entry, __, ___: entry.currency,
    "debit": lambda layout, entry, _, line: plain(line.debit, entry.currency, layout.decimal),
    "credit": lambda layout, entry, _, line: plain(line.credit, entry.currency, layout.decimal),
    "tax_rate": lambda layout, _, __, line: (
        f"{line.tax_rate.normalize():f}".replace(".", layout.decimal) if line.tax_rate is not None else ""
    ),
    "text": lambda _, entry, __, ___: _guarded(entry.text),
    "reverses": lambda _, entry, __, ___: _guarded(entry.reverses),
}
"""What a column may hold, by the names that a layout uses."""

"""Drill-down: where in a workbook the rows behind a cell stand, so that a click on an amount leads to its invoices.

A cell's own link is fixed, and does not know of a table that was sorted since. So links that look up the client's code
by themselves stand beside the aging's rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range, xl_range_abs

from invotrack_analytics.reports.report import Result, Value

if TYPE_CHECKING:
    from invotrack_analytics.publish.workbook.table_sheet import Part, ReportSheets

MOST_LINKED_ROWS = 5_000
"""A sheet takes 65,530 links, and a reader of more rows than these filters them."""
_BUCKET = re.compile(r"not_due|d[0-9]+_([0-9]+|plus)")
_INVOICES, _ACCOUNT = "open_invoices", "statement"

_MOST_SEARCHED_ROWS = 50_000
_FINDERS = ((_INVOICES, "Invoices"), (_ACCOUNT, "Account"))


@dataclass(frozen=True)
class Finder:
    """A link at the end of a row to the client's first row on another sheet, wherever that now stands."""

    text: str
    part: Part
    clients: frozenset[str]
    """Whom it finds."""

    def formula(self, line: int) -> str:
        """The formula in this line, counted from 0; codes are in the first column of both sheets."""
        # Else a code's own * or ? would match others.
        code = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($A{line + 1},"~","~~"),"*","~*"),"?","~?")'
        codes = f"'{self.part.sheet}'!{xl_range_abs(self.part.first, 0, self.part.last, 0)}"
        place = f"\"#'{self.part.sheet}'!A\"&(MATCH({code},{codes},0)+{self.part.first})"
        return f'=IFERROR(HYPERLINK({place},"{self.text}"),"")'

    def shown(self, client: str) -> str:
        """What it reads for a client."""
        return self.text if client in self.clients else ""


Places = Callable[[Sequence[Value]], Mapping[int, str]]
"""For a row, the places that its cells lead to, by position."""


class Drill:
    """What leads where: learnt from the sheets that have the rows, asked by those that have the sums."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[str, ...], str] = {}
        self._parts: dict[str, Part] = {}

    def learn(self, sheets: ReportSheets) -> None:
        """Remember where each client's invoices, or lines of its account, stand on these sheets."""
        name = sheets.result.report.name
        if name == _INVOICES:
            self._remember(sheets, ("client_id", "currency", "bucket"))
        if name in {_INVOICES, _ACCOUNT}:
            if len(sheets.parts) == 1 and 0 < len(sheets.result) <= _MOST_SEARCHED_ROWS:
                self._parts[name] = sheets.parts[0]
            self._remember(sheets, ("client_id", "currency"))

    def finders(self, result: Result) -> list[Finder]:
        """The links to stand at the end of a result's rows: those of the aging."""
        if result.report.name != "aging":
            return []
        return [
            Finder(text, self._parts[name], frozenset(key[1] for key in self._blocks if key[0] == name))
            for name, text in _FINDERS
            if name in self._parts
        ]

    def places(self, result: Result) -> Places:
        """Where the cells of a result's rows lead: an amount of the aging to its invoices, a client to its account."""
        names = [column.name for column in result.columns]
        key = [names.index(name) for name in ("client_id", "currency") if name in names]
        kinds: dict[int, tuple[str, ...]] = {}
        if len(key) == len(("client_id", "currency")):
            if "client_name" in names and result.report.name != _ACCOUNT:
                kinds[names.index("client_name")] = (_ACCOUNT,)
            if result.report.name == "aging":
                kinds |= {names.index(name): (_INVOICES, name) for name in names if _BUCKET.fullmatch(name)}
                kinds[names.index("outstanding")] = (_INVOICES,)

        def of(row: Sequence[Value]) -> Mapping[int, str]:
            client = tuple(str(row[position]) for position in key)
            found = {
                position: self._blocks.get((report, *client, *bucket))
                for position, (report, *bucket) in kinds.items()
                if row[position]
            }
            return {position: place for position, place in found.items() if place}

        return of

    def _remember(self, sheets: ReportSheets, names: Sequence[str]) -> None:
        import pyarrow as pa

        result = sheets.result
        if not {*names} <= {*result.table.column_names}:
            return
        # In Arrow, without a Python object for each of perhaps a million rows.
        numbered = result.table.select([*names]).append_column("row", pa.array(range(len(result)), pa.int64()))
        stretches = numbered.group_by([*names], use_threads=False).aggregate([("row", "min"), ("row", "max")])
        last_column = len(result.columns) - 1
        for stretch in stretches.to_pylist():
            key = tuple(stretch[name] for name in names)
            first, last = stretch["row_min"], stretch["row_max"]
            part = next(part for part in sheets.parts if first < part.first_row + part.rows)
            top = part.first + first - part.first_row
            # Of rows that go on in the next sheet, those on this one.
            bottom = min(part.first + last - part.first_row, part.last)
            self._blocks[result.report.name, *key] = f"'{part.sheet}'!{xl_range(top, 0, bottom, last_column)}"

"""Drill-down: where in a workbook the rows behind a cell stand, so that a click on an amount leads to its invoices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range

from invotrack_analytics.reports.report import Result, Value

if TYPE_CHECKING:
    from invotrack_analytics.publish.workbook.table_sheet import ReportSheets

MOST_LINKED_ROWS = 5_000
"""A sheet takes 65,530 links, and a reader of more rows than these filters them."""
_BUCKET = re.compile(r"not_due|d[0-9]+_([0-9]+|plus)")
_INVOICES, _ACCOUNT = "open_invoices", "statement"

Places = Callable[[Sequence[Value]], Mapping[int, str]]
"""For a row, the places that its cells lead to, by position."""


class Drill:
    """What leads where: learnt from the sheets that have the rows, asked by those that have the sums."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[str, ...], str] = {}

    def learn(self, sheets: ReportSheets) -> None:
        """Remember where each client's invoices, or lines of its account, stand on these sheets."""
        name = sheets.result.report.name
        if name == _INVOICES:
            self._remember(sheets, ("client_id", "currency", "bucket"))
        if name in {_INVOICES, _ACCOUNT}:
            self._remember(sheets, ("client_id", "currency"))

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

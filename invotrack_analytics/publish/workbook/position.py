"""The position on a workbook's cover: what is owed in each currency, as live sums over the aging's rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from invotrack_analytics.money import minor_unit
from invotrack_analytics.publish.workbook.cells import Cells
from invotrack_analytics.publish.workbook.styles import HEADER, LINE_BELOW
from invotrack_analytics.publish.workbook.table_sheet import ReportSheets
from invotrack_analytics.reports.buckets import NOT_DUE, overdue_buckets

_FIRST_COLUMN = 1
_MOST_ROWS = 100_000
"""Of more the sums would be slow, and the cover does without."""


@dataclass(frozen=True)
class Position:
    """What stands where on the aging's sheets, and what it comes to."""

    totals: Mapping[str, Mapping[str, Decimal]]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """Titles, each with the columns of the aging that it adds."""
    formula: Callable[[str, str], str]
    """The sum of a column over the rows whose currency is in a cell."""


def position_of(sheets: ReportSheets) -> Position | None:
    """The position that these sheets have; None where they are not the aging's, or nobody owes anything."""
    result = sheets.result
    overdue = tuple(bucket.name for bucket in overdue_buckets(result.parameters.buckets))
    columns = (
        ("Not due", (NOT_DUE,)),
        ("Overdue", overdue),
        ("Unapplied credit", ("unapplied_credit",)),
        ("Outstanding", ("outstanding",)),
    )
    needed = {"currency", *(name for _, names in columns for name in names)}
    if result.report.name != "aging" or len(result) > _MOST_ROWS or not needed <= {*result.table.column_names}:
        return None
    return Position(sheets.totals, columns, sheets.sum_where_currency) if sheets.totals else None


def write_position(cells: Cells, position: Position, line: int) -> int:
    """Write the position from this line on; the line after it."""
    titles = ["Position", *(title for title, _ in position.columns)]
    cells.sheet.set_row(line, 22)
    for column, title in enumerate(titles, start=_FIRST_COLUMN):
        cells.text(line, column, title, align="right" if column > _FIRST_COLUMN else "left", **HEADER)
    for currency, sums in position.totals.items():
        line += 1
        cells.sheet.set_row(line, 20)
        cells.text(line, _FIRST_COLUMN, currency, bold=True, **LINE_BELOW)
        places = minor_unit(currency)
        look = {"num_format": f"#,##0.{'0' * places}" if places else "#,##0", "bold": True, **LINE_BELOW}
        for column, (_, names) in enumerate(position.columns, start=_FIRST_COLUMN + 1):
            sums_of = "+".join(position.formula(name, f"$B{line + 1}") for name in names)
            value = sum((sums[name] for name in names), Decimal(0))
            cells.sum(line, column, f"=ROUND({sums_of},{places})", value, **look)
    return line + 1

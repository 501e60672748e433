"""A report's sheet: what it asks, its totals as live formulas, and its rows as a native table.

Totals stand above the table, where they stay in sight and out of the filter's reach. A report longer than a sheet goes
on in a second one, and says so; its totals, on the first, count them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell

from invotrack_analytics.config import Settings
from invotrack_analytics.money import minor_unit
from invotrack_analytics.publish.caption import caption
from invotrack_analytics.publish.display import display, stands_left
from invotrack_analytics.publish.plain import currencies_of, currency_position, read_rows
from invotrack_analytics.publish.workbook.cells import Cells
from invotrack_analytics.publish.workbook.drill import Finder, Places
from invotrack_analytics.publish.workbook.emphasis import emphasise
from invotrack_analytics.publish.workbook.page import set_up_page
from invotrack_analytics.publish.workbook.styles import HEADER, LEADING, LINE_BELOW, LINK, QUIET, TITLE, Styles, indents
from invotrack_analytics.publish.workbook.widths import column_widths, lines_of
from invotrack_analytics.reports.report import Result, Value

_LONGEST_SHEET_NAME = 31
_MOST_FROZEN_LINES = 14
_MOST_FOLLOWING_ROWS = 2_000
"""A total per currency that follows the filter looks at each row by itself: too slow for a long table."""
_HOUR_PLACES = 4
_FIRST_TOTAL = 5

_FOLLOWS = "Totals are of the rows that the filter shows"
_FOLLOWS_NOT = "Totals are of all rows, whatever the filter shows"


@dataclass(frozen=True)
class Part:
    """A stretch of the rows on a sheet of its own; nearly always all of them. Lines count from 0."""

    sheet: str
    first_row: int
    rows: int
    header: int
    """The line of the table's header."""

    @property
    def first(self) -> int:
        """The first line of rows."""
        return self.header + 1

    @property
    def last(self) -> int:
        """The last line of rows; a native table has at least one, so an empty answer has an empty one."""
        return self.header + max(1, self.rows)

    def cells(self, position: int) -> str:
        """A column's rows, for a formula on any sheet."""
        return f"'{self.sheet}'!{xl_range(self.first, position, self.last, position)}"


class ReportSheets:
    """The sheets of one result."""

    def __init__(self, result: Result, settings: Settings, most_sheet_rows: int) -> None:
        self.result = result
        self.settings = settings
        self.totals: Mapping[str, Mapping[str, Decimal]] = {
            currency: sums for currency, sums in result.totals().items() if sums
        }
        self.currency_position = currency_position(result)
        self._indents = indents(result.columns)
        header = _FIRST_TOTAL + len(self.totals) + (1 if self.totals else 0)
        room = most_sheet_rows - header - 1
        self.parts = [
            Part(_sheet_name(result.report.name, number), start, min(room, len(result) - start), header)
            for number, start in enumerate(range(0, max(1, len(result)), room), start=1)
        ]

    def place(self, workbook: Workbook, styles: Styles) -> None:
        """Add the sheets to the workbook, in their order among the others, with nothing on them yet."""
        self._cells = [Cells(workbook.add_worksheet(part.sheet), styles) for part in self.parts]

    def write(self, chart_place: str | None, places: Places | None = None, finders: Sequence[Finder] = ()) -> None:
        """Write the sheets, each from top to bottom, linked to their chart and to what is behind cells and rows."""
        rows = read_rows(self.result)
        currencies = currencies_of(self.result, self.settings.company.currency)
        columns = self.result.columns
        for part, cells in zip(self.parts, self._cells, strict=True):
            widths = column_widths(self.result, part.first_row, part.rows, self.totals, self.settings)
            for position, width in enumerate(widths):
                cells.sheet.set_column(position, position, width)
            if finders:
                cells.sheet.set_column(len(columns), len(columns), 2)
            self._write_heading(cells, part, chart_place)
            if part is self.parts[0]:
                self._write_totals(cells)
            self._write_header(cells, part, widths)
            for line, row in enumerate(islice(rows, part.rows), start=part.first):
                self._write_row(cells, line, row, currencies(row), places(row) if places else {})
                # Outside the table, whose rows are the report's and nothing else; a column stays free between them.
                for position, finder in enumerate(finders, start=len(columns) + 1):
                    cells.found_link(line, position, finder.formula(line), finder.shown(str(row[0])))
            if not part.rows:
                for position in range(len(columns)):
                    cells.blank(part.first, position)
            self._make_table(cells, part)
            self._set_up(cells, part, sum(widths))

    def _write_row(
        self, cells: Cells, line: int, row: Sequence[Value], currencies: Sequence[str], leads: Mapping[int, str]
    ) -> None:
        columns = self.result.columns
        for position, (value, currency) in enumerate(zip(row, currencies, strict=True)):
            if position in leads:
                cells.lead(line, position, leads[position])
            look = LEADING if position in leads else {}
            cells.value(line, position, columns[position], value, currency, self._indents[position], **look)

    def _write_heading(self, cells: Cells, part: Part, chart_place: str | None) -> None:
        report = self.result.report
        cells.sheet.set_row(0, 26)
        cells.text(0, 0, report.title, **TITLE)
        cells.text(1, 0, report.question, **QUIET)
        words = caption(self.result, self.settings)
        if len(self.parts) > 1:
            look = display(self.settings.company.locale)
            first, last = look.number(part.first_row + 1, 0), look.number(part.first_row + part.rows, 0)
            words += f". They fill more than one sheet: here are rows {first} to {last}"
            if part is not self.parts[-1]:
                words += f", and {self.parts[self.parts.index(part) + 1].sheet} goes on"
        cells.text(2, 0, words[:1].upper() + words[1:], **QUIET)
        cells.link(3, 0, "'Cover'!A1", "Contents", **LINK)
        if chart_place:
            cells.link(3, 1, chart_place, "Chart", **LINK)

    @property
    def _totals_follow(self) -> bool:
        return len(self.totals) == 1 or (len(self.result) <= _MOST_FOLLOWING_ROWS and len(self.parts) == 1)

    def _write_totals(self, cells: Cells) -> None:
        look = {"bold": True, **LINE_BELOW}
        if self.totals:
            note = _FOLLOWS if self._totals_follow else _FOLLOWS_NOT
            cells.sheet.set_row(_FIRST_TOTAL - 1, 24)
            cells.text(_FIRST_TOTAL - 1, 0, note, valign="bottom", **QUIET)
        for line, (currency, sums) in enumerate(self.totals.items(), start=_FIRST_TOTAL):
            for position, column in enumerate(self.result.columns):
                if position == self.currency_position:
                    # The formulas look at this cell; the word before the code is only seen.
                    word = "@" if position else '"Total "@'
                    cells.text(line, position, currency, num_format=word, indent=self._indents[position], **look)
                elif position == 0:
                    cells.text(line, position, f"Total {currency}".strip(), **look)
                elif column.name in sums:
                    money = column.currency_of_total(currency, self.settings.company.currency)
                    places = minor_unit(money) if column.type == "money" else _HOUR_PLACES
                    formula = "+".join(self._sum_formula(part, position, line) for part in self.parts)
                    value = sums[column.name]
                    shown = cells.styles.shown(column, value, money)
                    cells.sum(line, position, f"=ROUND({formula},{places})", value, num_format=shown, **look)
                else:
                    cells.blank(line, position, **look)

    def _sum_formula(self, part: Part, position: int, line: int) -> str:
        """The sum of a column's rows on one sheet: of all, or of those in the currency that the total's line names."""
        figures = part.cells(position)
        if len(self.totals) == 1 or self.currency_position is None:
            return f"SUBTOTAL(109,{figures})"
        currencies = part.cells(self.currency_position)
        wanted = f"${xl_col_to_name(self.currency_position)}{line + 1}"
        if not self._totals_follow:
            return f"SUMIFS({figures},{currencies},{wanted})"
        first = f"'{part.sheet}'!{xl_rowcol_to_cell(part.first, position)}"
        return f"SUMPRODUCT(({currencies}={wanted})*SUBTOTAL(109,OFFSET({first},ROW({figures})-ROW({first}),0)))"

    def sum_where_currency(self, name: str, currency_cell: str) -> str:
        """The sum of a column over all rows, whatever the filter shows, whose currency stands in a cell of any sheet.

        Raises ValueError where the result has no column of currencies.
        """
        if self.currency_position is None:
            raise ValueError(self.result.report.name)
        position = [column.name for column in self.result.columns].index(name)
        return "+".join(
            f"SUMIFS({part.cells(position)},{part.cells(self.currency_position)},{currency_cell})"
            for part in self.parts
        )

    def _write_header(self, cells: Cells, part: Part, widths: list[float]) -> None:
        columns = self.result.columns
        # One line more than the titles need: the filter's button stands at the bottom, and must not hide them.
        lines = max(lines_of(column.title, width) for column, width in zip(columns, widths, strict=True))
        cells.sheet.set_row(part.header, 14 * lines + 14)
        for position, (column, title, indent) in enumerate(zip(columns, self._titles(), self._indents, strict=True)):
            side = {"align": "left" if stands_left(column) else "right", "indent": indent}
            cells.text(part.header, position, title, text_wrap=True, valign="top", **side, **HEADER)

    def _titles(self) -> list[str]:
        """The columns' titles; Excel wants each once in a table, so a second one carries its number."""
        titles: list[str] = []
        for column in self.result.columns:
            same = sum(1 for title in titles if title.casefold() == column.title.casefold())
            titles.append(f"{column.title} ({same + 1})" if same else column.title)
        return titles

    def _make_table(self, cells: Cells, part: Part) -> None:
        sheet, last_position = cells.sheet, len(self.result.columns) - 1
        options = {
            "name": part.sheet.replace(" (", "_").removesuffix(")") + "_table",
            "style": None,
            "columns": [{"header": title} for title in self._titles()],
            "description": f"{self.result.report.title}: {self.result.report.grain}",
        }
        # XlsxWriter declines tables while it streams, and would remember each of their cells. So it is told of the
        # first line only, when the header has long been written, and the table is then given its whole range.
        sheet.constant_memory = False
        sheet.add_table(part.header, 0, part.first, last_position, options)
        sheet.constant_memory = True
        whole = xl_range(part.header, 0, part.last, last_position)
        sheet.tables[-1].update(range=whole, a_range=whole, autofilter=whole)

    def _set_up(self, cells: Cells, part: Part, width: float) -> None:
        sheet, columns = cells.sheet, self.result.columns
        # The first two columns say what a row is about.
        leading = 2 if len(columns) > 1 and columns[1].type == "text" else 1
        emphasise(sheet, cells.styles, self.result, part.first, part.last)
        if part.first <= _MOST_FROZEN_LINES:
            sheet.freeze_panes(part.first, leading)
        whole = (part.first, 0, part.last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": xl_range(*whole)})
        set_up_page(sheet, self.result, self.settings, width)
        sheet.print_area(0, 0, part.last, len(columns) - 1)
        sheet.repeat_rows(part.header)
        sheet.repeat_columns(0, leading - 1)


def _sheet_name(report: str, number: int) -> str:
    suffix = f" ({number})" if number > 1 else ""
    return report[: _LONGEST_SHEET_NAME - len(suffix)] + suffix

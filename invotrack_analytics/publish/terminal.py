"""A report as a table on the screen, its amounts in the company's locale, its totals per currency below."""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.caption import caption
from invotrack_analytics.publish.display import display, stands_left
from invotrack_analytics.publish.plain import currencies_of, read_rows
from invotrack_analytics.reports.report import Column, Result

_NARROWEST_TEXT = 16
_GAP = 3  # two of padding, one of the box
_WITHOUT_LIMIT = 100_000


def print_table(result: Result, stream: TextIO, settings: Settings, width: int | None) -> None:
    """Print the result; where `width` is a terminal's, texts and titles are folded to fit, figures never cut."""
    result = result.filled()
    rows = _cells(result, settings)
    totals = _totals(result, settings)
    widths = _widths(result.columns, [*rows, *totals], width or _WITHOUT_LIMIT)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column, column_width in zip(result.columns, widths, strict=True):
        justify: JustifyMethod = "left" if stands_left(column) else "right"
        table.add_column(Text(column.title), justify=justify, width=column_width, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    table.add_section()
    for row in totals:
        table.add_row(*map(Text, row), style="bold")
    console = Console(
        file=stream,
        force_terminal=width is not None,
        highlight=False,
        # A line longer than the screen is better than a figure without its end.
        width=max(width or _WITHOUT_LIMIT, sum(widths) + _GAP * len(widths)),
    )
    console.print(Text(result.report.title, style="bold"), Text(f" {caption(result, settings)}", style="dim"), "\n")
    console.print(table)


def _widths(columns: tuple[Column, ...], rows: list[list[str]], width: int) -> list[int]:
    """Widths that show every figure in full; texts and titles have what remains. Rich itself shrinks figures too."""
    least, wanted = [], []
    for position, column in enumerate(columns):
        widest = max((cell_len(row[position]) for row in rows), default=0)
        foldable = min(widest, _NARROWEST_TEXT) if column.type == "text" else widest
        least.append(max(foldable, *map(cell_len, column.title.split())))
        wanted.append(max(widest, cell_len(column.title)))
    spare = width - sum(least) - _GAP * len(columns)
    for position, more in enumerate(want - have for want, have in zip(wanted, least, strict=True)):
        given = max(0, min(more, spare))
        least[position] += given
        spare -= given
    return least


def _cells(result: Result, settings: Settings) -> list[list[str]]:
    look = display(settings.company.locale)
    currencies = currencies_of(result, settings.company.currency)
    return [
        [
            look.cell(column, value, currency)
            for column, value, currency in zip(result.columns, row, currencies(row), strict=True)
        ]
        for row in read_rows(result)
    ]


def _totals(result: Result, settings: Settings) -> list[list[str]]:
    look = display(settings.company.locale)
    rows = []
    for currency, sums in result.totals().items():
        if sums:
            cells = [
                look.cell(column, sums[column.name], column.currency_of_total(currency, settings.company.currency))
                if column.name in sums
                else ""
                for column in result.columns
            ]
            # A report's first column says what its row is about, so it is never a sum.
            cells[0] = f"Total {currency}".strip()
            rows.append(cells)
    return rows

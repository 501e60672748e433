"""How wide a sheet's columns are: as wide as what stands in them, within reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.plain import currencies_of, read_rows
from invotrack_analytics.publish.workbook.styles import indents
from invotrack_analytics.reports.report import Result

_SAMPLED_ROWS = 2_000
_MARGIN, _NARROWEST, _WIDEST, _LONGEST_UNFOLDED_TITLE = 2.5, 9.0, 46.0, 16


def column_widths(
    result: Result, first_row: int, rows: int, totals: Mapping[str, Mapping[str, Decimal]], settings: Settings
) -> list[float]:
    """Widths in characters, from the titles, the totals and the first of these rows."""
    look = display(settings.company.locale)
    base = settings.company.currency
    currencies = currencies_of(result, base)
    sample = replace(result, table=result.table.slice(first_row, min(rows, _SAMPLED_ROWS)))
    lengths = [_title_length(column.title) for column in result.columns]
    for row in read_rows(sample):
        for index, (column, value, currency) in enumerate(zip(result.columns, row, currencies(row), strict=True)):
            lengths[index] = max(lengths[index], len(look.cell(column, value, currency)))
    for currency, sums in totals.items():
        lengths[0] = max(lengths[0], len(f"Total {currency}"))
        for index, column in enumerate(result.columns):
            if column.name in sums:
                # Totals are bold.
                lengths[index] = max(lengths[index], len(look.cell(column, sums[column.name], currency or base)) + 1)
    drawn_in = indents(result.columns)
    return [
        min(max(length + _MARGIN + indent, _NARROWEST), _WIDEST)
        for length, indent in zip(lengths, drawn_in, strict=True)
    ]


def lines_of(title: str, width: float) -> int:
    """How many lines a title takes in a column of this width."""
    lines, used = 1, 0
    for word in title.split():
        if used and used + 1 + len(word) > width - _MARGIN + 1:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
    return lines


def _title_length(title: str) -> int:
    """What a title needs: itself, where it is short, else the longer of two lines that it is folded into."""
    if len(title) <= _LONGEST_UNFOLDED_TITLE:
        return len(title)
    words = title.split()
    return min(max(len(" ".join(words[:cut])), len(" ".join(words[cut:]))) for cut in range(1, len(words) + 1))

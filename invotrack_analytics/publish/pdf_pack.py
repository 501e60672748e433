"""Reports as one PDF to print, to send and to keep: the company's look, a table each, its totals, pages numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from invotrack_analytics.config import Settings
from invotrack_analytics.documents.company_look import look_of
from invotrack_analytics.documents.look import Look
from invotrack_analytics.documents.typesetting import Json, by_any_font, printable, typeset
from invotrack_analytics.errors import ReportError
from invotrack_analytics.publish.caption import caption
from invotrack_analytics.publish.display import Display, display, stands_left
from invotrack_analytics.publish.files import replaced_file
from invotrack_analytics.publish.plain import currencies_of, read_rows
from invotrack_analytics.publish.workbook.page import prints_on_letter
from invotrack_analytics.reports.report import Report, Result

MOST_PRINTED_ROWS = 500
"""Of a longer report the first rows are printed, which it says: nobody reads hundreds of pages."""
_TEMPLATE = Path(__file__).with_name("pdf_pack.typ")
_PAGE_WIDTH = 760.0
_LARGEST, _SMALLEST = 8.5, 4.5
_LETTER_WIDTH, _GAP = 0.56, 7.0
_WIDEST_COLUMN = 34


def write_pdf(results: Iterable[Result], target: Path, settings: Settings, *, left_out: Sequence[Report] = ()) -> None:
    """Write the reports as one PDF, each from a page of its own; it appears whole or not at all.

    The first page says which reports were left out, being of the whole company.

    Raises WriteError, and SettingsError where the company's logo cannot be read.
    """
    with replaced_file(target) as stream:
        stream_pdf(results, stream, settings, left_out=left_out)


def stream_pdf(
    results: Iterable[Result], stream: BinaryIO, settings: Settings, *, left_out: Sequence[Report] = ()
) -> None:
    """Write the same PDF to a stream."""
    import typst

    listed = list(results)
    if not listed:
        message = "there is no report to print"
        raise ReportError(message)
    look = look_of(settings)
    data = _pack(listed, settings, look)
    if left_out:
        titles = ", ".join(report.title for report in left_out)
        data["day"] = f"{data['day']}. Left out, as they tell of the whole company: {titles}"
    day = listed[0].parameters.as_of
    try:
        stream.write(by_any_font(lambda replacer: typeset(_TEMPLATE, printable(data, replacer), day)))
    except typst.TypstError as error:
        message = f"the reports cannot be printed: {error}; use another logo, or leave documents.logo out"
        raise ReportError(message) from error


def _pack(results: list[Result], settings: Settings, look: Look) -> dict[str, Json]:
    locale = display(settings.company.locale)
    day = locale.day(results[0].parameters.as_of)
    return {
        "company": settings.company.name,
        "title": results[0].report.title if len(results) == 1 else f"Reports as of {day}",
        "day": f"As of {day}",
        "page": "Page {page} of {pages}",
        "language": "en",
        "paper": "us-letter" if prints_on_letter(settings) else "a4",
        "accent": look.accent,
        "logo": look.drawing(),
        "footer": look.footer,
        "reports": [_report(result, settings, locale) for result in results],
    }


def _report(result: Result, settings: Settings, locale: Display) -> dict[str, Json]:
    result = result.filled()
    rows = list(_rows(result, settings, locale))
    totals = list(_totals(result, settings, locale))
    words = caption(result, settings)
    if len(result) > MOST_PRINTED_ROWS:
        words += f"; the first {locale.number(MOST_PRINTED_ROWS, 0)} are printed, all are in the workbook"
    heads = [column.title for column in result.columns]
    return {
        "title": result.report.title,
        "question": result.report.question,
        "caption": words[:1].upper() + words[1:],
        "empty": None if rows else "There are none.",
        "size": str(_size(heads, [*rows, *totals])),
        "sides": ["left" if stands_left(column) else "right" for column in result.columns],
        "heads": list[Json](heads),
        "rows": [list[Json](row) for row in rows],
        "totals": [list[Json](row) for row in totals],
    }


def _rows(result: Result, settings: Settings, locale: Display) -> Iterator[list[str]]:
    currencies = currencies_of(result, settings.company.currency)
    for row in islice(read_rows(result), MOST_PRINTED_ROWS):
        cells = zip(result.columns, row, currencies(row), strict=True)
        yield [locale.cell(column, value, currency) for column, value, currency in cells]


def _totals(result: Result, settings: Settings, locale: Display) -> Iterator[list[str]]:
    for currency, sums in result.totals().items():
        if sums:
            base = settings.company.currency
            figures = [
                locale.cell(column, sums[column.name], column.currency_of_total(currency, base))
                if column.name in sums
                else ""
                for column in result.columns
            ]
            yield [f"Total {currency}".strip(), *figures[1:]]


def _size(heads: list[str], rows: list[list[str]]) -> float:
    """The size of letters, in points, at which a table is as wide as a page, within what can be read."""
    letters = sum(
        min(max([len(head), *(len(row[place]) for row in rows)]), _WIDEST_COLUMN) for place, head in enumerate(heads)
    )
    room = _PAGE_WIDTH - _GAP * len(heads)
    return round(min(max(room / (letters * _LETTER_WIDTH), _SMALLEST), _LARGEST), 1)

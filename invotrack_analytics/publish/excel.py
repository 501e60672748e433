"""Reports in one Excel workbook: a cover, a sheet for each, and charts. The same books give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.files import replaced_file
from invotrack_analytics.publish.plain import xml_text
from invotrack_analytics.publish.plots import Plot, plots
from invotrack_analytics.publish.workbook.cells import Cells
from invotrack_analytics.publish.workbook.chart_sheet import add_chart_sheets, chart_anchor
from invotrack_analytics.publish.workbook.cover import AS_OF_CELL, COVER, Contents, Entry, write_cover
from invotrack_analytics.publish.workbook.drill import MOST_LINKED_ROWS, Drill
from invotrack_analytics.publish.workbook.position import Position, position_of
from invotrack_analytics.publish.workbook.styles import Styles
from invotrack_analytics.publish.workbook.table_sheet import ReportSheets
from invotrack_analytics.reports.report import Parameters, Report, Result

MOST_SHEET_ROWS = 1_048_576


def write_workbook(
    results: Iterable[Result],
    target: Path,
    settings: Settings,
    *,
    most_sheet_rows: int = MOST_SHEET_ROWS,
    left_out: Sequence[Report] = (),
) -> None:
    """Write a workbook of the results, a sheet for each; it appears whole or not at all.

    The cover says which reports were left out, being of the whole company. A result of more rows than a sheet has
    (`most_sheet_rows`) is split over several. Raises WriteError.
    """
    # Its own folder, so that nothing of a workbook that could not be finished stays behind.
    with replaced_file(target) as stream, TemporaryDirectory() as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        workbook = Workbook(stream, options)
        _fill(workbook, results, settings, most_sheet_rows, left_out)
        workbook.close()


def _fill(
    workbook: Workbook,
    results: Iterable[Result],
    settings: Settings,
    most_sheet_rows: int,
    left_out: Sequence[Report],
) -> None:
    styles = Styles(workbook, display(settings.company.locale).spreadsheet_date())
    # First among the sheets, though written last, when it is known what there is.
    cover = Cells(workbook.add_worksheet(COVER), styles)
    entries: list[Entry] = []
    drawn: list[Plot] = []
    asked: Parameters | None = None
    drill = Drill()
    position: Position | None = None
    waiting: list[tuple[ReportSheets, str | None]] = []
    for result in results:
        asked = asked or result.parameters
        sheets = ReportSheets(result.filled(), settings, most_sheet_rows)
        of_result = plots(result)
        chart_place = chart_anchor(len(drawn)) if of_result else None
        drawn += of_result
        sheets.place(workbook, styles)
        drill.learn(sheets)
        position = position or position_of(sheets)
        if len(result) <= MOST_LINKED_ROWS:
            # Until it is known where its links lead; a longer one is let go as soon as it is written.
            waiting.append((sheets, chart_place))
        else:
            sheets.write(chart_place)
        report = result.report
        entries.append(Entry(report.title, report.question, len(result), sheets.parts[0].sheet, chart_place))
    for sheets, chart_place in waiting:
        sheets.write(chart_place, drill.places(sheets.result), drill.finders(sheets.result))
    if drawn:
        add_chart_sheets(workbook, styles, drawn, settings)
    write_cover(cover, Contents(entries, left_out), asked, position, settings)
    _set_properties(workbook, asked, settings)


def _set_properties(workbook: Workbook, asked: Parameters | None, settings: Settings) -> None:
    company = xml_text(settings.company.name)
    properties: dict[str, Any] = {
        "title": f"{company}: receivables, time and billing",
        "author": company,
        "company": company,
    }
    if asked:
        as_of = datetime.combine(asked.as_of, time())
        workbook.define_name("as_of", f"={AS_OF_CELL}")
        workbook.set_custom_property("As of", as_of, "date")
        # Not the clock's time, which would make two workbooks of the same books differ.
        properties |= {"subject": f"As of {asked.as_of.isoformat()}", "created": asked.known_on or as_of}
    workbook.set_properties(properties)

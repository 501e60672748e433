"""Commands that ask: which reports there are, one of them, all of them in a workbook."""

from __future__ import annotations

from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import Format, Json, Output, asks, format_of, moment, packed_as
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.clock import day_or_today
from invotrack_analytics.reports.asked import Asked
from invotrack_analytics.telling.reports import reports_document

app = typer.Typer()


@app.command()
def reports(json: Json = False) -> None:  # noqa: FBT002
    """The reports, one line each."""
    from invotrack_analytics.reports import REPORTS

    if json:
        telling.say_json(reports_document(REPORTS))
    else:
        for report in REPORTS:
            telling.say(f"{report.name:20} {report.title}: {report.question}")


@app.command()
@asks
def report(name: str, asked: Asked, format_: Format = None, output: Output = None) -> None:
    """One report."""
    from invotrack_analytics.publish.formats import write

    format_name = format_of(format_, output, "table")
    book = open_workbench()
    write(book.report(name, **asked), format_name, output, book.settings)


@app.command()
@asks
def diff(
    name: str,
    against: Annotated[
        str, typer.Option("--against", parser=moment, metavar="TIME", help="The other moment; the earlier is before.")
    ],
    asked: Asked,
    format_: Format = None,
    output: Output = None,
) -> None:
    """What a report says otherwise than it did, row by row, and which import or correction caused it."""
    from invotrack_analytics.publish.formats import write
    from invotrack_analytics.reports.difference import where_it_differs

    format_name = format_of(format_, output, "table")
    book = open_workbench()
    result = book.diff(name, against=against, **asked)
    # A reader is spared what differs nowhere; a machine finds the same columns every time.
    is_read = format_name in {"table", "xlsx", "pdf"}
    write(where_it_differs(result) if is_read else result, format_name, output, book.settings)


@app.command()
@asks
def export(
    asked: Asked,
    output: Output = None,
    for_client: Annotated[
        str | None,
        typer.Option(
            "--for-client", metavar="ID", help="What may go to this client: statement, open invoices, billed hours."
        ),
    ] = None,
) -> None:
    """Every report in one workbook, or in one PDF where FILE ends in .pdf; of clients, what can be narrowed to them."""
    packed_as(output)
    book = open_workbench()
    target = output or book.settings.published_folder / f"reports-{day_or_today(asked['as_of'])}.xlsx"
    telling.say(f"Wrote {book.export(target, for_client=for_client, **asked)}")

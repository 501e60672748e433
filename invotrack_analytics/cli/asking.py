"""Commands that ask: which reports there are, one of them, all of them in a workbook."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import (
    AsOf,
    Basis,
    Buckets,
    Client,
    Currency,
    Format,
    From,
    Json,
    KnownOn,
    Output,
    To,
    asked,
    moment,
)
from invotrack_analytics.cli.place import open_workbench
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
def report(  # noqa: PLR0913, PLR0917  the options of the contract
    name: str,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    date_from: From = None,
    date_to: To = None,
    basis: Basis = None,
    buckets: Buckets = None,
    client: Client = None,
    currency: Currency = None,
    format_: Format = "table",
    output: Output = None,
) -> None:
    """One report."""
    from invotrack_analytics.publish.formats import write

    book = open_workbench()
    result = book.report(name, **asked(as_of, known_on, date_from, date_to, basis, buckets, client, currency))
    write(result, format_, output, book.settings)


@app.command()
def diff(  # noqa: PLR0913, PLR0917  the options of a report, and what it is held against
    name: str,
    against: Annotated[
        str, typer.Option("--against", parser=moment, metavar="TIME", help="The other moment; the earlier is before.")
    ],
    known_on: KnownOn = None,
    as_of: AsOf = None,
    date_from: From = None,
    date_to: To = None,
    basis: Basis = None,
    buckets: Buckets = None,
    client: Client = None,
    currency: Currency = None,
    format_: Format = "table",
    output: Output = None,
) -> None:
    """What a report says otherwise than it did, row by row, and which import or correction caused it."""
    from invotrack_analytics.publish.formats import write
    from invotrack_analytics.reports.difference import where_it_differs

    book = open_workbench()
    parameters = asked(as_of, known_on, date_from, date_to, basis, buckets, client, currency)
    result = book.diff(name, against=against, **parameters)
    # A reader is spared what differs nowhere; a machine finds the same columns every time.
    is_read = format_ in {"table", "xlsx"}
    write(where_it_differs(result) if is_read else result, format_, output, book.settings)


@app.command()
def export(  # noqa: PLR0913, PLR0917  the options of the contract
    output: Output = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    date_from: From = None,
    date_to: To = None,
    basis: Basis = None,
    buckets: Buckets = None,
    client: Client = None,
    currency: Currency = None,
) -> None:
    """Every report in one workbook, or in one PDF where FILE ends in .pdf."""
    book = open_workbench()
    parameters = asked(as_of, known_on, date_from, date_to, basis, buckets, client, currency)
    day = parameters["as_of"] or date.today()  # noqa: DTZ011  the user's own day
    target = output or book.settings.published_folder / f"reports-{day}.xlsx"
    telling.say(f"Wrote {book.export(target, **parameters)}")

"""Commands on the ledger export: the journal for the program in which the accountant keeps the books."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.bookkeeping.formats import FOLDER_FORMATS
from invotrack_analytics.cli.options import From, Json, To
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.publish.files import made_folder, write_all
from invotrack_analytics.telling.ledger import (
    accounts_document,
    accounts_table,
    export_document,
    export_summary,
    exports_document,
    exports_table,
)

app = typer.Typer()
ledger_app = typer.Typer(
    help="The journal for the program in which the accountant keeps the books.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(ledger_app, name="ledger")

LedgerFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="beancount|hledger|datev|xero|quickbooks|journal-csv|LAYOUT",
        help="Which program's; or layouts/LAYOUT.toml.",
    ),
]


@ledger_app.command("export")
def export(  # noqa: PLR0913, PLR0917  the options of the contract
    format_: LedgerFormat = "",
    date_from: From = None,
    date_to: To = None,
    new: Annotated[bool, typer.Option("--new", help="What the format has not had yet; each entry goes once.")] = False,  # noqa: FBT002
    again: Annotated[str | None, typer.Option("--again", metavar="ID", help="An earlier export, as it was.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE|FOLDER", help="Where; published/ledger.")
    ] = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Write the journal: of a period, or what is new since the last time, or an earlier export again."""
    chosen = [new, again is not None, date_from is not None]
    if sum(chosen) != 1 or (date_from is not None and date_to is None):
        message = "say either --from D --to D, or --new [--to D], or --again ID"
        raise typer.BadParameter(message)
    if again is None and not format_:
        message = "say which: --format beancount, hledger, datev, xero, quickbooks, journal-csv or a layout's name"
        raise typer.BadParameter(message)
    book = open_workbench()
    export = (
        book.ledger_again(again)
        if again is not None
        else book.ledger(format_, date_from=date_from, date_to=date_to, new=new)
    )
    files: list[Path] = []
    if export.rendered.files:
        several = export.format in FOLDER_FORMATS
        target = output or made_folder(book.settings.folder / "published" / "ledger")
        if output is None and not several:
            target /= f"{export.export_id or f'{date_from}-to-{date_to}'}-{next(iter(export.rendered.files))}"
        files = write_all(export.rendered.files, target, folder=several)
    if json:
        telling.say_json(export_document(export, files))
    else:
        export_summary(export, files)


@ledger_app.command("exports")
def exports(json: Json = False) -> None:  # noqa: FBT002
    """The exports that were recorded, oldest first."""
    past = open_workbench().ledger_exports()
    if json:
        telling.say_json(exports_document(past))
    else:
        telling.show(exports_table(past))


@ledger_app.command("accounts")
def accounts(
    format_: LedgerFormat = "journal-csv",
    json: Json = False,  # noqa: FBT002
) -> None:
    """The accounts that the journal would use, and what for."""
    used = open_workbench().ledger_accounts(format_)
    if json:
        telling.say_json(accounts_document(used))
    else:
        telling.show(accounts_table(used))

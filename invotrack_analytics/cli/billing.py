"""Commands that bill: issue, void and credit invoices, and look at them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import AsOf, Client, Json, OnDate, day, one_of
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.telling.invoices import (
    bill_document,
    bill_summary,
    invoice_document,
    invoice_summary,
    invoices_document,
    invoices_table,
)

app = typer.Typer()
invoices_app = typer.Typer(
    help="Invoices and credit notes, and their files.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(invoices_app, name="invoices")


@app.command()
def bill(  # noqa: PLR0913, PLR0917  the options of the contract
    through: Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Last work date; today.")] = None,
    issue_date: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="The invoices' date; today.")
    ] = None,
    client: Client = None,
    project: Annotated[str | None, typer.Option(metavar="ID", help="Only this project.")] = None,
    per: Annotated[
        str,
        typer.Option(
            parser=one_of("client", "project"), metavar="client|project", help="An invoice for each of these."
        ),
    ] = "client",
    group_by: Annotated[
        str,
        typer.Option(
            parser=one_of("project", "task", "employee", "day", "entry"),
            metavar="project|task|employee|day|entry",
            help="A line for each of these.",
        ),
    ] = "project",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be issued; change nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Issue invoices from unbilled hours."""
    book = open_workbench()
    result = book.bill(
        through=through,
        issue_date=issue_date,
        client=client,
        project=project,
        per=per,
        group_by=group_by,
        dry_run=dry_run,
    )
    if json:
        telling.say_json(bill_document(result))
    else:
        bill_summary(result, book.settings, dry_run=dry_run)


@app.command()
def void(number: str, on: OnDate = None) -> None:
    """Void an invoice; from that date on its hours are billable again."""
    open_workbench().void(number, on=on)
    telling.say(f"Voided {number}.")


@app.command()
def credit(number: str, on: OnDate = None) -> None:
    """Credit an invoice in full; from that date on its hours are billable again."""
    note = open_workbench().credit(number, on=on)
    telling.say(f"Credited {number} with {note.invoice_number}.")


@invoices_app.command("list")
def invoices_list(client: Client = None, as_of: AsOf = None, json: Json = False) -> None:  # noqa: FBT002
    """Every invoice and credit note with its state."""
    found = open_workbench().invoices(client=client, as_of=as_of)
    if json:
        telling.say_json(invoices_document(found))
    else:
        invoices_table(found)


@invoices_app.command("show")
def invoices_show(number: str, json: Json = False) -> None:  # noqa: FBT002
    """What an invoice or credit note says, and where its files are."""
    book = open_workbench()
    document, files = book.invoice(number), book.invoice_files(number)
    if json:
        telling.say_json(invoice_document(document, files))
    else:
        invoice_summary(document, files)


@invoices_app.command("open")
def invoices_open(number: str) -> None:
    """Open the PDF of an invoice or credit note that was issued here."""
    book = open_workbench()
    document, files = book.invoice(number), book.invoice_files(number)
    if not files:
        message = f"{document.kind.replace('_', ' ')} {number} has no PDF: it was not issued here"
        raise InvotrackError(message)
    telling.say(str(files[0]))
    if typer.launch(str(files[0])):
        telling.progress("No program here shows it; the file is named above.")

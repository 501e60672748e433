"""Commands that bill: issue, void and credit invoices, and look at them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli import drafts
from invotrack_analytics.cli.exits import CANNOT
from invotrack_analytics.cli.options import AsOf, By, Clients, Json, NoSend, Now, OnDate, amount, day, one_of
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.telling.invoices import (
    bill_document,
    bill_summary,
    invoice_document,
    invoice_summary,
    invoices_document,
    invoices_table,
    note_document,
)
from invotrack_analytics.telling.mails import round_document, round_summary

app = typer.Typer()
invoices_app = typer.Typer(
    help="Invoices and credit notes, and their files.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(invoices_app, name="invoices")
app.add_typer(drafts.app, name="drafts")


@app.command()
def bill(  # noqa: PLR0913, PLR0917  the options of the contract
    through: Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Last work date; today.")] = None,
    issue_date: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="The invoices' date; today.")
    ] = None,
    client: Clients = None,
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
    draft: Annotated[bool, typer.Option("--draft", help="Make drafts, to be reviewed and issued later.")] = False,  # noqa: FBT002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be issued; change nothing.")] = False,  # noqa: FBT002
    despite_hold: Annotated[bool, typer.Option("--despite-hold", help="Also for clients on hold; noted.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
    no_send: NoSend = False,  # noqa: FBT002
    by: By = None,
) -> None:
    """Issue invoices from unbilled hours, billable expenses, milestones and fees; or make drafts of them."""
    del no_send
    book = open_workbench()
    result = book.bill(
        through=through,
        issue_date=issue_date,
        client=client,
        project=project,
        per=per,
        group_by=group_by,
        draft=draft,
        by=by,
        dry_run=dry_run,
        despite_hold=despite_hold,
    )
    if json:
        telling.say_json(bill_document(result))
    else:
        bill_summary(result, book.settings, dry_run=dry_run)


@app.command()
def void(number: str, on: OnDate = None, no_send: NoSend = False, json: Json = False) -> None:  # noqa: FBT002
    """Void an invoice; from that date on its hours are billable again."""
    del no_send
    recorded = open_workbench().void(number, on=on)
    if json:
        telling.say_json({"voided": number, "fiscal": None if recorded is None else asdict(recorded)})
    else:
        telling.say(f"Voided {number}.")


@app.command()
def credit(  # noqa: PLR0913, PLR0917  the ways to name a part
    number: str,
    on: OnDate = None,
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="Only this line.")] = None,
    entry: Annotated[
        list[str] | None, typer.Option("--entry", metavar="ID", help="Only this timesheet entry; may be repeated.")
    ] = None,
    net: Annotated[
        Decimal | None,
        typer.Option("--amount", parser=amount, metavar="A", help="Only so much, before tax; sets no hours free."),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; stands on the note.")] = None,
    reason_code: Annotated[
        str | None,
        typer.Option("--reason-code", parser=one_of("R1", "R2", "R3", "R4"), metavar="R1|R2|R3|R4", help="In Spain."),
    ] = None,
    no_send: NoSend = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
    by: By = None,
) -> None:
    """Credit an invoice in full, or a part; from that date on the hours of what is credited are billable again."""
    if sum(named is not None for named in (line, entry, net)) > 1:
        message = "give --line, --entry or --amount, not several of them"
        raise typer.BadParameter(message)
    del no_send
    note = open_workbench().credit(
        number, on=on, line=line, entries=entry, amount=net, reason=reason, reason_code=reason_code, by=by
    )
    if json:
        telling.say_json(note_document(note))
        return
    telling.say(f"Credited {number} with {note.invoice_number}.")
    for text in note.notes:
        telling.say(text)
    for problem in note.problems:
        telling.problem(problem)


@invoices_app.command("list")
def invoices_list(client: Clients = None, as_of: AsOf = None, json: Json = False) -> None:  # noqa: FBT002
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


@invoices_app.command("template")
def invoices_template(file: Path) -> None:
    """Write the built-in template of invoices to FILE, to be changed and named by `documents.template`."""
    from invotrack_analytics.documents.template import write_template

    write_template(file)
    telling.say(f"Wrote {file}. Name it in invotrack.toml: [documents] template = …, in a folder of its own.")


@invoices_app.command("send")
def invoices_send(
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER…")],
    now: Now = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Send invoices and credit notes to their clients by mail, each once; they are noted as sent."""
    result = open_workbench().send_invoices(numbers, now=now)
    if json:
        telling.say_json(round_document(result))
    else:
        round_summary(result)
    if not result.is_well:
        raise typer.Exit(CANNOT)


@invoices_app.command("sent")
def invoices_sent(number: str, on: OnDate = None) -> None:
    """Note that an invoice went to its client: from then on it is credited, not voided."""
    open_workbench().mark_sent(number, on=on)
    telling.say(f"Noted that {number} was sent.")

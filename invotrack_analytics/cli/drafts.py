"""Commands on drafts: review, edit, approve, issue and discard invoices that have no number yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.billing.editing import DraftEdit, LineEdit
from invotrack_analytics.cli.options import By, Clients, Json, day, numbered
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.telling.drafts import draft_summary, drafts_document, drafts_table, write_draft
from invotrack_analytics.telling.invoices import bill_document, bill_summary

app = typer.Typer(help="Invoices that are not issued yet.", no_args_is_help=True, rich_markup_mode=None)

Codes = Annotated[list[str], typer.Argument(metavar="CODE", help="Drafts, such as DRAFT-00001.")]


@app.command("list")
def drafts_list(client: Clients = None, json: Json = False) -> None:  # noqa: FBT002
    """Every draft, who made it and who approved it."""
    found = open_workbench().drafts(client=client)
    if json:
        telling.say_json(drafts_document(found))
    else:
        drafts_table(found)


@app.command("show")
def drafts_show(
    code: str,
    json: Json = False,  # noqa: FBT002
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="As a file to edit: .toml, .json, or .pdf to look at."),
    ] = None,
) -> None:
    """What a draft would bill; or a file of it to edit and give back, or its pages."""
    book = open_workbench()
    draft = book.draft(code)
    if output is not None:
        write_draft(draft, output, book)
        telling.say(f"Wrote {output}")
    elif json:
        telling.say_json(drafts_document([draft]))
    else:
        draft_summary(draft)


@app.command("edit")
def drafts_edit(  # noqa: PLR0913, PLR0917  each is a part of a draft
    code: str,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="All changes in a file, as `drafts show -o` wrote it.")
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option("--text", metavar="LINE=TEXT", help="Other words on a line.")
    ] = None,
    order: Annotated[
        str | None, typer.Option("--order", metavar="2,1,3", help="The lines in a new order; others are taken off.")
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="ID", help="An entry, expense or milestone to leave unbilled."),
    ] = None,
    discount: Annotated[
        str | None, typer.Option("--discount", metavar="10%|25.00", help="Off the whole, before tax.")
    ] = None,
    line_discount: Annotated[
        list[str] | None, typer.Option("--line-discount", metavar="LINE=10%", help="Off a line, before tax.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why there is a discount.")] = None,
    notes: Annotated[str | None, typer.Option("--notes", metavar="TEXT", help="A text on the document.")] = None,
    purchase_order: Annotated[
        str | None, typer.Option("--purchase-order", metavar="TEXT", help="The client's order number.")
    ] = None,
    by: By = None,
) -> None:
    """Change a draft: words, order, entries, discounts; it is to be approved again."""
    book = open_workbench()
    if file is not None:
        from invotrack_analytics.billing.draft_file import read_edit

        draft = book.edit_draft(code, read_edit(file, code), by=by)
    else:
        lines = [LineEdit(line, description=words) for line, words in map(numbered, text or ())]
        lines += [
            LineEdit(line, discount=share, discount_reason=reason) for line, share in map(numbered, line_discount or ())
        ]
        edit = DraftEdit(
            lines=tuple(lines),
            order=tuple(numbered(f"{place}=")[0] for place in order.split(",")) if order else None,
            exclude=frozenset(exclude or ()),
            discount=discount,
            discount_reason=reason if discount is not None or not line_discount else None,
            notes=notes,
            purchase_order=purchase_order,
        )
        draft = book.edit_draft(code, edit, by=by)
    draft_summary(draft)


@app.command("approve")
def drafts_approve(codes: Codes, by: By = None) -> None:
    """Approve drafts; where `[billing] approval = true`, by another than who made them."""
    open_workbench().approve_drafts(codes, by=by)
    telling.say(f"Approved {', '.join(codes)}.")


@app.command("issue")
def drafts_issue(
    codes: Codes,
    issue_date: Annotated[
        date | None, typer.Option(parser=day, metavar="DATE", help="The invoices' date; today.")
    ] = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Issue drafts, all or none, under the next numbers of the series."""
    book = open_workbench()
    result = book.issue_drafts(codes, issue_date=issue_date)
    if json:
        telling.say_json(bill_document(result))
    else:
        bill_summary(result, book.settings, dry_run=False)


@app.command("discard")
def drafts_discard(codes: Codes) -> None:
    """Take drafts away; what they bill is billable again."""
    open_workbench().discard_drafts(codes)
    telling.say(f"Discarded {', '.join(codes)}.")

"""Commands of collections: promises, credit holds, and who looks after whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import By, From, Json, amount, day
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.telling.reminders import holds_document, holds_table, promises_document, promises_table

app = typer.Typer()
promise_app = typer.Typer(help="What clients promise to pay.", no_args_is_help=True, rich_markup_mode=None)
hold_app = typer.Typer(help="Clients that billing leaves out.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(promise_app, name="promise")
app.add_typer(hold_app, name="hold")

_Client = Annotated[str, typer.Option("--client", metavar="ID", help="The client.")]
_Until = Annotated[date | None, typer.Option("--until", parser=day, metavar="DATE", help="The last day; without end.")]


@promise_app.command("add")
def promise_add(  # noqa: PLR0913, PLR0917  what a promise says
    client: _Client,
    money: Annotated[Decimal, typer.Option("--amount", parser=amount, metavar="A", help="How much.")],
    due_on: Annotated[date, typer.Option("--due-on", parser=day, metavar="DATE", help="By which day.")],
    invoice: Annotated[
        str | None, typer.Option("--invoice", metavar="N", help="For which invoice; else for all.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="C", help="The client's where not given.")
    ] = None,
    promised_on: Annotated[
        date | None, typer.Option("--promised-on", parser=day, metavar="DATE", help="When it was said; today.")
    ] = None,
    by: By = None,
) -> None:
    """Note that a client will pay an amount by a day; reminders wait for it."""
    code = open_workbench().promise(
        client=client,
        amount=money,
        due_on=due_on,
        invoice=invoice,
        currency=currency,
        promised_on=promised_on,
        by=by,
    )
    telling.say(f"Noted the promise {code}.")


@promise_app.command("list")
def promise_list(json: Json = False) -> None:  # noqa: FBT002
    """Every promise, and whether it was kept."""
    rows = open_workbench().report("promises").rows()
    if json:
        telling.say_json(promises_document(rows))
    else:
        promises_table(rows)


@hold_app.command("add")
def hold_add(
    client: _Client,
    date_from: From = None,
    until: _Until = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    by: By = None,
) -> None:
    """Leave a client out when billing."""
    open_workbench().hold(client=client, date_from=date_from, until=until, reason=reason, by=by)
    telling.say(f"Client {client} is on hold{f' until {until}' if until else ''}.")


@hold_app.command("lift")
def hold_lift(client: _Client, by: By = None) -> None:
    """Bill a client again."""
    open_workbench().lift_hold(client=client, by=by)
    telling.say(f"Client {client} is on hold no more.")


@hold_app.command("list")
def hold_list(json: Json = False) -> None:  # noqa: FBT002
    """Every credit hold."""
    found = open_workbench().holds()
    if json:
        telling.say_json(holds_document(found))
    else:
        holds_table(found)


@app.command()
def assign(
    client: Annotated[str, typer.Argument(metavar="CLIENT")],
    user: Annotated[str, typer.Argument(metavar="USER")],
    date_from: From = None,
    until: _Until = None,
    by: By = None,
) -> None:
    """Let a colleague look after a client, from a day on or for a time."""
    open_workbench().assign(client, user, date_from=date_from, until=until, by=by)
    telling.say(f"{user} looks after client {client}{f' until {until}' if until else ''}.")

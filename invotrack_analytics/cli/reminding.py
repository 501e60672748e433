"""Commands that ask for what is owed: plan and send reminders, and hold them back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.exits import CANNOT
from invotrack_analytics.cli.options import By, DryRun, From, Json, Now, To, day
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.telling.mails import round_document, round_summary
from invotrack_analytics.telling.reminders import plan_document, plan_table

app = typer.Typer(help="Reminders: who is asked for what, and when.", no_args_is_help=True, rich_markup_mode=None)

_OneClient = Annotated[str | None, typer.Option("--client", metavar="ID", help="Only this client.")]
_Invoice = Annotated[str | None, typer.Option("--invoice", metavar="N", help="Only this invoice.")]
_Until = Annotated[date | None, typer.Option("--until", parser=day, metavar="DATE", help="The last day; without end.")]
_Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]


@app.command("plan")
def remind_plan(
    date_from: From = None,
    date_to: To = None,
    client: _OneClient = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """The runs of each day to come, if nothing is paid; what was missed goes on the first."""
    found = open_workbench().reminder_plan(date_from=date_from, to=date_to, client=client)
    if json:
        telling.say_json(plan_document(found))
    else:
        plan_table(found)


@app.command("send")
def remind_send(  # noqa: PLR0913, PLR0917  the options of the contract
    now: Now = None,
    client: _OneClient = None,
    payments_known_to: Annotated[
        date | None,
        typer.Option(
            "--payments-known-to", parser=day, metavar="DATE", help="Vouch that payments are imported up to this day."
        ),
    ] = None,
    dry_run: DryRun = False,  # noqa: FBT002
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many mails.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Also where the first round sends many.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Send every reminder that is due, each step of each invoice once."""
    result = open_workbench().remind(
        now=now, client=client, payments_known_to=payments_known_to, dry_run=dry_run, limit=limit, yes=yes
    )
    if json:
        telling.say_json(round_document(result))
    else:
        round_summary(result, dry_run=dry_run)
    if not result.is_well:
        raise typer.Exit(CANNOT)


@app.command("pause")
def remind_pause(  # noqa: PLR0913, PLR0917  the options of the contract
    client: _OneClient = None,
    invoice: _Invoice = None,
    date_from: From = None,
    until: _Until = None,
    reason: _Reason = None,
    by: By = None,
) -> None:
    """Remind nobody of a client's invoices, or of one, for a time."""
    _one_of(client, invoice)
    open_workbench().pause(client=client, invoice=invoice, date_from=date_from, until=until, reason=reason, by=by)
    telling.say(f"Reminders of {client or invoice} are paused{f' until {until}' if until else ''}.")


@app.command("resume")
def remind_resume(
    client: _OneClient = None,
    invoice: _Invoice = None,
    date_from: From = None,
    until: _Until = None,
    reason: _Reason = None,
) -> None:
    """Remind again of what was paused, from today on or from a day."""
    del until, reason
    _one_of(client, invoice)
    open_workbench().resume(client=client, invoice=invoice, date_from=date_from)
    telling.say(f"Reminders of {client or invoice} go on.")


def _one_of(client: str | None, invoice: str | None) -> None:
    if (client is None) == (invoice is None):
        message = "give --client or --invoice, one of them"
        raise typer.BadParameter(message)

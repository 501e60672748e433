"""Commands on mail: what lies in the outbox, and what a person does with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.exits import CANNOT
from invotrack_analytics.cli.options import Json, Now, one_of
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.mail.outbox import STATES
from invotrack_analytics.telling.mails import (
    bounces_document,
    bounces_summary,
    mail_document,
    mail_summary,
    mails_document,
    mails_table,
)

app = typer.Typer(help="The outbox, through which all mail leaves.", no_args_is_help=True, rich_markup_mode=None)

_State = Annotated[
    str | None, typer.Option("--state", parser=one_of(*STATES), metavar="STATE", help="Only mails in this state.")
]


@app.command("bounces")
def mail_bounces(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…")] = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Read mail that came back, from files, an mbox, a Maildir, or the mailbox of [mail.bounces]."""
    result = open_workbench().take_bounces(paths or [])
    if json:
        telling.say_json(bounces_document(result))
    else:
        bounces_summary(result)


@app.command("check")
def mail_check(json: Json = False) -> None:  # noqa: FBT002
    """Whether every mail can be written, in the language of every client."""
    problems = open_workbench().check_mail()
    if json:
        telling.say_json({"problems": [vars(problem) for problem in problems]})
    else:
        for problem in problems:
            telling.problem(f"{problem.language}, {problem.template}: {problem.problem}")
        if not problems:
            telling.say("Every mail can be written.")
    if problems:
        raise typer.Exit(CANNOT)


@app.command("list")
def mail_list(state: _State = None, json: Json = False) -> None:  # noqa: FBT002
    """Every mail and what became of it."""
    mails = open_workbench().mails(state)
    if json:
        telling.say_json(mails_document(mails))
    else:
        mails_table(mails)


@app.command("show")
def mail_show(delivery: Annotated[str, typer.Argument(metavar="ID")], json: Json = False) -> None:  # noqa: FBT002
    """What a mail says."""
    mail, content = open_workbench().mail(delivery)
    if json:
        telling.say_json(mail_document(mail, content))
    else:
        mail_summary(mail, content)


@app.command("cancel")
def mail_cancel(delivery: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Keep a mail that did not leave from leaving."""
    open_workbench().cancel_mail(delivery)
    telling.say(f"Cancelled the mail {delivery}; what it says is said by no other.")


@app.command("confirm")
def mail_confirm(delivery: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Note that a mail of which nobody knew arrived."""
    open_workbench().confirm_mail(delivery)
    telling.say(f"Noted that the mail {delivery} arrived.")


@app.command("resend")
def mail_resend(
    delivery: Annotated[str, typer.Argument(metavar="ID")],
    now: Now = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Send a mail once more, at once, under the same Message-ID."""
    mail = open_workbench().resend_mail(delivery, now=now)
    if json:
        telling.say_json(mails_document([mail])[0])
    else:
        telling.say(f"The mail {mail.id} to {mail.to} is {mail.state}.")
    if mail.state != "sent":
        telling.problem(f"the mail {mail.id} is {mail.state}: {mail.smtp_reply or 'it waits for its turn'}")
        raise typer.Exit(CANNOT)

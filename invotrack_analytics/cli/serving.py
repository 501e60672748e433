"""Commands for those who keep it running: the dashboard, who may sign in, scheduled exports."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.exits import CANNOT
from invotrack_analytics.cli.options import Json, one_of
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.errors import ReportError
from invotrack_analytics.telling.schedules import scheduled, schedules_document, schedules_table
from invotrack_analytics.workbench import Workbench

app = typer.Typer()
user_app = typer.Typer(help="Who may sign in to the dashboard.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user_app, name="user")
schedule_app = typer.Typer(help="Exports that invotrack.toml plans.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(schedule_app, name="schedule")


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
) -> None:
    """Serve the dashboard, sign-in required, and run the scheduled exports."""
    from invotrack_analytics.web.pages import PAGES
    from invotrack_analytics.web.serve import serve as run

    book = open_workbench()
    with _scheduled_exports(book):
        run(book, host or book.settings.server.host, port if port is not None else book.settings.server.port, PAGES)


@user_app.command("add")
def user_add(
    name: str,
    role: Annotated[
        str,
        typer.Option(
            parser=one_of("manager", "accountant", "client"),
            metavar="manager|accountant|client",
            help="Managers see every report; accountants also import and bill; a client sees its own account.",
        ),
    ],
    client: Annotated[str | None, typer.Option(metavar="ID", help="Whose account a client sees.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,  # noqa: FBT002
    no_password: Annotated[  # noqa: FBT002
        bool, typer.Option("--no-password", help="Signs in at the identity provider ([server.oidc]) alone.")
    ] = False,
) -> None:
    """Let someone sign in."""
    from invotrack_analytics.web.server.users import add_user

    book = open_workbench()
    if client is not None and client not in {item["client_id"] for item in book.clients()}:
        message = f"there is no client {client} in the books; import it first"
        raise ReportError(message)
    password = None
    if not no_password:
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else telling.ask_password()
    add_user(book.settings.folder, name, role, client, password)
    telling.say(f"{name} may sign in as {role}.")


@user_app.command("remove")
def user_remove(name: str) -> None:
    """Let someone sign in no more."""
    from invotrack_analytics.web.server.users import remove_user

    remove_user(open_workbench().settings.folder, name)
    telling.say(f"{name} may not sign in any more.")


@user_app.command("list")
def user_list() -> None:
    """Who may sign in."""
    from invotrack_analytics.web.server.users import list_users

    for user in list_users(open_workbench().settings.folder):
        telling.say(f"{user.name:20} {user.role}{f' of {user.client_id}' if user.client_id else ''}")


def _scheduled_exports(book: Workbench) -> AbstractContextManager[None]:
    if not book.settings.schedules:
        return nullcontext()
    from invotrack_analytics.schedule.due import running_beside

    return running_beside(book, _local_time, scheduled)


def _local_time() -> datetime:
    return datetime.now()  # noqa: DTZ005  schedules are in the user's own time


@schedule_app.command("run")
def schedule_run(
    once: Annotated[bool, typer.Option("--once", help="Run what is due, then leave; for cron and systemd.")] = False,  # noqa: FBT002
) -> None:
    """Run the scheduled exports as they fall due, until interrupted."""
    from invotrack_analytics.schedule.due import keep_running, run_due, standings

    book = open_workbench()
    if not once:
        stop = threading.Event()
        # A signal ends it after the export at hand, not in the midst of it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        schedules_table(standings(book.settings, _local_time()))
        sys.stdout.flush()
        keep_running(book, _local_time, scheduled, stop)
        return
    runs = run_due(book, _local_time())
    for attempt in runs:
        scheduled(attempt)
    if not runs:
        telling.progress("nothing is due")
    if any(attempt.outcome == "failed" for attempt in runs):
        raise typer.Exit(CANNOT)


@schedule_app.command("list")
def schedule_list(json: Json = False) -> None:  # noqa: FBT002
    """The scheduled exports: when each runs next, when it last ran and what became of it."""
    from invotrack_analytics.schedule.due import standings

    found = standings(open_workbench().settings, _local_time())
    if json:
        telling.say_json(schedules_document(found))
    else:
        schedules_table(found)

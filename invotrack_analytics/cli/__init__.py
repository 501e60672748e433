"""The command line: every command a thin wrapper of the workbench's method of the same name."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli import (
    asking,
    billing,
    books,
    collecting,
    einvoices,
    ledger,
    mails,
    notebooks,
    recurring,
    reminding,
    serving,
    verifactu,
)
from invotrack_analytics.cli.exits import CANNOT, INTERRUPTED
from invotrack_analytics.cli.place import Place
from invotrack_analytics.config import find_workspace, load_settings
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.faults import note_fault

app = typer.Typer(
    name="invotrack",
    help="Who owes what, since when, how they pay, and what was worked but not yet billed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (books, asking, billing, recurring, ledger, notebooks, collecting, serving):
    app.add_typer(room.app)
app.add_typer(mails.app, name="mail")
app.add_typer(reminding.app, name="remind")
app.add_typer(verifactu.app, name="verifactu")
app.add_typer(einvoices.app, name="einvoice")


def _tell_versions(asked: bool) -> None:  # noqa: FBT001  what typer hands over
    if asked:
        import platform
        from importlib.metadata import version

        from invotrack_analytics import __version__

        telling.say(f"invotrack {__version__}, Python {platform.python_version()}, DuckDB {version('duckdb')}")
        raise typer.Exit


@app.callback()
def workspace(
    folder: Annotated[
        Path | None,
        typer.Option("--workspace", metavar="DIR", help="The workspace; else $INVOTRACK_WORKSPACE, else found."),
    ] = None,
    version: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--version", callback=_tell_versions, is_eager=True, help="The versions of itself, Python and DuckDB."
        ),
    ] = False,
) -> None:
    """Who owes what, since when, how they pay, and what was worked but not yet billed."""
    del version  # Its callback has answered.
    Place.folder = folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; whatever goes wrong is told in one line, never as a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = CANNOT
    try:
        code = int(app(args=_workspace_first(given), prog_name="invotrack", standalone_mode=True) or 0)
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else CANNOT
    except InvotrackError as error:
        telling.problem(str(error))
    except KeyboardInterrupt:
        telling.problem("interrupted; what was not finished was not begun")
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001  the last line of defence: the books are safe, the user gets one line
        if os.environ.get("INVOTRACK_DEBUG"):
            traceback.print_exc()
        line = str(error).splitlines()[0] if str(error) else ""
        log = _noted(error)
        where = f"; the details are in {log}" if log else ""
        telling.problem(f"something unforeseen: {type(error).__name__}: {line}{where}")
    sys.exit(code)


def _noted(error: Exception) -> Path | None:
    """Where the traceback was put; None where there is no workspace to put it in."""
    try:
        settings = load_settings(find_workspace(Place.folder))
    except InvotrackError:
        return None
    return note_fault(settings.warehouse_folder, "invotrack", error)


def _workspace_first(arguments: list[str]) -> list[str]:
    # --workspace is accepted before and after the command.
    found: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--workspace":
            value = next(waiting, None)
            found += ["--workspace"] + ([value] if value is not None else [])
        elif argument.startswith("--workspace="):
            found.append(argument)
        elif argument == "--":
            rest += [argument, *waiting]
        else:
            rest.append(argument)
    return [*found, *rest]

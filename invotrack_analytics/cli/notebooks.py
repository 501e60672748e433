"""Commands on notebooks: open them, run one to a page."""

from __future__ import annotations

import os
import sys
from datetime import date
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import Output, assignment, day
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.config import ENVIRONMENT_VARIABLE

app = typer.Typer()
notebook_app = typer.Typer(
    help="JupyterLab on the workspace; run a notebook to a page.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(notebook_app, name="notebook")


@notebook_app.callback()
def notebook(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port; the next free one where it is taken.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser; tell the address.")] = False,  # noqa: FBT002
) -> None:
    """Open JupyterLab in the workspace, with our notebooks in its folder notebooks/; those that are there stay."""
    if context.invoked_subcommand is not None:
        return
    from invotrack_analytics.publish.notebooks import lab_command, lay_out

    settings = open_workbench().settings
    command = lab_command(settings, port=port, browser=not no_browser)
    for copied in lay_out(settings):
        telling.progress(f"laid out {copied}")
    sys.stdout.flush()
    # In our place, so that a signal reaches it and nothing has to be passed on.
    os.execve(sys.executable, [sys.executable, *command], os.environ | {ENVIRONMENT_VARIABLE: str(settings.folder)})  # noqa: S606


@notebook_app.command("run")
def notebook_run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of ours, or a path in the workspace.")],
    as_of: Annotated[
        date | None, typer.Option("--as-of", parser=day, metavar="DATE", help="Its parameter AS_OF; else as it says.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", metavar="NAME=VALUE", parser=assignment, help="Any other parameter it has."),
    ] = None,
    output: Output = None,
) -> None:
    """Run a notebook, with parameters, and write what it shows as one page of HTML."""
    parameters = dict(parameter or [])  # type: ignore[arg-type]
    if as_of is not None:
        parameters["as_of"] = as_of.isoformat()
    book = open_workbench()
    telling.say(f"Wrote {book.run_notebook(name, output, **parameters)}")

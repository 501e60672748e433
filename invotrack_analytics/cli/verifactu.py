"""Commands of Veri*Factu: the chain of records that the Spanish tax office asks for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.exits import CANNOT, DIFFERENCE
from invotrack_analytics.cli.options import Json, day
from invotrack_analytics.cli.place import open_workbench

app = typer.Typer(help="Veri*Factu: records for the Spanish tax office.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def start() -> None:
    """Begin the chain of records; from then on each document issued has one."""
    telling.say(f"Began the chain {open_workbench().fiscal_start()}.")


@app.command()
def restart(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays with the chain.")],
) -> None:
    """Begin another chain, where the one that was cannot go on."""
    telling.say(f"Began the chain {open_workbench().fiscal_start(reason=reason)}.")


@app.command()
def stop() -> None:
    """End the chain with the year; until then it goes on."""
    telling.say(f"The chain ends on {open_workbench().fiscal_stop()}; until then it goes on.")


@app.command()
def status(json: Json = False) -> None:  # noqa: FBT002
    """How the chain stands; exit 1 where somebody is needed."""
    found, needs_somebody = open_workbench().fiscal_status()
    if json:
        telling.say_json(asdict(found))
    else:
        for name, value in asdict(found).items():
            telling.say(f"{name.replace('_', ' ')}: {'-' if value is None else value}")
    if needs_somebody:
        raise typer.Exit(CANNOT)


@app.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A RegFactu, a record, or an export's zip.")] = None,
) -> None:
    """Verify the chain in the books, or of a file; exit 4 names the first position that fails."""
    from invotrack_analytics.publish.verifactu_files import verify_file

    found = verify_file(file) if file else open_workbench().fiscal_verify()
    if found.holds:
        telling.say(f"{found.records} records hold.")
        return
    telling.problem(f"position {found.position} does not hold: {found.problem}")
    raise typer.Exit(DIFFERENCE)


@app.command()
def export(
    output: Annotated[Path, typer.Option("-o", metavar="FILE.zip", help="Where to write it.")],
    date_from: Annotated[
        date | None, typer.Option("--from", parser=day, metavar="DATE", help="First issue date.")
    ] = None,
    date_to: Annotated[date | None, typer.Option("--to", parser=day, metavar="DATE", help="Last issue date.")] = None,
) -> None:
    """Write the records of a period as they are stored."""
    count = open_workbench().fiscal_export(output, date_from=date_from, date_to=date_to)
    telling.say(f"Wrote {count} records to {output}.")


@app.command()
def declaration(
    output: Annotated[Path | None, typer.Option("-o", metavar="FILE", help="Where to write it.")] = None,
) -> None:
    """The producer's declaration (Orden HAC/1177/2024, art. 15)."""
    text = open_workbench().fiscal_declaration()
    if output:
        output.write_text(text, "utf-8")
        telling.say(f"Wrote {output}.")
    else:
        telling.say(text)

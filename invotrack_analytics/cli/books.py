"""Commands on the books: make them, fill them, correct them, tie them out, take them elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.exits import CANNOT, DIFFERENCE, QUARANTINE
from invotrack_analytics.cli.options import AsOf, Json, Output, confirmation, one_of
from invotrack_analytics.cli.place import company_currency, open_workbench
from invotrack_analytics.telling.imports import (
    batches_document,
    batches_table,
    import_document,
    import_summary,
    reject_tables,
    rejects_document,
    rejects_table,
    undo_summary,
)
from invotrack_analytics.telling.matches import match_document, match_summary
from invotrack_analytics.telling.reports import check_document, check_summary

app = typer.Typer()
profile_app = typer.Typer(help="How files are laid out.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(profile_app, name="profile")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    name: Annotated[str | None, typer.Option(help="The company's name.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its base currency, ISO 4217.")] = None,
    country: Annotated[str | None, typer.Option(help="Its country, ISO 3166.")] = None,
) -> None:
    """Make a new workspace."""
    from invotrack_analytics.workspace import create_workspace

    settings = create_workspace(folder, name=name, currency=currency, country=country)
    telling.say(f"Made the workspace {folder} for {settings.company.name} ({settings.company.currency}).")
    telling.say(f"Next: invotrack --workspace {folder} import YOUR-FILES")


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH")],
    profile: Annotated[str | None, typer.Option(metavar="NAME|FILE", help="Read them by this profile.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; change nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Read files or folders into the books; each is identified by its content."""
    book = open_workbench()
    with telling.progress_bar("Importing") as advance:
        result = book.import_files(paths, profile=profile, dry_run=dry_run, advance=advance)
    if json:
        telling.say_json(import_document(result))
    else:
        import_summary(result, dry_run=dry_run)
    for file in result.failed:
        telling.problem(str(file.error))
    if result.failed:
        raise typer.Exit(CANNOT)
    if result.rejected:
        raise typer.Exit(QUARANTINE)


@app.command()
def rejects(
    file: Annotated[str | None, typer.Option("--file", metavar="NAME", help="Only rows of this file.")] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            parser=one_of("table", "csv", "json", "xlsx"),
            metavar="table|csv|json|xlsx",
            help="How to write them.",
        ),
    ] = "table",
    output: Output = None,
) -> None:
    """Rows in quarantine, with reasons; csv and xlsx are their original layout, to be corrected and imported again."""
    from invotrack_analytics.publish.rejects import write_rejects

    rows = open_workbench().rejects(file)
    if format_ == "json":
        telling.say_json(rejects_document(rows), output)
    elif format_ == "table":
        rejects_table(rows)
    else:
        for written in write_rejects(reject_tables(rows), format_, output):
            telling.progress(f"wrote {written}")


@app.command()
def batches(json: Json = False) -> None:  # noqa: FBT002
    """What was imported when, from which file, with which counts."""
    found = open_workbench().batches()
    if json:
        telling.say_json(batches_document(found))
    else:
        batches_table(found)


@app.command()
def undo(
    batch: Annotated[int, typer.Argument(metavar="BATCH")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; change nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Take an import back: what it added leaves, what it changed stands as before."""
    found = open_workbench().undo(batch, dry_run=dry_run)
    if json:
        telling.say_json(vars(found))
    else:
        undo_summary(found)
    if found.blocked_by:
        named = ", ".join(f"{item['kind']} {item['number']}" for item in found.blocked_by[:10])
        telling.problem(f"batch {batch} cannot be taken back, because of {named}; nothing was changed")
        raise typer.Exit(CANNOT)


@profile_app.command("suggest")
def profile_suggest(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    output: Annotated[Path | None, typer.Option("-o", metavar="FILE", help="Write it there.")] = None,
) -> None:
    """Draft a profile for a file that none fits, with samples of each column, to be edited."""
    import tempfile

    from invotrack_analytics.errors import WriteError
    from invotrack_analytics.sources.suggestion import suggest_profile

    with tempfile.TemporaryDirectory() as scratch:
        draft = suggest_profile(file, Path(scratch), company_currency())
    if output is None:
        telling.say(draft.rstrip())
        return
    if output.exists():
        message = f"{output} exists already; name another file with -o"
        raise WriteError(message)
    output.write_text(draft, "utf-8")
    telling.say(f"Wrote a draft to {output}; edit it, then import with --profile {output}")


@app.command()
def match(
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm",
            metavar="LINE=INVOICE,...",
            parser=confirmation,
            help="The invoices that a bank line pays; may be given several times.",
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Make payments of what is certain.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Which invoices the waiting bank lines pay: certain matches, and suggestions with their evidence."""
    book = open_workbench()
    result = book.match(confirm=dict(confirm or []), apply=apply)  # type: ignore[arg-type]
    if json:
        telling.say_json(match_document(result))
    else:
        match_summary(result, applied=apply or bool(confirm))


@app.command()
def check(json: Json = False, as_of: AsOf = None) -> None:  # noqa: FBT002
    """Tie the books out; exit code 4 where an invariant fails."""
    found = open_workbench().check(as_of)
    if json:
        telling.say_json(check_document(found))
    else:
        check_summary(found)
    if any(not invariant.holds for invariant in found):
        raise typer.Exit(DIFFERENCE)


@app.command()
def dump(
    datasets: Annotated[list[str] | None, typer.Argument(metavar="DATASET")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="csv|xml|parquet", help="How to write them.")] = "csv",
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where to write.")] = Path("dump"),
) -> None:
    """The data sets in their canonical layout; `import` reads them back to the same books."""
    for path, rows in open_workbench().dump(datasets or [], format_, output):
        telling.say(f"{path}: {telling.counted(rows, 'row', 'rows')}")


@app.command()
def demo(folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("demo")) -> None:
    """The whole job on the sample data."""
    from invotrack_analytics.demo import run_demo

    run_demo(folder)

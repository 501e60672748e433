"""The command line: every command a thin wrapper of the workbench's method of the same name."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from invotrack_analytics import telling, telling_invoices
from invotrack_analytics.errors import InvotrackError, ReportError
from invotrack_analytics.workbench import Workbench, as_moment

EXIT_CANNOT, EXIT_USAGE, EXIT_QUARANTINE, EXIT_DIFFERENCE, EXIT_INTERRUPTED = 1, 2, 3, 4, 130

app = typer.Typer(
    name="invotrack",
    help="Who owes what, since when, how they pay, and what was worked but not yet billed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
user_app = typer.Typer(help="Who may sign in to the dashboard.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user_app, name="user")
profile_app = typer.Typer(help="How files are laid out.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(profile_app, name="profile")
schedule_app = typer.Typer(help="Exports that invotrack.toml plans.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(schedule_app, name="schedule")
invoices_app = typer.Typer(
    help="Invoices and credit notes, and their files.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(invoices_app, name="invoices")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; whatever goes wrong is told in one line, never as a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = EXIT_CANNOT
    try:
        code = int(app(args=_workspace_first(given), prog_name="invotrack", standalone_mode=True) or 0)
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else EXIT_CANNOT
    except InvotrackError as error:
        telling.problem(str(error))
    except KeyboardInterrupt:
        telling.problem("interrupted; what was not finished was not begun")
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001  the last line of defence: the books are safe, the user gets one line
        if os.environ.get("INVOTRACK_DEBUG"):
            traceback.print_exc()
        telling.problem(
            f"something unforeseen: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        )
    sys.exit(code)


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


class _Place:
    """Where the workspace was said to be."""

    folder: Path | None = None


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a date; write it as 2026-09-30"
        raise typer.BadParameter(message) from None


def _moment(value: str) -> str:
    try:
        as_moment(value)
    except ReportError as error:
        raise typer.BadParameter(str(error)) from None
    return value


def _buckets(value: str) -> str:
    try:
        limits = [int(limit) for limit in value.split(",")]
    except ValueError:
        limits = []
    if not limits or any(low >= high for low, high in zip([0, *limits], limits, strict=False)):
        message = f"{value!r}: write rising limits in days, such as 30,60,90"
        raise typer.BadParameter(message)
    return value


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            message = f"{value!r} is not one of {', '.join(allowed)}"
            raise typer.BadParameter(message)
        return value

    return check


def _confirmation(value: str) -> tuple[str, list[str]]:
    line, _, numbers = value.partition("=")
    named = [number.strip() for number in numbers.split(",") if number.strip()]
    if not line or not named:
        message = f"{value!r}: write LINE=INVOICE, or LINE=INVOICE,INVOICE"
        raise typer.BadParameter(message)
    return line, named


AsOf = Annotated[date | None, typer.Option("--as-of", parser=_day, metavar="DATE", help="What held at its end; today.")]
KnownOn = Annotated[
    str | None, typer.Option("--known-on", parser=_moment, metavar="TIME", help="As the books stood then; now.")
]
From = Annotated[date | None, typer.Option("--from", parser=_day, metavar="DATE", help="First day of the period.")]
To = Annotated[date | None, typer.Option("--to", parser=_day, metavar="DATE", help="Last day of the period.")]
Basis = Annotated[
    str | None,
    typer.Option("--basis", parser=_one_of("due", "issue"), metavar="due|issue", help="Age since which date."),
]
Buckets = Annotated[
    str | None, typer.Option("--buckets", parser=_buckets, metavar="30,60,90", help="Limits of the aging columns.")
]
Client = Annotated[str | None, typer.Option("--client", metavar="ID", help="Only this client.")]
Currency = Annotated[str | None, typer.Option("--currency", metavar="C", help="Only this currency.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
OnDate = Annotated[date | None, typer.Option("--date", parser=_day, metavar="DATE", help="From which day on; today.")]


@app.callback()
def workspace(
    folder: Annotated[
        Path | None,
        typer.Option("--workspace", metavar="DIR", help="The workspace; else $INVOTRACK_WORKSPACE, else found."),
    ] = None,
) -> None:
    """Who owes what, since when, how they pay, and what was worked but not yet billed."""
    _Place.folder = folder


def _open() -> Workbench:
    return Workbench.open(_Place.folder, telling.progress)


def _asked(  # noqa: PLR0913, PLR0917  the options of the contract
    as_of: date | None,
    known_on: str | None,
    date_from: date | None,
    date_to: date | None,
    basis: str | None,
    buckets: str | None,
    client: str | None,
    currency: str | None,
) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "known_on": known_on,
        "date_from": date_from,
        "date_to": date_to,
        "basis": basis,
        "buckets": tuple(int(limit) for limit in buckets.split(",")) if buckets else None,
        "client": client,
        "currency": currency,
    }


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
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...")],
    profile: Annotated[str | None, typer.Option(metavar="NAME|FILE", help="Read them by this profile.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; change nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Read files or folders into the books; each is identified by its content."""
    book = _open()
    with telling.progress_bar("Importing") as advance:
        result = book.import_files(paths, profile=profile, dry_run=dry_run, advance=advance)
    if json:
        telling.say_json(telling.import_document(result))
    else:
        telling.import_summary(result, dry_run=dry_run)
    for file in result.failed:
        telling.problem(str(file.error))
    if result.failed:
        raise typer.Exit(EXIT_CANNOT)
    if result.rejected:
        raise typer.Exit(EXIT_QUARANTINE)


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
        draft = suggest_profile(file, Path(scratch))
    if output is None:
        telling.say(draft.rstrip())
        return
    if output.exists():
        message = f"{output} exists already; name another file with -o"
        raise WriteError(message)
    output.write_text(draft, "utf-8")
    telling.say(f"Wrote a draft to {output}; edit it, then import with --profile {output}")


@app.command()
def rejects(
    file: Annotated[str | None, typer.Option("--file", metavar="NAME", help="Only rows of this file.")] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            parser=_one_of("table", "csv", "json", "xlsx"),
            metavar="table|csv|json|xlsx",
            help="How to write them.",
        ),
    ] = "table",
    output: Output = None,
) -> None:
    """Rows in quarantine, with reasons; csv and xlsx are their original layout, to be corrected and imported again."""
    from invotrack_analytics.publish.rejects import write_rejects

    rows = _open().rejects(file)
    if format_ == "json":
        telling.say_json(telling.rejects_document(rows), output)
    elif format_ == "table":
        telling.rejects_table(rows)
    else:
        for written in write_rejects(telling.reject_tables(rows), format_, output):
            telling.progress(f"wrote {written}")


@app.command()
def batches(json: Json = False) -> None:  # noqa: FBT002
    """What was imported when, from which file, with which counts."""
    found = _open().batches()
    if json:
        telling.say_json(telling.batches_document(found))
    else:
        telling.batches_table(found)


@app.command()
def reports(json: Json = False) -> None:  # noqa: FBT002
    """The reports, one line each."""
    from invotrack_analytics.reports import REPORTS

    if json:
        telling.say_json(telling.reports_document(REPORTS))
    else:
        for report in REPORTS:
            telling.say(f"{report.name:20} {report.title}: {report.question}")


@app.command()
def report(  # noqa: PLR0913, PLR0917  the options of the contract
    name: str,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    date_from: From = None,
    date_to: To = None,
    basis: Basis = None,
    buckets: Buckets = None,
    client: Client = None,
    currency: Currency = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="table|csv|json|xml|xlsx|parquet", help="How to write it.")
    ] = "table",
    output: Output = None,
) -> None:
    """One report."""
    from invotrack_analytics.publish.formats import write

    book = _open()
    result = book.report(name, **_asked(as_of, known_on, date_from, date_to, basis, buckets, client, currency))
    write(result, format_, output, book.settings)


@app.command()
def export(  # noqa: PLR0913, PLR0917  the options of the contract
    output: Output = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    date_from: From = None,
    date_to: To = None,
    basis: Basis = None,
    buckets: Buckets = None,
    client: Client = None,
    currency: Currency = None,
) -> None:
    """Every report in one workbook."""
    book = _open()
    asked = _asked(as_of, known_on, date_from, date_to, basis, buckets, client, currency)
    day = asked["as_of"] or date.today()  # noqa: DTZ011  the user's own day
    target = output or book.settings.published_folder / f"reports-{day}.xlsx"
    telling.say(f"Wrote {book.export(target, **asked)}")


@app.command()
def dump(
    datasets: Annotated[list[str] | None, typer.Argument(metavar="[DATASET...]")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="csv|xml|parquet", help="How to write them.")] = "csv",
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where to write.")] = Path("dump"),
) -> None:
    """The data sets in their canonical layout; `import` reads them back to the same books."""
    for path, rows in _open().dump(datasets or [], format_, output):
        telling.say(f"{path}: {rows} rows")


@app.command()
def bill(  # noqa: PLR0913, PLR0917  the options of the contract
    through: Annotated[date | None, typer.Option(parser=_day, metavar="DATE", help="Last work date; today.")] = None,
    issue_date: Annotated[
        date | None, typer.Option(parser=_day, metavar="DATE", help="The invoices' date; today.")
    ] = None,
    client: Client = None,
    project: Annotated[str | None, typer.Option(metavar="ID", help="Only this project.")] = None,
    per: Annotated[
        str,
        typer.Option(
            parser=_one_of("client", "project"), metavar="client|project", help="An invoice for each of these."
        ),
    ] = "client",
    group_by: Annotated[
        str,
        typer.Option(
            parser=_one_of("project", "task", "employee", "day", "entry"),
            metavar="project|task|employee|day|entry",
            help="A line for each of these.",
        ),
    ] = "project",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be issued; change nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Issue invoices from unbilled hours."""
    book = _open()
    result = book.bill(
        through=through,
        issue_date=issue_date,
        client=client,
        project=project,
        per=per,
        group_by=group_by,
        dry_run=dry_run,
    )
    if json:
        telling.say_json(telling.bill_document(result))
    else:
        telling.bill_summary(result, book.settings, dry_run=dry_run)


@app.command()
def void(number: str, on: OnDate = None) -> None:
    """Void an invoice; from that date on its hours are billable again."""
    _open().void(number, on=on)
    telling.say(f"Voided {number}.")


@app.command()
def credit(number: str, on: OnDate = None) -> None:
    """Credit an invoice in full; from that date on its hours are billable again."""
    note = _open().credit(number, on=on)
    telling.say(f"Credited {number} with {note.invoice_number}.")


@invoices_app.command("list")
def invoices_list(client: Client = None, as_of: AsOf = None, json: Json = False) -> None:  # noqa: FBT002
    """Every invoice and credit note with its state."""
    found = _open().invoices(client=client, as_of=as_of)
    if json:
        telling.say_json(telling_invoices.invoices_document(found))
    else:
        telling_invoices.invoices_table(found)


@invoices_app.command("show")
def invoices_show(number: str, json: Json = False) -> None:  # noqa: FBT002
    """What an invoice or credit note says, and where its files are."""
    book = _open()
    document, files = book.invoice(number), book.invoice_files(number)
    if json:
        telling.say_json(telling_invoices.invoice_document(document, files))
    else:
        telling_invoices.invoice_summary(document, files)


@invoices_app.command("open")
def invoices_open(number: str) -> None:
    """Open the PDF of an invoice or credit note that was issued here."""
    book = _open()
    document, files = book.invoice(number), book.invoice_files(number)
    if not files:
        message = f"{document.kind.replace('_', ' ')} {number} has no PDF: it was not issued here"
        raise InvotrackError(message)
    telling.say(str(files[0]))
    if typer.launch(str(files[0])):
        telling.progress("No program here shows it; the file is named above.")


@app.command()
def match(
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm",
            metavar="LINE=INVOICE,...",
            parser=_confirmation,
            help="The invoices that a bank line pays; may be given several times.",
        ),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Make payments of what is certain.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Which invoices the waiting bank lines pay: certain matches, and suggestions with their evidence."""
    book = _open()
    result = book.match(confirm=dict(confirm or []), apply=apply)  # type: ignore[arg-type]
    if json:
        telling.say_json(telling.match_document(result))
    else:
        telling.match_summary(result, applied=apply or bool(confirm))


@app.command()
def check(json: Json = False, as_of: AsOf = None) -> None:  # noqa: FBT002
    """Tie the books out; exit code 4 where an invariant fails."""
    found = _open().check(as_of)
    if json:
        telling.say_json(telling.check_document(found))
    else:
        telling.check_summary(found)
    if any(not invariant.holds for invariant in found):
        raise typer.Exit(EXIT_DIFFERENCE)


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
) -> None:
    """Serve the dashboard, sign-in required, and run the scheduled exports."""
    from dashboards.receivables import PAGES
    from invotrack_analytics.publish.server.serve import serve as run

    book = _open()
    with _scheduled_exports(book):
        run(book, host or book.settings.server.host, port if port is not None else book.settings.server.port, PAGES)


@user_app.command("add")
def user_add(
    name: str,
    role: Annotated[
        str,
        typer.Option(
            parser=_one_of("manager", "accountant", "client"),
            metavar="manager|accountant|client",
            help="Managers see every report; accountants also import and bill; a client sees its own account.",
        ),
    ],
    client: Annotated[str | None, typer.Option(metavar="ID", help="Whose account a client sees.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,  # noqa: FBT002
) -> None:
    """Let someone sign in."""
    from invotrack_analytics.publish.server.users import add_user

    book = _open()
    if client is not None and client not in {item["client_id"] for item in book.clients()}:
        message = f"there is no client {client} in the books; import it first"
        raise ReportError(message)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else telling.ask_password()
    add_user(book.settings.folder, name, role, client, password)
    telling.say(f"{name} may sign in as {role}.")


@user_app.command("remove")
def user_remove(name: str) -> None:
    """Let someone sign in no more."""
    from invotrack_analytics.publish.server.users import remove_user

    remove_user(_open().settings.folder, name)
    telling.say(f"{name} may not sign in any more.")


@user_app.command("list")
def user_list() -> None:
    """Who may sign in."""
    from invotrack_analytics.publish.server.users import list_users

    for user in list_users(_open().settings.folder):
        telling.say(f"{user.name:20} {user.role}{f' of {user.client_id}' if user.client_id else ''}")


def _scheduled_exports(book: Workbench) -> AbstractContextManager[None]:
    if not book.settings.schedules:
        return nullcontext()
    from invotrack_analytics.publish.schedule import running_beside

    return running_beside(book, _local_time, telling.scheduled)


def _local_time() -> datetime:
    return datetime.now()  # noqa: DTZ005  schedules are in the user's own time


@schedule_app.command("run")
def schedule_run(
    once: Annotated[bool, typer.Option("--once", help="Run what is due, then leave; for cron and systemd.")] = False,  # noqa: FBT002
) -> None:
    """Run the scheduled exports as they fall due, until interrupted."""
    from invotrack_analytics.publish.schedule import keep_running, run_due, standings

    book = _open()
    if not once:
        stop = threading.Event()
        # A signal ends it after the export at hand, not in the midst of it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        telling.schedules_table(standings(book.settings, _local_time()))
        sys.stdout.flush()
        keep_running(book, _local_time, telling.scheduled, stop)
        return
    runs = run_due(book, _local_time())
    for attempt in runs:
        telling.scheduled(attempt)
    if not runs:
        telling.progress("nothing is due")
    if any(attempt.outcome == "failed" for attempt in runs):
        raise typer.Exit(EXIT_CANNOT)


@schedule_app.command("list")
def schedule_list(json: Json = False) -> None:  # noqa: FBT002
    """The scheduled exports: when each runs next, when it last ran and what became of it."""
    from invotrack_analytics.publish.schedule import standings

    found = standings(_open().settings, _local_time())
    if json:
        telling.say_json(telling.schedules_document(found))
    else:
        telling.schedules_table(found)


@app.command()
def demo(folder: Annotated[Path, typer.Argument(metavar="[DIR]")] = Path("demo")) -> None:
    """The whole job on the sample data."""
    from invotrack_analytics.demo import run_demo

    run_demo(folder)

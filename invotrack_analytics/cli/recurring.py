"""Commands on recurring invoices: each a thin wrapper of the workbench's method."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, cast

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import AsOf, By, From, Json, To, amount, day, one_of
from invotrack_analytics.cli.place import open_workbench
from invotrack_analytics.telling.recurring import (
    cancellation_document,
    cancellation_summary,
    prices_document,
    prices_summary,
    run_document,
    run_summary,
)

app = typer.Typer()
recurring_app = typer.Typer(help="Invoices that come again and again.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(recurring_app, name="recurring")

ScheduleId = Annotated[str, typer.Argument(metavar="SCHEDULE")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")]
OnDay = Annotated[date | None, typer.Option("--on", parser=day, metavar="DATE", help="From which day on; today.")]


@recurring_app.command("list")
def list_(as_of: AsOf = None, json: Json = False) -> None:  # noqa: FBT002
    """The agreements, and how each stands."""
    _report("recurring", json=json, as_of=as_of)


@recurring_app.command()
def calendar(as_of: AsOf = None, date_from: From = None, date_to: To = None, json: Json = False) -> None:  # noqa: FBT002
    """Every period: billed, due or to come."""
    _report("recurring_calendar", json=json, as_of=as_of, date_from=date_from, date_to=date_to)


@recurring_app.command()
def bill(  # noqa: PLR0913, PLR0917  the options of the contract
    through: Annotated[
        date | None, typer.Option("--through", parser=day, metavar="DATE", help="What is to be billed by then; today.")
    ] = None,
    issue_date: Annotated[
        date | None, typer.Option("--issue-date", parser=day, metavar="DATE", help="The date on the invoices; today.")
    ] = None,
    schedule: Annotated[str | None, typer.Option("--schedule", metavar="ID", help="Only this schedule.")] = None,
    period: Annotated[
        date | None,
        typer.Option(
            "--period", parser=day, metavar="DATE", help="Only its period that begins then, if taken back too."
        ),
    ] = None,
    catch_up: Annotated[
        str | None,
        typer.Option(
            "--catch-up",
            parser=one_of("draft", "each", "combine"),
            metavar="draft|each|combine",
            help="What becomes of late periods; else each schedule's own.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; change nothing.")] = False,  # noqa: FBT002
    yes: Annotated[bool, typer.Option("--yes", help="Also more than recurring.ask_above.")] = False,  # noqa: FBT002
    by: By = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """Bill the periods that are due, each once."""
    from invotrack_analytics.billing.recurring.running import CatchUp

    result = open_workbench().recurring_bill(
        through=through,
        issue_date=issue_date,
        schedule=schedule,
        period=period,
        catch_up=cast("CatchUp | None", catch_up),
        dry_run=dry_run,
        many=yes,
        by=by,
    )
    if json:
        telling.say_json(run_document(result))
    else:
        run_summary(result, dry_run=dry_run)
    for text in (*result.problems, *result.notes):
        telling.problem(text)


@recurring_app.command()
def pause(schedule: ScheduleId, on: OnDay = None, reason: Reason = None, by: By = None) -> None:
    """Leave out the periods that begin from a day on, until it is resumed."""
    open_workbench().recurring_event(schedule, "paused", on=on, reason=reason, by=by)
    telling.say(f"{schedule} is paused; `invotrack recurring resume {schedule}` goes on with it.")


@recurring_app.command()
def resume(schedule: ScheduleId, on: OnDay = None, reason: Reason = None, by: By = None) -> None:
    """Go on with a paused schedule; what was left out is not made up."""
    open_workbench().recurring_event(schedule, "resumed", on=on, reason=reason, by=by)
    telling.say(f"{schedule} goes on.")


@recurring_app.command()
def skip(
    schedule: ScheduleId,
    period: Annotated[date, typer.Option("--period", parser=day, metavar="DATE", help="The period's first day.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")],
    on: OnDay = None,
    by: By = None,
) -> None:
    """Leave out one period."""
    open_workbench().recurring_event(schedule, "skipped", on=on, period=period, reason=reason, by=by)
    telling.say(f"The period of {schedule} from {period} is left out.")


@recurring_app.command()
def cancel(  # noqa: PLR0913, PLR0917  the options of the contract
    schedule: ScheduleId,
    on: OnDay = None,
    immediate: Annotated[  # noqa: FBT002
        bool, typer.Option("--immediate", help="The day is the first not covered; unused days are credited.")
    ] = False,
    reason: Reason = None,
    by: By = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """End a schedule with the period that holds the day, or at once."""
    ended = open_workbench().recurring_cancel(schedule, on=on, immediate=immediate, reason=reason, by=by)
    if json:
        telling.say_json(cancellation_document(ended))
    else:
        cancellation_summary(ended)


@recurring_app.command()
def price(
    raise_: Annotated[str, typer.Option("--raise", metavar="PERCENT", help="By so much, such as 3% or -5%.")],
    valid_from: Annotated[date, typer.Option("--from", parser=day, metavar="DATE", help="From which day on.")],
    schedule: Annotated[list[str] | None, typer.Option("--schedule", metavar="ID", help="Only these.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; change nothing.")] = False,  # noqa: FBT002
    json: Json = False,  # noqa: FBT002
) -> None:
    """Raise the prices of all schedules, or of some, from a day on."""
    percent: Decimal = amount(raise_.strip().removesuffix("%"))
    prices = open_workbench().recurring_price(percent, valid_from=valid_from, schedules=schedule or (), dry_run=dry_run)
    if json:
        telling.say_json(prices_document(prices))
    else:
        prices_summary(prices, dry_run=dry_run)


def _report(name: str, *, json: bool, **asked: Any) -> None:
    from invotrack_analytics.publish.formats import write

    book = open_workbench()
    write(book.report(name, **asked), "json" if json else "table", None, book.settings)

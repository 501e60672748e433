"""Recurring invoices: each period is billed once, whatever runs, however often, and whatever is taken back."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.billing.recurring.agreement import cancel, note_event, raise_prices
from invotrack_analytics.billing.recurring.running import RecurringResult, bill_recurring
from invotrack_analytics.errors import BillingError
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
CLIENTS = """\
client_id,name,currency,tax_rate,tax_id,address,city,postal_code,country
C1,Acorn,EUR,21,ESB12345674,Street 1,Town,28001,ES
"""


class Agency:
    """A workspace with schedules, filled through import."""

    def __init__(self, folder: Path, schedules: str, lines: str, settings: str = "") -> None:
        self.folder = folder
        create_workspace(folder, name="Alder & Finch", country="ES", currency="EUR", tax_rate=21)
        file = folder / "invotrack.toml"
        company = 'tax_id = "ESB12345674"\naddress = "Calle 1"\ncity = "Madrid"\npostal_code = "28001"\n'
        file.write_text(file.read_text("utf-8").replace("[company]\n", f"[company]\n{company}", 1) + settings, "utf-8")
        self.given("clients.csv", CLIENTS)
        self.given("recurring.csv", schedules)
        self.given("recurring_lines.csv", lines)

    def given(self, name: str, text: str, recorded_at: datetime = LONG_AGO) -> Any:
        """Import a file, as of a day."""
        from invotrack_analytics.intake.importing import import_files

        path = self.folder / "exports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return import_files(self.book.books, self.book.settings, [path], recorded_at=recorded_at)

    @property
    def book(self) -> Workbench:
        return Workbench.open(self.folder)

    def run(self, day: str, **asked: Any) -> RecurringResult:
        """A run on a day."""
        on = date.fromisoformat(day)
        asked = {"through": on, "issue_date": on, "recorded_at": datetime(2026, 12, 1), **asked}  # noqa: DTZ001  UTC
        return bill_recurring(self.book.books, self.book.settings, **asked)

    def states(self, day: str) -> dict[str, str]:
        """The state of each period by its first day."""
        rows = self.book.report("recurring_calendar", as_of=day, date_from="2024-01-01", date_to="2027-12-31").rows()
        return {str(row["period_start"]): str(row["state"]) for row in rows}


@pytest.fixture
def agency(tmp_path: Path) -> Callable[..., Agency]:
    def make(
        schedule: str = "S1,C1,1 month,2026-01-31",
        head: str = "schedule_id,client_id,every,start_date",
        lines: str = "S1,1,2020-01-01,100,",
        settings: str = "",
    ) -> Agency:
        columns = "schedule_id,line_number,valid_from,unit_price,description\n"
        return Agency(tmp_path / "agency", f"{head}\n{schedule}\n", columns + lines + "\n", settings)

    return make


def starts(result: RecurringResult) -> list[str]:
    return [one.period_start.isoformat() for one in result.invoices]


def test_after_a_time_off_each_missed_period_is_a_draft_and_the_second_run_finds_none(
    agency: Callable[..., Agency],
) -> None:
    office = agency()
    assert starts(office.run("2026-01-31")) == ["2026-01-31"]
    caught_up = office.run("2026-05-10")
    assert [(one.period_start.isoformat(), one.invoice_number, one.late) for one in caught_up.invoices] == [
        ("2026-02-28", None, True),
        ("2026-03-31", None, True),
        ("2026-04-30", None, True),
    ]
    assert {one.issue_date for one in caught_up.invoices} == {date(2026, 5, 10)}
    assert [draft.code for draft in office.book.drafts()] == [one.draft for one in caught_up.invoices]
    assert office.run("2026-05-10").invoices == ()


def test_catch_up_with_an_invoice_each_oldest_first_none_dated_back(agency: Callable[..., Agency]) -> None:
    office = agency()
    result = office.run("2026-05-10", catch_up="each")
    assert [(one.invoice_number, one.period_start.isoformat()) for one in result.invoices] == [
        ("2026-00001", "2026-01-31"),
        ("2026-00002", "2026-02-28"),
        ("2026-00003", "2026-03-31"),
        ("2026-00004", "2026-04-30"),
    ]
    assert {one.issue_date for one in result.invoices} == {date(2026, 5, 10)}


def test_catch_up_on_one_invoice_tells_each_periods_own_amounts(agency: Callable[..., Agency]) -> None:
    office = agency()
    result = office.run("2026-03-31", catch_up="combine")
    assert [(one.invoice_number, one.net_amount, one.total_amount) for one in result.invoices] == 3 * [
        ("2026-00001", Decimal("100.00"), Decimal("121.00"))
    ]
    (invoice,) = office.book.invoices()
    assert invoice["amount"] == Decimal("363.00")


def test_what_was_voided_is_freed_and_billed_again_only_by_name(agency: Callable[..., Agency]) -> None:
    office = agency()
    office.run("2026-01-31")
    office.run("2026-02-28")
    office.run("2026-03-31")
    office.book.void("2026-00003", on="2026-04-01")
    assert office.states("2026-04-01")["2026-03-31"] == "freed"
    assert office.run("2026-04-02").invoices == ()
    named = {"schedule": "S1", "period": date(2026, 3, 31)}
    assert starts(office.run("2026-04-02", **named)) == ["2026-03-31"]
    with pytest.raises(BillingError, match="is on 2026-00004 already"):
        office.run("2026-04-02", **named)


def test_a_discarded_draft_frees_its_period(agency: Callable[..., Agency]) -> None:
    office = agency("S1,C1,1 month,2026-01-31,draft", "schedule_id,client_id,every,start_date,mode")
    (made,) = office.run("2026-01-31").invoices
    assert office.run("2026-01-31").invoices == ()
    office.book.discard_drafts([str(made.draft)])
    assert starts(office.run("2026-01-31")) == ["2026-01-31"]


def test_a_drafts_issue_date_moves_nothing_of_the_schedule(agency: Callable[..., Agency]) -> None:
    office = agency("S1,C1,1 month,2026-01-31,draft", "schedule_id,client_id,every,start_date,mode")
    (made,) = office.run("2026-01-31").invoices
    office.book.issue_drafts([str(made.draft)], issue_date="2026-03-15")
    assert starts(office.run("2026-02-28")) == ["2026-02-28"]


def test_a_run_of_an_earlier_day_bills_nothing_twice(agency: Callable[..., Agency]) -> None:
    office = agency()
    office.run("2026-05-10", catch_up="each")
    assert office.run("2026-02-01").invoices == ()


def test_more_than_asked_above_are_made_only_when_told(agency: Callable[..., Agency]) -> None:
    schedules = "\n".join(f"S{number},C1,1 month,2026-01-31" for number in range(1, 26))
    lines = "\n".join(f"S{number},1,2020-01-01,100," for number in range(1, 26))
    office = agency(schedules, lines=lines)
    with pytest.raises(BillingError, match="25 invoices would be made"):
        office.run("2026-01-31")
    assert office.book.invoices() == []
    assert len(office.run("2026-01-31", many=True).invoices) == 25


def test_a_start_in_the_past_asks_from_when_on_it_is_billed(agency: Callable[..., Agency]) -> None:
    office = agency()
    today = datetime(2026, 6, 15, 12)  # noqa: DTZ001  UTC
    head = "schedule_id,client_id,every,start_date,bill_from\n"
    refused = office.given("more.csv", f"{head}S2,C1,1 month,2025-01-01,\n", today)
    assert refused.files[0].datasets["recurring"].rejected == 1
    assert [row.reason for row in office.book.rejects()] == ["missing_bill_from"]
    office.given("more.csv", f"{head}S2,C1,1 month,2025-01-01,2026-07-01\n", today)
    office.given("lines.csv", "schedule_id,line_number,valid_from,unit_price\nS2,1,2025-01-01,10\n", today)
    assert office.run("2026-06-15", schedule="S2").invoices == ()
    assert office.run("2026-07-01", schedule="S2", dry_run=True).invoices[0].period_start == date(2026, 7, 1)


def test_the_price_is_that_of_the_periods_first_day(agency: Callable[..., Agency]) -> None:
    office = agency("S1,C1,1 month,2026-04-01", lines="S1,1,2026-04-01,100,Support {period}\nS1,1,2026-04-15,110,")
    april, may = office.run("2026-04-01").invoices[0], office.run("2026-05-01").invoices[0]
    assert (april.net_amount, may.net_amount) == (Decimal("100.00"), Decimal("110.00"))


def test_a_part_of_a_period_is_rounded_once_and_taxed(agency: Callable[..., Agency]) -> None:
    office = agency("S1,C1,1 month,2026-03-16,2026-03-01", "schedule_id,client_id,every,start_date,anchor_date")
    (one,) = office.run("2026-03-16").invoices
    assert (one.net_amount, one.tax_amount, one.period_end) == (Decimal("51.61"), Decimal("10.84"), date(2026, 3, 31))


def test_a_change_by_days_stands_on_the_next_invoice(agency: Callable[..., Agency]) -> None:
    office = agency(
        "S1,C1,1 month,2026-03-01,day",
        "schedule_id,client_id,every,start_date,proration",
        "S1,1,2026-03-01,100,\nS1,1,2026-03-11,160,",
    )
    office.run("2026-03-01")
    office.run("2026-04-01")
    lines = office.book.sql(
        "select net_amount from invoice_lines where invoice_number = '2026-00002' order by line_number"
    ).arrow()
    assert [row["net_amount"] for row in lines.to_pylist()] == [
        Decimal("-67.740"),
        Decimal("108.390"),
        Decimal("160.000"),
    ]


def test_ended_at_once_the_unused_days_of_a_year_are_credited(agency: Callable[..., Agency]) -> None:
    office = agency("S1,C1,1 year,2026-02-15", lines="S1,1,2026-02-15,1200,")
    office.run("2026-02-15")
    book = office.book
    ended = cancel(
        book.books,
        book.settings,
        schedule="S1",
        on=date(2026, 5, 20),
        recorded_at=datetime(2026, 12, 1),  # noqa: DTZ001  UTC
        immediate=True,
    )
    assert (ended.ends_on, ended.net_amount) == (date(2026, 5, 19), Decimal("890.96"))
    assert office.run("2027-02-15").invoices == ()
    with pytest.raises(BillingError, match="is cancelled"):
        office.book.recurring_cancel("S1", on="2026-06-01")


def test_ended_with_its_period_nothing_is_given_back(agency: Callable[..., Agency]) -> None:
    office = agency()
    office.run("2026-01-31")
    ended = office.book.recurring_cancel("S1", on="2026-02-10")
    assert (ended.ends_on, ended.credit_note) == (date(2026, 2, 27), None)
    assert office.run("2026-12-01").invoices == ()


def test_a_pause_leaves_out_and_is_not_made_up(agency: Callable[..., Agency]) -> None:
    office = agency()
    book = office.book
    for event, day in (("paused", date(2026, 2, 1)), ("resumed", date(2026, 3, 1))):
        for _ in range(2):
            note_event(
                book.books,
                book.settings,
                schedule="S1",
                event=event,
                on=day,
                recorded_at=datetime(2026, 12, 1),  # noqa: DTZ001  UTC
            )
    assert starts(office.run("2026-03-31", catch_up="each")) == ["2026-01-31", "2026-03-31"]
    assert office.states("2026-03-31")["2026-02-28"] == "skipped"


def test_prices_are_raised_once(agency: Callable[..., Agency]) -> None:
    office = agency()
    book = office.book
    asked = {"percent": Decimal(3), "valid_from": date(2026, 3, 1), "recorded_at": datetime(2026, 12, 1)}  # noqa: DTZ001  UTC
    for dry_run, count in ((True, 1), (False, 1), (False, 0)):
        assert len(raise_prices(book.books, book.settings, dry_run=dry_run, **asked)) == count  # type: ignore[arg-type]
    office.run("2026-01-31")
    office.run("2026-02-28")
    assert office.run("2026-03-31").invoices[0].net_amount == Decimal("103.00")


def test_without_a_mandate_the_client_pays_as_anybody(agency: Callable[..., Agency]) -> None:
    office = agency("S1,C1,1 month,2026-01-31,charge", "schedule_id,client_id,every,start_date,mode")
    result = office.run("2026-01-31")
    assert [(one.invoice_number, one.late) for one in result.invoices] == [("2026-00001", False)]
    assert [(one.period_start, one.reason) for one in result.waiting] == [(date(2026, 1, 31), "no_mandate")]


def test_a_schedule_without_a_price_waits(agency: Callable[..., Agency]) -> None:
    office = agency(lines="S1,1,2026-02-28,100,")
    result = office.run("2026-02-28")
    assert [(one.period_start, one.reason) for one in result.waiting] == [(date(2026, 1, 31), "no_price")]
    assert starts(result) == ["2026-02-28"]


PROGRAM = "from invotrack_analytics.cli import main; main()"


def killed_runs(office: Agency, rounds: int, together: int) -> None:
    chance = random.Random(11)  # noqa: S311  moments, not secrets
    arguments = (
        "recurring",
        "bill",
        "--through",
        "2026-12-31",
        "--issue-date",
        "2026-12-31",
        "--catch-up",
        "each",
        "--yes",
    )
    command = [sys.executable, "-c", PROGRAM, "--workspace", str(office.folder), *arguments]
    for _ in range(rounds):
        processes = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(together)
        ]
        time.sleep(0.4 + 1.6 * chance.random())
        for process in processes:
            process.send_signal(signal.SIGKILL)
        for process in processes:
            process.wait()
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.xdist_group("processes")
def test_killed_runs_leave_one_live_invoice_a_period(agency: Callable[..., Agency]) -> None:
    office = agency()
    killed_runs(office, rounds=3, together=2)
    claims = office.book.sql("select item_id from item_claims where kind = 'recurring'").arrow().to_pylist()
    assert Counter(row["item_id"] for row in claims) == Counter(
        f"S1/{start}" for start in office.states("2026-12-31") if start <= "2026-12-31"
    )
    assert all(one.holds for one in office.book.check())

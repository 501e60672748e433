"""Scheduled exports: what is due is written once, what was missed or failed is made up, whoever is killed meanwhile."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.errors import InvotrackError, ScheduleError, SettingsError, WriteError
from invotrack_analytics.schedule.due import RETRY_AFTER, keep_running, run_due, running_beside, standings
from invotrack_analytics.schedule.runs import Run
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

MONTHLY = Schedule("pack", "0 6 1 * *", ("aging",), format="csv", as_of="month_end")
KILLS = 4


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books with a client of a tame and one of a wild code, an invoice each."""
    office = tmp_path_factory.mktemp("schedule") / "office"
    create_workspace(office)
    (office / "clients.csv").write_text("client_id,name\nC1,One\n../../C2,Two\n")
    (office / "invoices.csv").write_text(
        "invoice_number,client_id,issue_date,total_amount\nA1,C1,2026-08-10,100\nA2,../../C2,2026-08-10,200\n"
    )
    Workbench.open(office).import_files([office / "clients.csv", office / "invoices.csv"])
    return office


@pytest.fixture
def book(office: Path, tmp_path: Path) -> Workbench:
    """A copy of those books for each test."""
    shutil.copytree(office, tmp_path / "office")
    return Workbench.open(tmp_path / "office")


def scheduled(book: Workbench, *schedules: Schedule) -> Workbench:
    return Workbench(replace(book.settings, schedules=schedules))


class Failing(Workbench):
    """A workbench whose reports cannot be had."""

    def report(self, name: str, **_: Any) -> Any:
        message = f"{name}:\nno room on the disk"
        raise WriteError(message)


def files(book: Workbench) -> list[str]:
    published = book.settings.published_folder
    return sorted(
        path.relative_to(published).as_posix()
        for path in published.rglob("*")
        if path.is_file() and not path.name.startswith(".schedule")
    )


def runs(book: Workbench) -> list[tuple[str, str, str]]:
    text = (book.settings.published_folder / ".schedule.json").read_text("utf-8")
    return [(run["schedule"], run["due"], run["outcome"]) for run in json.loads(text)["runs"]]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        pytest.param(["2026-10-05 09:00"], ["2026-10-01 06:00"], id="never ran: made up for the last time"),
        pytest.param(["2026-10-01 06:00"] * 2, ["2026-10-01 06:00"], id="never twice"),
        pytest.param(["2026-10-01 06:00", "2026-10-31 23:59"], ["2026-10-01 06:00"], id="not before it is due"),
        pytest.param(
            ["2026-10-01 06:00", "2026-11-01 06:00"], ["2026-10-01 06:00", "2026-11-01 06:00"], id="each time it is due"
        ),
        pytest.param(
            ["2026-10-01 06:00", "2027-02-14 09:00", "2027-02-14 09:01"],
            ["2026-10-01 06:00", "2027-02-01 06:00"],
            id="missed four times, made up once",
        ),
        pytest.param(["2026-11-01 06:00", "2026-10-15 12:00"], ["2026-11-01 06:00"], id="the clock was put back"),
    ],
)
def test_what_is_due_runs_once(book: Workbench, moments: list[str], expected: list[str]) -> None:
    book = scheduled(book, MONTHLY)
    done = [run for moment in moments for run in run_due(book, at(moment))]
    assert [(run.due, run.outcome) for run in done] == [(at(due), "done") for due in expected]
    month_ends = [str(at(due).date() - timedelta(days=1)) for due in expected]
    assert files(book) == [f"pack/{day}/aging-{day}.csv" for day in month_ends]


def test_a_workbook_holds_all_its_reports_and_a_csv_one(book: Workbench) -> None:
    book = scheduled(
        book,
        Schedule("book", "0 6 * * *", ("aging", "open_invoices"), folder="books"),
        Schedule("data", "0 6 * * *", ("aging", "open_invoices"), format="parquet", folder="data/{month}"),
        Schedule("each", "0 6 * * *", ("aging",), ("C1", "../../C2"), "csv", "each", "yesterday"),
    )
    assert [run.outcome for run in run_due(book, at("2026-10-01 06:00"))] == ["done"] * 3
    assert files(book) == [
        "books/book-2026-10-01.xlsx",
        "data/2026-10/aging-2026-10-01.parquet",
        "data/2026-10/open_invoices-2026-10-01.parquet",
        "each/aging-2026-09-30-..%2F..%2FC2.csv",
        "each/aging-2026-09-30-C1.csv",
    ]
    with (book.settings.published_folder / "each/aging-2026-09-30-C1.csv").open(encoding="utf-8") as stream:
        assert [(row["client_id"], row["outstanding"]) for row in csv.DictReader(stream)] == [("C1", "100.00")]
    with zipfile.ZipFile(book.settings.published_folder / "books/book-2026-10-01.xlsx") as workbook:
        text = workbook.read("xl/workbook.xml").decode()
    assert "aging!" in text
    assert "open_invoices!" in text
    assert "sales!" not in text


def test_all_reports_where_none_is_named(book: Workbench) -> None:
    book = scheduled(book, Schedule("all", "0 6 * * *", format="csv"))
    (run,) = run_due(book, at("2026-10-01 06:00"))
    assert len(run.files) == len(book.reports())


def test_a_failure_is_kept_and_tried_again_until_it_is_given_up(book: Workbench) -> None:
    book = Failing(replace(book.settings, schedules=(MONTHLY,)))
    moment = at("2026-10-01 06:00")
    (run,) = run_due(book, moment)
    assert (run.outcome, run.error, run.files) == ("failed", "aging: no room on the disk", ())
    for wait in RETRY_AFTER:
        if wait:
            assert run_due(book, moment + wait - timedelta(seconds=1)) == []
        (standing,) = standings(book.settings, moment + wait - timedelta(seconds=1))
        assert standing.last is not None
        assert (standing.last.outcome, standing.next_run) == ("failed", moment + wait)
        # The first is tried again at the next call, which is never at the same instant.
        moment += wait or timedelta(seconds=1)
        (again,) = run_due(book, moment)
        assert (again.due, again.outcome) == (run.due, "failed")
    assert run_due(book, moment + timedelta(days=7)) == []
    (standing,) = standings(book.settings, moment)
    assert standing.next_run == at("2026-11-01 06:00")
    # When it is due the next time, it is tried anew.
    (new,) = run_due(book, at("2026-11-01 06:00"))
    assert new.due == at("2026-11-01 06:00")


def test_after_a_failure_it_comes_right_and_is_done(book: Workbench) -> None:
    settings = replace(book.settings, schedules=(MONTHLY,))
    run_due(Failing(settings), at("2026-10-01 06:00"))
    (run,) = run_due(Workbench(settings), at("2026-10-01 06:01"))
    assert run.outcome == "done"
    (standing,) = standings(settings, at("2026-10-01 06:01"))
    assert (standing.last, standing.last_done, standing.next_run) == (run, run, at("2026-11-01 06:00"))
    assert run_due(Workbench(settings), at("2026-10-01 06:02")) == []


def test_one_that_fails_does_not_keep_the_others(book: Workbench) -> None:
    unknown = replace(MONTHLY, name="stranger", clients=("C1", "C9"))
    book = scheduled(book, unknown, MONTHLY)
    found = run_due(book, at("2026-10-01 06:00"))
    assert [(run.schedule, run.outcome) for run in found] == [("stranger", "failed"), ("pack", "done")]
    assert found[0].error == "there is no client C9 in the books; import it, or correct invotrack.toml"
    assert files(book) == ["pack/2026-09-30/aging-2026-09-30.csv"]


def test_a_link_does_not_lead_out_of_the_workspace(book: Workbench, tmp_path: Path) -> None:
    book = scheduled(book, replace(MONTHLY, folder="away/{date}"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (book.settings.published_folder / "away").symlink_to(outside)
    (run,) = run_due(book, at("2026-10-01 06:00"))
    assert run.outcome == "failed"
    assert list(outside.iterdir()) == []


def test_reports_that_do_not_exist_are_told_all_at_once(book: Workbench) -> None:
    book = scheduled(book, replace(MONTHLY, reports=("agin", "aging", "sale")))
    for ask in (
        lambda: run_due(book, at("2026-10-01 06:00")),
        lambda: standings(book.settings, at("2026-10-01 06:00")),
    ):
        with pytest.raises(SettingsError) as caught:
            ask()
        assert [problem.split(": ")[2] for problem in caught.value.problems] == ["reports = 'agin'", "reports = 'sale'"]


def test_a_damaged_record_of_runs_is_told(book: Workbench) -> None:
    book = scheduled(book, MONTHLY)
    (book.settings.published_folder / ".schedule.json").write_text('{"runs": [{}]}')
    with pytest.raises(ScheduleError, match=r"\.schedule\.json: cannot be read; delete it"):
        run_due(book, at("2026-10-01 06:00"))
    assert files(book) == []


def test_the_record_of_runs_does_not_grow_for_ever(book: Workbench) -> None:
    book = scheduled(book, replace(MONTHLY, cron="* * * * *", folder="x"), replace(MONTHLY, name="slow", folder="x"))
    for minute in range(25):
        run_due(book, at("2026-10-01 06:00") + timedelta(minutes=minute))
    kept = runs(book)
    assert [run for run in kept if run[0] == "slow"] == [("slow", "2026-10-01 06:00:00", "done")]
    assert [run[1] for run in kept if run[0] == "pack"] == [f"2026-10-01 06:{minute:02}:00" for minute in range(5, 25)]


def test_a_long_running_process_goes_on_after_a_failure_and_ends_when_told(book: Workbench) -> None:
    book = scheduled(book, replace(MONTHLY, cron="* * * * *", folder="x"))
    # Each tick is just before a full minute, so that the next comes soon.
    clock = iter(at("2026-10-01 06:00:59.95") + timedelta(minutes=step) for step in (0, 0, 1, 1, 2, 2, 3, 3))
    told: list[Run | InvotrackError] = []
    stop = threading.Event()

    def hear(item: Run | InvotrackError) -> None:
        told.append(item)
        state = book.settings.published_folder / ".schedule.json"
        if len(told) == 1:
            state.write_text("damaged")
        else:
            state.unlink()
        if len(told) == 3:
            stop.set()

    keep_running(book, lambda: next(clock), hear, stop)
    assert [item.due.minute if isinstance(item, Run) else type(item) for item in told] == [0, ScheduleError, 2]


def test_beside_a_server_it_runs_and_ends_with_it(book: Workbench) -> None:
    book = scheduled(book, MONTHLY)
    told: list[Run | InvotrackError] = []
    heard = threading.Event()

    def hear(item: Run | InvotrackError) -> None:
        told.append(item)
        heard.set()

    with running_beside(book, lambda: at("2026-10-01 06:00"), hear):
        assert heard.wait(60)
    assert [(item.outcome, item.error) for item in told if isinstance(item, Run)] == [("done", None)]
    assert "schedule" not in [thread.name for thread in threading.enumerate()]


# Real processes, by the real clock: a schedule whose time came once, some days ago.

PACK = '\n[[schedule]]\nname = "pack"\ncron = "0 6 1 * *"\nas_of = "month_end"\nfolder = "pack"\n'


@pytest.fixture
def run_once(book: Workbench) -> Callable[..., subprocess.Popen[str]]:
    """Starts `invotrack schedule run --once`, or another command, on a workspace with one schedule of one report."""
    with (book.settings.folder / "invotrack.toml").open("a", encoding="utf-8") as stream:
        stream.write(PACK + 'reports = ["aging"]\n')

    def start(*arguments: str) -> subprocess.Popen[str]:
        code = "from invotrack_analytics.cli import main; main()"
        return subprocess.Popen(
            [
                *(sys.executable, "-c", code, "--workspace", str(book.settings.folder), "schedule"),
                *(arguments or ("run", "--once")),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.mark.xdist_group("processes")
def test_processes_at_once_run_it_once(book: Workbench, run_once: Callable[..., subprocess.Popen[str]]) -> None:
    processes = [run_once() for _ in range(3)]
    said = sorted(process.communicate(timeout=120)[1].split(":")[-1].split("/")[0].strip() for process in processes)
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert said == ["nothing is due", "nothing is due", "wrote pack"]
    assert [outcome for _, _, outcome in runs(book)] == ["done"]
    assert len(files(book)) == 1


@pytest.mark.xdist_group("processes")
def test_a_kill_leaves_whole_files_and_the_run_is_made_up(
    book: Workbench, run_once: Callable[..., subprocess.Popen[str]]
) -> None:
    # Of all reports, so that there is something to be killed in the midst of.
    toml = book.settings.folder / "invotrack.toml"
    toml.write_text(toml.read_text("utf-8").replace('reports = ["aging"]', ""), "utf-8")
    published = book.settings.published_folder
    for kill in range(KILLS):
        process = run_once()
        deadline = time.monotonic() + 60
        # Later and later into the export: from its start as the file of runs shows it.
        while process.poll() is None and time.monotonic() < deadline:
            if (published / ".schedule.json").exists():
                time.sleep(0.25 * kill)
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for path in published.rglob("*.xlsx"):
            with zipfile.ZipFile(path) as workbook:
                assert workbook.testzip() is None
    later = datetime.now() + max(RETRY_AFTER)  # noqa: DTZ005  schedules are in local time
    made_up = run_due(Workbench.open(book.settings.folder), later)
    assert [run.error for run in made_up if run.error] == []
    assert runs(book)[-1][2] == "done"
    assert [name for name in files(book) if name.endswith(".xlsx")] == [
        f"pack/pack-{later.date().replace(day=1) - timedelta(days=1)}.xlsx"
    ]


@pytest.mark.xdist_group("processes")
def test_a_failure_is_told_listed_and_the_exit_code(
    book: Workbench, run_once: Callable[..., subprocess.Popen[str]]
) -> None:
    # A file stands where the folder should be.
    (book.settings.published_folder / "pack").write_text("")
    process = run_once()
    _, told = process.communicate(timeout=120)
    assert (process.returncode, told.count("\n")) == (1, 1)
    assert told.startswith("invotrack: schedule pack, due ")
    assert "cannot be made" in told
    listed, _ = run_once("list", "--json").communicate(timeout=120)
    (standing,) = json.loads(listed)
    assert (standing["name"], standing["last_outcome"], standing["files"]) == ("pack", "failed", [])
    assert "cannot be made" in standing["last_error"]
    table, _ = run_once("list").communicate(timeout=120)
    assert "failed: " in table


@pytest.mark.xdist_group("processes")
def test_a_long_running_process_makes_up_at_once_and_ends_well_on_a_signal(
    book: Workbench, run_once: Callable[..., subprocess.Popen[str]]
) -> None:
    process = run_once("run")
    assert process.stderr is not None
    assert "wrote pack/" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert len(files(book)) == 1

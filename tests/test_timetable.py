"""What [[schedule]] in invotrack.toml may say, and when it falls due."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from invotrack_analytics.config import load_settings
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.errors import SettingsError

ONE = '[[schedule]]\nname = "pack"\ncron = "0 6 1 * *"\n'


def read(folder: Path, text: str) -> tuple[Schedule, ...]:
    (folder / "invotrack.toml").write_text(text, "utf-8")
    return load_settings(folder).schedules


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(folder, text)
    return [problem.removeprefix(f"{folder / 'invotrack.toml'}: ") for problem in caught.value.problems]


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    assert read(tmp_path, ONE) == (Schedule("pack", "0 6 1 * *", (), (), "xlsx", "{name}/{date}", "today"),)


def test_all_that_can_be_said(tmp_path: Path) -> None:
    text = """
        [[schedule]]
        name = "pack"
        cron = "30 7 * * MON-FRI"
        reports = ["aging", "statement"]
        clients = ["C1", "../C2"]
        format = "csv"
        folder = "clients/{year}/{month}"
        as_of = "month_end"
    """
    assert read(tmp_path, text) == (
        Schedule(
            "pack",
            "30 7 * * MON-FRI",
            ("aging", "statement"),
            ("C1", "../C2"),
            "csv",
            "clients/{year}/{month}",
            "month_end",
        ),
    )


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = f"""
        [company]
        currency = "Euro"
        [[schedule]]
        cron = "0 6 1 * *"
        format = "docx"
        mail = "a@example.org"
        {ONE}
        as_of = "tomorrow"
        {ONE}
        {ONE.replace("pack", "PACK")}
    """
    assert problems(tmp_path, text) == [
        "company.currency = 'Euro': must be an ISO 4217 currency code such as EUR",
        "schedule 1: name is missing",
        "schedule 1: format = 'docx': must be one of xlsx, csv, parquet, pdf",
        (
            "schedule 1: mail is not a setting; "
            "allowed are name, cron, reports, clients, format, folder, as_of, email, notebook"
        ),
        "schedule pack: as_of = 'tomorrow': must be one of today, yesterday, month_end",
        "schedule.name = 'PACK': stands there twice; each schedule has a name of its own",
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", '"../pack"'),
        ("name", '""'),
        ("name", "7"),
        ("cron", '"@daily"'),
        ("cron", '"0 6 1 *"'),
        ("cron", '"0 0 6 1 * *"'),
        ("cron", '"61 6 1 * *"'),
        ("cron", '"0 6 L/x * *"'),
        ("cron", '"0 6 30 2 *"'),
        ("cron", "6"),
        ("reports", '"aging"'),
        ("reports", "[]"),
        ("reports", '["aging", "aging"]'),
        ("clients", "[1]"),
        ("clients", '[" "]'),
        ("folder", '"../elsewhere"'),
        ("folder", '"/tmp"'),
        ("folder", '"a/../../b"'),
        ("folder", '"~/a"'),
        ("folder", '"C:/a"'),
        ("folder", "'a\\..\\b'"),
        ("folder", '".hidden"'),
        ("folder", '"a//b"'),
        ("folder", '""'),
        ("folder", '"{client}"'),
        ("folder", '"{date"'),
        ("folder", '"a\\nb"'),
        ("folder", '"trailing."'),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, key: str, value: str) -> None:
    given = {"name": '"pack"', "cron": '"0 6 1 * *"', key: value}
    (told,) = problems(tmp_path, "[[schedule]]\n" + "\n".join(f"{name} = {text}" for name, text in given.items()))
    assert f": {key} = " in told


def test_a_single_bracket_is_explained(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, ONE.replace("[[schedule]]", "[schedule]"))
    assert told.endswith("begin each scheduled export with [[schedule]]")


@pytest.mark.parametrize(
    ("cron", "now", "last", "following"),
    [
        ("0 6 1 * *", "2026-10-01 05:59", "2026-09-01 06:00", "2026-10-01 06:00"),
        ("0 6 1 * *", "2026-10-01 06:00", "2026-10-01 06:00", "2026-11-01 06:00"),
        ("* * * * *", "2026-10-01 06:00", "2026-10-01 06:00", "2026-10-01 06:01"),
        # As in a crontab 1 is Monday, 0 and 7 are Sunday.
        ("0 8 * * 1", "2026-09-30 12:00", "2026-09-28 08:00", "2026-10-05 08:00"),
        ("0 8 * * 7", "2026-09-30 12:00", "2026-09-27 08:00", "2026-10-04 08:00"),
        # A day of the month or of the week: either will do.
        ("0 8 15 * FRI", "2026-09-16 12:00", "2026-09-15 08:00", "2026-09-18 08:00"),
        ("0 18 L * *", "2026-03-01 00:00", "2026-02-28 18:00", "2026-03-31 18:00"),
        ("0 8 29 2 *", "2026-09-30 12:00", "2024-02-29 08:00", "2028-02-29 08:00"),
    ],
)
def test_when_it_is_due(cron: str, now: str, last: str, following: str) -> None:
    schedule = Schedule("pack", cron)
    moment = datetime.fromisoformat(now)
    assert schedule.last_due(moment) == datetime.fromisoformat(last)
    assert schedule.next_due(moment) == datetime.fromisoformat(following)


@pytest.mark.parametrize(
    ("rule", "due", "as_of"),
    [
        ("today", "2026-10-01 06:00", "2026-10-01"),
        ("yesterday", "2026-10-01 06:00", "2026-09-30"),
        ("month_end", "2026-10-01 06:00", "2026-09-30"),
        ("month_end", "2026-10-31 06:00", "2026-09-30"),
        ("month_end", "2026-01-15 06:00", "2025-12-31"),
    ],
)
def test_as_of_follows_from_the_day_it_is_due(rule: str, due: str, as_of: str) -> None:
    schedule = Schedule("pack", "0 6 1 * *", folder="{name}/{year}/{month}/{date}", as_of=rule)  # type: ignore[arg-type]
    day = schedule.as_of_day(datetime.fromisoformat(due))
    assert str(day) == as_of
    assert schedule.folder_of(day).as_posix() == f"pack/{as_of[:4]}/{as_of[:7]}/{as_of}"

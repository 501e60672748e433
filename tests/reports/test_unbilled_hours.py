"""Unbilled hours and the rate of an entry, by small books: given, given, expected."""

from __future__ import annotations

from typing import Any

import pytest

from invotrack_analytics.errors import ReportError

CLIENTS = """
    client_id  name  currency  hourly_rate
    C1         C1    -         60
    C2         C2    USD       -
"""
EMPLOYEES = """
    employee_id  name  hourly_rate
    E1           E1    50
    E2           E2    -
"""
PROJECTS = """
    project_id  client_id  name  billing_method  hourly_rate
    P1          C1         P1    -               70
    P2          C1         P2    -               -
    P3          C2         P3    -               -
    P9          C1         P9    non_billable    70
"""
HEADER = "entry_id  employee_id  project_id  work_date   hours  billable  hourly_rate  task\n"


def test_the_rate_is_the_entrys_the_projects_the_clients_or_the_employees(books_of: Any) -> None:
    books = books_of(
        clients=CLIENTS,
        employees=EMPLOYEES,
        projects=PROJECTS,
        timesheets=HEADER
        + """
            T1  E1  P1  2026-09-01  1.5   -  80  -
            T2  E1  P1  2026-09-02  1.5   -  -   -
            T3  E1  P2  2026-09-03  1.5   -  -   -
            T4  E1  P3  2026-09-04  1.25  -  -   -
            T5  E2  P3  2026-09-05  2     -  -   -
        """,
    )
    books.shows(
        "unbilled_hours",
        """
        client_id  currency  entry_id  age_days  hours  rate  rate_source  amount
        C1         EUR       T1        29        1.5    80    entry        120.00
        C1         EUR       T2        28        1.5    70    project      105.00
        C1         EUR       T3        27        1.5    60    client       90.00
        C2         USD       T4        26        1.25   -     employee     -
        C2         USD       T5        25        2      -     -            -
        """,
    )


def test_the_card_that_names_most_wins_and_a_tie_goes_to_the_task_then_the_project(books_of: Any) -> None:
    books = books_of(
        clients=CLIENTS.replace("USD", "-  "),
        employees=EMPLOYEES,
        projects=PROJECTS,
        rates="""
            hourly_rate  employee_id  project_id  client_id  task    valid_from  valid_to
            91           E1           -           -          -       -           -
            92           -            -           C1         -       -           -
            93           -            P1          -          -       -           -
            94           -            -           -          design  -           -
            95           E1           -           C1         -       -           -
            96           E2           -           -          -       2026-09-10  2026-09-20
        """,
        timesheets=HEADER
        + """
            T1  E1  P1  2026-09-01  1  -  -  design
            T2  E2  P1  2026-09-02  1  -  -  design
            T3  E2  P1  2026-09-03  1  -  -  -
            T4  E2  P2  2026-09-04  1  -  -  -
            T5  E1  P3  2026-09-05  1  -  -  -
            T6  E2  P3  2026-09-09  1  -  -  -
            T7  E2  P3  2026-09-10  1  -  -  -
            T8  E2  P3  2026-09-20  1  -  -  -
            T9  E2  P3  2026-09-21  1  -  -  -
        """,
    )
    found = {row["entry_id"]: row["rate"] for row in books.report("unbilled_hours")}
    named_most = {"T1": 95, "T2": 94, "T3": 93, "T4": 92, "T5": 91}
    assert found == named_most | {"T6": None, "T7": 96, "T8": 96, "T9": None}


def test_hours_and_rate_may_be_large(books_of: Any) -> None:
    books = books_of(
        projects="project_id  client_id  name  currency\nP1  C1  P1  VND",
        timesheets=HEADER + "T1  E1  P1  2026-09-01  24  -  99999999999.5  -",
    )
    books.shows("unbilled_hours", "amount\n2399999999988")


def test_two_cards_that_fit_equally_well_are_an_error_that_names_them(books_of: Any) -> None:
    books = books_of(
        projects=PROJECTS,
        rates="hourly_rate  client_id  valid_from\n92  C1  -\n93  C1  2026-01-01",
        timesheets=HEADER + "T1  E1  P1  2026-09-01  1  -  -  -",
    )
    with pytest.raises(ReportError, match=r"rates: two cards fit entry T1 .*client C1, 92.* and .*client C1, from"):
        books.report("unbilled_hours")


def test_what_is_not_billable_or_not_yet_worked_is_not_there(books_of: Any) -> None:
    books = books_of(
        projects=PROJECTS,
        timesheets=HEADER
        + """
            today         E1  P1  2026-09-30  1  yes  10  -
            tomorrow      E1  P1  2026-10-01  1  -    10  -
            not-billable  E1  P1  2026-09-01  1  no   10  -
            internal      E1  P9  2026-09-01  1  -    10  -
        """,
    )
    assert [row["entry_id"] for row in books.report("unbilled_hours")] == ["today"]


RATED = {
    "clients": "client_id  name  currency  hourly_rate\nC1  C1  EUR  100\nC2  C2  USD  -",
    "employees": "employee_id  name  hourly_rate\nE1  Ada  60",
    "projects": "project_id  client_id  name  currency\nP1  C1  One  JPY\nP2  C2  Two  -\nP3  C1  Three  -",
    "timesheets": "entry_id  employee_id  project_id  work_date  hours\n"
    "A1  E1  P1  2026-09-02  10\nA2  E1  P2  2026-09-02  10\nA3  E1  P3  2026-09-02  10",
    "fx_rates": "currency  rate_date  rate\nUSD  2026-09-01  0.90\nJPY  2026-09-01  0.006",
}


def test_a_number_never_changes_its_currency(books_of: Any) -> None:
    books_of(**RATED).shows("unbilled_hours", "entry_id  rate  amount\nA1  -  -\nA3  100  1000.00\nA2  -  -")


def test_rates_are_converted_at_the_day_of_the_work_where_the_settings_say_so(books_of: Any) -> None:
    books_of(settings="[billing]\nconvert_rates = true\n", **RATED).shows(
        "unbilled_hours",
        """
        entry_id  currency  rate          rate_source  amount
        A1        JPY       16666.666667  client       166667
        A3        EUR       100           client       1000.00
        A2        USD       66.666667     employee     666.67
        """,
    )

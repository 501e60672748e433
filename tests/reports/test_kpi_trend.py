"""The KPI trend says of each month what the KPIs say of its last day."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount  status  void_date
        I1              C1         2025-08-31  2025-09-30  100.00        -       -
        I2              C1         2026-06-10  2026-07-10  300.00        -       -
        I3              C2         2026-07-10  2026-08-10  50.00         void    2026-08-31
        I4              C2         2026-09-10  2026-10-10  80.00         -       -
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2025-12-31    40.00   -          I1
        M2          2026-07-31    300.00  -          I2
        M3          2026-09-15    5.00    C2         -
    """,
}


def test_each_row_is_what_the_kpis_say_of_its_day(books_of: Any) -> None:
    books = books_of(**GIVEN)
    rows = books.report("kpi_trend", as_of=date(2026, 9, 15))
    assert [row.pop("on_day") for row in rows][-3:] == [date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 15)]
    assert len(rows) == 13
    ends = [date(2025, 9, 30), date(2026, 2, 28), date(2026, 7, 31), date(2026, 9, 15)]
    for day in ends:
        (kpis,) = books.report("receivables_kpis", as_of=day)
        (row,) = [row for row in rows if row["month"] == day.replace(day=1)]
        assert {name: row[name] for name in kpis} == kpis


def test_the_parts_of_what_is_outstanding_are_those_of_the_balances(books_of: Any) -> None:
    books = books_of(**GIVEN)
    of_balances = {row["month"]: row for row in books.report("balance_trend", as_of=date(2026, 9, 15))}
    for row in books.report("kpi_trend", as_of=date(2026, 9, 15)):
        assert {name: row[name] for name in PARTS} == {name: of_balances[row["month"]][name] for name in PARTS}


PARTS = ("not_due", "overdue", "unapplied_credit", "outstanding")
CHANGES = ("dso_simple", "cei", "overdue", "outstanding")


def test_a_change_is_what_lies_between_a_month_and_the_one_before(books_of: Any) -> None:
    first, *rows = books_of(**GIVEN).report("kpi_trend", as_of=date(2026, 9, 15))
    assert [first[f"{name}_change"] for name in CHANGES] == [None] * 4
    for before, row in zip([first, *rows], rows, strict=False):
        for name in CHANGES:
            known = row[name] is not None and before[name] is not None
            assert row[f"{name}_change"] == (row[name] - before[name] if known else None)
    changes = [(row["overdue_change"], row["outstanding_change"]) for row in rows]
    assert (changes[0], *changes[-3:]) == ((100, 0), (0, -250), (0, -50), (0, 75))

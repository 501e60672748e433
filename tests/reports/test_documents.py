# ruff: noqa: E501 - a table is as wide as its columns
"""Documents, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount  kind         preceding_invoice_number  status  void_date
        paid            C1         2026-08-01  2026-08-31  100.00        -            -                         -       -
        given-up        C1         2026-08-01  2026-08-31  100.00        -            -                         -       -
        late            C1         2026-08-01  2026-09-29  100.00        -            -                         -       -
        in-part         C1         2026-08-01  2026-10-31  100.00        -            -                         -       -
        new             C1         2026-08-01  2026-10-31  100.00        -            -                         -       -
        draft           C1         2026-08-01  2026-08-31  100.00        -            -                         draft   -
        void            C1         2026-08-01  2026-08-31  100.00        -            -                         void    -
        void-later      C1         2026-08-01  2026-10-31  100.00        -            -                         void    2026-10-01
        credit          C1         2026-08-10  -           10.00         credit_note  paid                      -       -
        tomorrow        C1         2026-10-01  -           100.00        -            -                         -       -
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2026-08-20    90.00   C1         paid
        M1          2026-08-20    60.00   C1         given-up
        M1          2026-08-20    1.00    C1         in-part
        refund      2026-09-30    -2.00   C1         -
        later       2026-10-01    9.00    C1         -
    """,
    "write_offs": """
        invoice_number  write_off_date  amount
        given-up        2026-09-01      40.00
    """,
}


def test_every_document_stands_with_the_state_that_follows_from_the_facts(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "documents",
        """
        kind         number      document_date  amount  status
        invoice      draft       2026-08-01     100.00  draft
        invoice      given-up    2026-08-01     100.00  written_off
        invoice      in-part     2026-08-01     100.00  part_paid
        invoice      late        2026-08-01     100.00  overdue
        invoice      new         2026-08-01     100.00  issued
        invoice      paid        2026-08-01     100.00  paid
        invoice      void        2026-08-01     100.00  void
        invoice      void-later  2026-08-01     100.00  issued
        credit_note  credit      2026-08-10     10.00   issued
        payment      M1          2026-08-20     90.00   -
        payment      M1          2026-08-20     60.00   -
        payment      M1          2026-08-20     1.00    -
        write_off    given-up    2026-09-01     40.00   -
        payment      refund      2026-09-30     -2.00   -
        """,
    )


def test_a_state_is_that_of_the_day(books_of: Any) -> None:
    books = books_of(**GIVEN)
    states = [
        {row["number"]: row["status"] for row in books.report("documents", as_of=day) if row["kind"] == "invoice"}
        for day in (date(2026, 8, 1), date(2026, 8, 31), date(2026, 10, 1))
    ]
    assert [day["paid"] for day in states] == ["issued", "paid", "paid"]
    assert [day["given-up"] for day in states] == ["issued", "part_paid", "written_off"]
    assert [day["void-later"] for day in states] == ["issued", "issued", "void"]
    assert "tomorrow" not in states[1]
    assert states[2]["tomorrow"] == "issued"


def test_every_document_tells_the_file_and_line_it_was_read_from(books_of: Any) -> None:
    books = books_of(**GIVEN)
    origins = {
        (row["kind"], row["number"]): (PurePath(row["source_file"]).name, row["source_line"])
        for row in books.report("documents")
    }
    assert origins["invoice", "paid"] == ("invoices.csv", 2)
    assert origins["credit_note", "credit"] == ("invoices.csv", 10)
    assert origins["payment", "refund"] == ("payments.csv", 5)
    assert origins["write_off", "given-up"] == ("write_offs.csv", 2)
    batches = {row["source_file"]: row["batch_id"] for row in books.report("documents")}
    assert len(set(batches.values())) == len(batches) == 3

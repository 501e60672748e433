"""Each tool's export, in the layout it has, gives these rows; nobody says which tool it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sources.desk import Desk
from tests.sources.exports import EXPORTS

DeskOf = Callable[..., Desk]


@pytest.mark.parametrize("preset", EXPORTS)
def test_an_export_gives_its_rows(preset: str, desk: DeskOf) -> None:
    books = desk()
    (file,) = books.imports(books.write("export.csv", EXPORTS[preset].text)).files
    assert (file.error, file.profile, books.rejects()) == (None, preset, [])
    for dataset, (columns, rows) in EXPORTS[preset].rows.items():
        assert books.rows(dataset, *columns) == rows, dataset


@pytest.mark.parametrize("preset", EXPORTS)
def test_an_export_twice_adds_nothing(preset: str, desk: DeskOf) -> None:
    books = desk()
    path = books.write("export.csv", EXPORTS[preset].text)
    (first,) = books.imports(path).files
    (again,) = books.imports(path).files
    assert any(counts.added for counts in first.datasets.values())
    assert not any(counts.added or counts.updated or counts.rejected for counts in again.datasets.values())
    for counts in first.datasets.values():
        assert counts.read == counts.added + counts.updated + counts.unchanged + counts.rejected


@pytest.mark.parametrize("preset", [name for name in EXPORTS if name not in {"ledes-1998b", "quickbooks-aging"}])
def test_columns_may_be_added_and_stand_in_another_order(preset: str, desk: DeskOf) -> None:
    import csv
    import io

    rows = [row for row in csv.reader(io.StringIO(EXPORTS[preset].text)) if len(row) > 4]
    turned = io.StringIO()
    csv.writer(turned, delimiter=";").writerows([*reversed(row), "more"] for row in rows)
    books = desk()
    (file,) = books.imports(books.write("export.csv", turned.getvalue())).files
    assert (file.error, file.profile) == (None, preset)
    for dataset, (columns, given) in EXPORTS[preset].rows.items():
        assert books.rows(dataset, *columns) == given, dataset


def test_a_payment_in_brackets_is_money_given_back(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("invoices.csv", EXPORTS["invoice-ninja-invoices"].text))
    (file,) = books.imports(
        books.write(
            "payments.csv",
            "Payments,,,\nAcme,,,\n,,,\nClient,Invoice Number,Amount,Date\n"
            "Big Company,0001,$400.00,2024-04-20\nBig Company,0001,($400.00),2024-04-21\n",
        )
    ).files
    assert (file.error, file.profile) == (None, "invoice-ninja-payments")
    assert sorted(books.rows("payments", "invoice_number", "payment_date", "amount")) == [
        ("0001", "2024-04-20", "400.00"),
        ("0001", "2024-04-21", "-400.00"),
    ]

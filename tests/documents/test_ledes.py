from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from invotrack_analytics.documents.invoice import Entry, InvoiceDocument, Line
from invotrack_analytics.documents.ledes import Codes, codes_in, names_legal_work, render_ledes
from invotrack_analytics.errors import InvotrackError

Invoice = Callable[..., InvoiceDocument]


def entry(task: str | None, hours: str, rate: str, amount: str, description: str | None = "Read") -> Entry:
    return Entry(
        "T1", date(2026, 9, 2), "Núria Vidal", "Vidal v. Sur", task, description,
        Decimal(hours), Decimal(rate), Decimal(amount), "E7", "Senior Associate", "M-12",
    )  # fmt: skip


def bill(invoice: Invoice, *entries: Entry, net: str, **changes: object) -> InvoiceDocument:
    amounts = {"net_amount": Decimal(net), "tax_amount": Decimal(0), "total_amount": Decimal(net)}
    return invoice(entries=entries, client_id="C1", **{**amounts, **changes})


def rows(document: InvoiceDocument) -> list[dict[str, str]]:
    head, columns, *lines = render_ledes(document).decode("ascii").split("\r\n")
    assert head == "LEDES1998B[]"
    assert lines.pop() == ""
    assert all(line.endswith("[]") and line.count("[]") == 1 for line in lines)
    names = columns.removesuffix("[]").split("|")
    return [dict(zip(names, line.removesuffix("[]").split("|"), strict=True)) for line in lines]


def test_each_entry_is_a_row(invoice: Invoice) -> None:
    (row,) = rows(bill(invoice, entry("L110 A104", "1.5", "200", "300"), net="300"))
    assert row == {
        "INVOICE_DATE": "20260930",
        "INVOICE_NUMBER": "2026-00042",
        "CLIENT_ID": "C1",
        "LAW_FIRM_MATTER_ID": "M-12",
        "INVOICE_TOTAL": "300",
        "BILLING_START_DATE": "20260901",
        "BILLING_END_DATE": "20260930",
        "INVOICE_DESCRIPTION": "Thank you.",
        "LINE_ITEM_NUMBER": "1",
        "EXP/FEE/INV_ADJ_TYPE": "F",
        "LINE_ITEM_NUMBER_OF_UNITS": "1.5",
        "LINE_ITEM_ADJUSTMENT_AMOUNT": "0",
        "LINE_ITEM_TOTAL": "300",
        "LINE_ITEM_DATE": "20260902",
        "LINE_ITEM_TASK_CODE": "L110",
        "LINE_ITEM_EXPENSE_CODE": "",
        "LINE_ITEM_ACTIVITY_CODE": "A104",
        "TIMEKEEPER_ID": "E7",
        "LINE_ITEM_DESCRIPTION": "Read",
        "LAW_FIRM_ID": "ESB12345674",
        "LINE_ITEM_UNIT_COST": "200",
        "TIMEKEEPER_NAME": "Nuria Vidal",
        "TIMEKEEPER_CLASSIFICATION": "ASSOC",
        "CLIENT_MATTER_ID": "PO-7781",
    }


@pytest.mark.parametrize(
    ("hours", "rate", "amount", "adjustment"),
    [("1", "100", "100", "0"), ("0.1667", "90", "15.00", "0"), ("0.3333", "100", "33.34", "0.01")],
)
def test_units_at_their_cost_and_the_adjustment_make_the_total(
    invoice: Invoice, hours: str, rate: str, amount: str, adjustment: str
) -> None:
    (row,) = rows(bill(invoice, entry("L110", hours, rate, amount), net=amount))
    assert row["LINE_ITEM_ADJUSTMENT_AMOUNT"] == adjustment


def test_where_entries_do_not_tell_it_all_the_lines_do(invoice: Invoice) -> None:
    lines = (
        Line(1, "L120 Analysis", Decimal(2), "hours", Decimal(150), Decimal(300), Decimal(0)),
        Line(2, "Discount", Decimal(1), "", Decimal(-50), Decimal(-50), Decimal(0)),
    )
    found = rows(bill(invoice, entry("L110", "2", "150", "300"), net="250", lines=lines))
    assert [(row["LINE_ITEM_TOTAL"], row["LINE_ITEM_TASK_CODE"]) for row in found] == [("300", "L120"), ("-50", "")]


def test_an_expense_is_one_by_its_code_and_leaves_the_entries_of_other_lines(invoice: Invoice) -> None:
    lines = (
        Line(1, "Advice", Decimal(2), "hours", Decimal(150), Decimal(300), Decimal(0), category="services"),
        Line(2, "E110 · Train", Decimal(1), "", Decimal(40), Decimal(40), Decimal(0), category="expenses"),
        Line(3, "Stamps", Decimal(1), "", Decimal(5), Decimal(5), Decimal(0), category="expenses"),
    )
    worked = replace(entry("L110", "2", "150", "300"), line_number=1)
    found = rows(bill(invoice, worked, net="345", lines=lines))
    columns = (
        "EXP/FEE/INV_ADJ_TYPE",
        "LINE_ITEM_TASK_CODE",
        "LINE_ITEM_EXPENSE_CODE",
        "TIMEKEEPER_ID",
        "LINE_ITEM_TOTAL",
    )
    assert [[row[column] for column in columns] for row in found] == [
        ["F", "L110", "", "E7", "300"],
        ["E", "", "E110", "", "40"],
        ["E", "", "E124", "", "5"],
    ]


def test_what_a_credit_note_takes_back_is_negative(invoice: Invoice) -> None:
    document = bill(invoice, net="100", kind="credit_note", lines=(
        Line(1, "Advice", Decimal(2), "hours", Decimal(50), Decimal(100), Decimal(0)),
    ))  # fmt: skip
    (row,) = rows(document)
    units, cost, total = (row[f"LINE_ITEM_{name}"] for name in ("NUMBER_OF_UNITS", "UNIT_COST", "TOTAL"))
    assert (units, cost, total, row["INVOICE_TOTAL"]) == ("-2", "50", "-100", "-100")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", "a/b"),
        ("x[]y", "x()y"),
        ("[\n]", "[ ]"),
        ("one\r\ntwo", "one two"),
        ("Año 日", "Ano ?"),
        ("[\x00]", "()"),
    ],
)
def test_no_text_breaks_a_row(invoice: Invoice, text: str, written: str) -> None:
    (row,) = rows(bill(invoice, entry("L110", "1", "100", "100", text), net="100"))
    assert row["LINE_ITEM_DESCRIPTION"] == written


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (("L110",), Codes("L110", "")),
        (("l110/a102 Research",), Codes("L110", "A102")),
        (("A102", "B190: motion"), Codes("B190", "A102")),
        (("Model L1100, room A10", None), Codes("", "")),
        (("Analysis",), Codes("", "")),
    ],
)
def test_codes_are_found_in_the_task(texts: tuple[str | None, ...], codes: Codes) -> None:
    assert codes_in(*texts) == codes


def test_legal_work_is_known_by_its_tasks(invoice: Invoice) -> None:
    assert names_legal_work(bill(invoice, entry("A102", "1", "1", "1"), net="1"))
    assert not names_legal_work(bill(invoice, entry("Design", "1", "1", "1", "L110"), net="1"))


def test_tax_has_no_place_in_it(invoice: Invoice) -> None:
    with pytest.raises(InvotrackError, match=r"2026-00042 has tax of 398.05 EUR, which LEDES 1998B has no place for"):
        render_ledes(invoice())

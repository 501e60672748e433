# ruff: noqa: E501 - a table is as wide as its columns
"""Check: every invariant holds of sound books, and each finds the one thing that was tampered with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

from invotrack_analytics.documents.verifactu import Annulment, System, annul
from invotrack_analytics.reports.check import INVARIANTS, series_expression
from tests.reference.books import Books
from tests.reference.examples import settings_for
from tests.reference.random_books import random_books, write_books
from tests.reference.random_values import report_days

RECORD = annul(
    Annulment("B12345674", "2026-00001", date(2026, 8, 31), "C-1f3a/1"),
    None,
    System("Productor", "B12345674", "IA", "1", "C-1f3a"),
    "2026-09-01T10:00:00+02:00",
)
SOUND = {
    "projects": "project_id  client_id  name  hourly_rate\nP1  C1  Advice  100",
    "timesheets": """
        entry_id  employee_id  project_id  work_date   hours
        T1        E1           P1          2026-08-01  1
        T2        E1           P1          2026-08-02  2
    """,
    "invoices": """
        invoice_number  client_id  issue_date  net_amount  tax_amount  total_amount  kind         preceding_invoice_number
        2026-00001      C1         2026-08-31  300.00      63.00       363.00        -            -
        2026-00002      C1         2026-09-01  100.00      21.00       121.00        -            -
        2026-00003      C2         2026-09-02  -           -           50.00         -            -
        CN-2026-00001   C1         2026-09-03  10.00       2.10        12.10         credit_note  2026-00002
        old-7           C2         2026-09-04  -           -           70.00         -            -
        old-9           C2         2026-09-04  -           -           90.00         -            -
    """,
    "invoice_lines": """
        invoice_number  line_number  quantity  unit_price  net_amount
        2026-00001      1            3         100         300.00
        2026-00002      1            -         -           60.00
        2026-00002      2            2         20          -
    """,
    "invoice_taxes": """
        invoice_number  tax_name  tax_category  tax_rate  taxable_amount  tax_amount
        2026-00002      IVA       S             21        100.00          21.00
    """,
    "fiscal_records": f"""
        chain  position  kind       invoice_number  issuer_nif  issue_date  hash           generated_at  xml           xml_sha256
        C-1f3a  1        anulacion  2026-00001      B12345674   2026-08-31  {RECORD.hash}  {RECORD.generated_at}  {RECORD.xml}  {sha256(RECORD.xml.encode()).hexdigest()}
    """,
    "billed_entries": """
        entry_id  invoice_number  line_number  hours  rate  amount
        T1        2026-00001      1            1      100   100.00
        T2        2026-00001      1            2      100   200.00
    """,
    "payments": """
        payment_id  payment_date  amount  client_id  invoice_number
        M1          2026-09-10    63.00   C1         2026-00001
        M2          2026-09-10    60.00   C2         2026-00003
        M3          2026-09-10    1.00    C2         -
        M4          2026-09-10    10.00   C2         old-9
    """,
    "write_offs": "invoice_number  write_off_date  amount\nold-7  2026-09-20  5.00",
    "instalments": """
        invoice_number  instalment_number  due_date    amount
        old-9           1                  2026-09-15  40.00
        old-9           2                  2026-10-15  50.00
    """,
    "recurring": """
        schedule_id  client_id  project_id  every    start_date  bill_from
        S1           C1         P1          1 month  2026-08-01  2026-08-01
    """,
    "recurring_lines": "schedule_id  line_number  valid_from  unit_price\nS1  1  2026-08-01  100",
    "billed_items": """
        kind       item_id        project_id  invoice_number  line_number
        recurring  S1/2026-08-01  P1          2026-00002      1
    """,
    "reminders": """
        invoice_number  instalment_number  step  state  delivery_id  sent_on
        2026-00003      0                  1     sent   D1           2026-09-20
    """,
    "deliveries": """
        delivery_id  kind      client_id  to              state
        D1           reminder  C2         a@birch.example  sent
    """,
    "disputes": "invoice_number  disputed_on  amount\nold-9  2026-09-20  45.00",
}
EVERY_INVARIANT_HOLDS = dict.fromkeys(INVARIANTS, True)

TAMPERING = {
    "a balance that was not kept up": (
        ["update books.invoices set balance = 299 where invoice_number = '2026-00001'"],
        {"aging_ties_to_ledger", "stored_balances_match", "allocations_within_documents", "hours_tie_to_cash"},
        {"invoice_number": "2026-00001", "expected": Decimal("300.000"), "found": Decimal("299.000")},
    ),
    "two balances that make up for each other": (
        [
            "update books.invoices set balance = balance + 1 where invoice_number = 'old-7'",
            "update books.invoices set balance = balance - 1 where invoice_number = 'old-9'",
        ],
        {"stored_balances_match", "allocations_within_documents"},
        {"invoice_number": "old-7", "expected": Decimal("65.000"), "found": Decimal("66.000")},
    ),
    "tax that does not make the total": (
        ["update books.invoices set tax_amount = 63.03 where invoice_number = '2026-00001'"],
        {"net_and_tax_make_total"},
        {"invoice_number": "2026-00001", "expected": Decimal("363.000"), "found": Decimal("363.030")},
    ),
    "a line of another amount": (
        ["update books.invoice_lines set quantity = 3 where invoice_number = '2026-00002' and line_number = 2"],
        {"lines_match_invoices"},
        {"invoice_number": "2026-00002", "expected": Decimal("100.000"), "found": Decimal("120.000")},
    ),
    "a tax of another amount": (
        ["update books.invoice_taxes set tax_amount = 20 where invoice_number = '2026-00002'"],
        {"taxes_tie_out"},
        {"invoice_number": "2026-00002", "what": "tax", "expected": Decimal("21.000"), "found": Decimal("20.000")},
    ),
    "a letter of a fiscal record": (
        ["update books.fiscal_records set xml = replace(xml, '2026-00001', '2026-00009')"],
        {"fiscal_chain"},
        {"position": 1, "what": "hash of the record", "expected": RECORD.hash},
    ),
    "an issued document without a fiscal record": (
        [
            "update books.batches set kind = 'bill'",
            """
            insert into books.fiscal_chains (row_id, chain, mode, started_at, batch_id, source_line, recorded_in)
            values (1, 'C-1f3a', 'test', '2026-08-01', 1, 1, 1)
            """,
        ],
        {"fiscal_complete"},
        {"invoice_number": "2026-00002", "what": "record", "expected": "alta", "found": "none"},
    ),
    "a later number of an earlier day": (
        [
            "update books.batches set kind = 'bill'",
            "update books.invoices set issue_date = '2026-08-30' where invoice_number = '2026-00002'",
        ],
        {"dates_rise_with_numbers"},
        {"invoice_number": "2026-00002", "what": "2026-00001"},
    ),
    "an instalment of another amount": (
        ["update books.instalments set amount = 41 where instalment_number = 1"],
        {"instalments_match_invoices"},
        {"invoice_number": "old-9", "expected": Decimal("90.000"), "found": Decimal("91.000")},
    ),
    "an entry with other hours": (
        ["update books.billed_entries set hours = 1.25 where entry_id = 'T1'"],
        {"billed_entries_match_lines"},
        {"invoice_number": "2026-00001", "line_number": 1, "what": "hours", "expected": 3, "found": Decimal("3.25")},
    ),
    "an entry with another amount": (
        ["update books.billed_entries set amount = 99.99 where entry_id = 'T1'"],
        {"billed_entries_match_lines"},
        {"what": "amount", "expected": Decimal("300.000"), "found": Decimal("299.990")},
    ),
    "an entry billed on a line that is not there": (
        ["update books.billed_entries set line_number = 2 where entry_id = 'T1'"],
        {"billed_entries_match_lines"},
        {"line_number": 2, "what": "amount", "expected": None, "found": Decimal("100.000")},
    ),
    "an entry on two live invoices": (
        [
            "insert into books.billed_entries by name select * replace (99 as row_id, '2026-00003' as invoice_number) from books.billed_entries where entry_id = 'T1'"
        ],
        {"entries_billed_once"},
        {"entry_id": "T1", "expected": "2026-00001", "found": "2026-00001 and 2026-00003"},
    ),
    "a period on two live invoices": (
        [
            "insert into books.billed_items by name select * replace (99 as row_id, '2026-00003' as invoice_number) from books.billed_items"
        ],
        {"periods_billed_once"},
        {"period": "S1/2026-08-01", "expected": "2026-00002", "found": "2026-00002 and 2026-00003"},
    ),
    "a project under a retainer and a schedule": (
        ["update books.projects set billing_method = 'retainer', budget_amount = 100, start_date = '2026-01-01'"],
        {"billed_twice_by_two_rules"},
        {"project_id": "P1", "found": "S1 from 2026-08-01"},
    ),
    "an amount finer than its currency's minor unit": (
        ["update books.payments set amount = 1.005 where payment_id = 'M3'"],
        {"amounts_fit_currency"},
        {"number": "M3", "what": "payment", "found": Decimal("1.005")},
    ),
    "a mail that is not in the books": (
        ["delete from books.deliveries"],
        {"deliveries_posted"},
        {"invoice_number": "2026-00003", "delivery_id": "D1", "found": "none"},
    ),
    "a step that was said twice": (
        ["insert into books.reminders by name select * replace (99 as row_id) from books.reminders"],
        {"reminders_sent_once", "keys_unique"},
        {"invoice_number": "2026-00003", "step": 1, "expected": 1, "found": 2},
    ),
    "an invoice that is gone": (
        ["delete from books.invoices where invoice_number = '2026-00002'"],
        {"number_series_without_gaps", "references_resolve", "aging_ties_to_ledger"},
        {"invoice_number": "2026-00003", "after_number": "2026-00001", "expected": 2, "found": 3},
    ),
    "a key that stands twice": (
        [
            "insert into books.payments by name select * replace (99 as row_id, 'again' as reference) from books.payments where payment_id = 'M3'"
        ],
        {"keys_unique"},
        {"dataset": "payments", "key": "M3", "expected": 1, "found": 2},
    ),
    "a client that is gone": (
        ["delete from books.clients where client_id = 'C2'"],
        {"references_resolve", "aging_ties_to_ledger"},
        {"dataset": "invoices", "column_name": "client_id", "value": "C2", "expected": "a row of clients"},
    ),
    "a row of no batch": (
        ["update books.timesheets set batch_id = 99 where entry_id = 'T1'"],
        {"rows_have_a_source"},
        {"dataset": "timesheets", "batch_id": 99, "found": "1 rows without"},
    ),
    "an imported row of no line": (
        ["update books.timesheets set source_line = null"],
        {"rows_have_a_source"},
        {"dataset": "timesheets", "expected": "a line", "found": "2 rows without"},
    ),
    "two versions known at one time": (
        [
            "insert into books.clients_history by name select * exclude (row_id), 99 as row_id, 1000 as superseded_in from books.clients where client_id = 'C1'"
        ],
        {"history_without_overlap"},
        {"dataset": "clients", "key": "C1", "found": "it ends with batch 1000"},
    ),
}


def holding(books: Any, **asked: Any) -> dict[str, bool]:
    return {name: invariant.holds for name, invariant in books.check(**asked).items()}


def test_every_invariant_holds_of_sound_books_on_any_day(books_of: Any) -> None:
    books = books_of(**SOUND)
    assert holding(books) == EVERY_INVARIANT_HOLDS
    assert holding(books, as_of=date(2026, 9, 1)) == EVERY_INVARIANT_HOLDS


def test_every_invariant_is_a_sentence(books_of: Any) -> None:
    sentences = [invariant.sentence for invariant in books_of(**SOUND).check().values()]
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize(("statements", "failing", "difference"), TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_found(
    books_of: Any, statements: list[str], failing: set[str], difference: dict[str, object]
) -> None:
    books = books_of(own=True, **SOUND)
    books.tamper(*statements)
    found = books.check()
    assert {name for name, invariant in found.items() if not invariant.holds} == failing
    differences = [row for name in failing for row in found[name].differences]
    assert [row for row in differences if difference.items() <= row.items()] != [], differences


def test_every_invariant_is_tampered_with() -> None:
    assert {name for _, failing, _ in TAMPERING.values() for name in failing} == set(INVARIANTS)


def test_an_entry_may_be_billed_again_once_its_invoice_is_void(books_of: Any) -> None:
    books = books_of(
        projects=SOUND["projects"],
        timesheets="entry_id  employee_id  project_id  work_date  hours\nT1  E1  P1  2026-08-01  1",
        invoices="""
            invoice_number  client_id  issue_date  total_amount  status  void_date
            I1              C1         2026-08-31  100.00        void    2026-09-10
            I2              C1         2026-09-10  100.00        -       -
        """,
        invoice_lines="invoice_number  line_number  net_amount\nI1  1  100.00\nI2  1  100.00",
        billed_entries="""
            entry_id  invoice_number  line_number  hours  rate  amount
            T1        I1              1            1      100   100.00
            T1        I2              1            1      100   100.00
        """,
    )
    assert holding(books) == EVERY_INVARIANT_HOLDS


def test_a_series_is_that_of_the_company_and_each_year_counts_by_itself(books_of: Any) -> None:
    books = books_of(
        settings='[billing]\nseries = "R{seq:03d}/{year}"\n',
        invoices="""
            invoice_number  client_id  issue_date  total_amount
            R009/2025       C1         2025-12-31  1.00
            R001/2026       C1         2026-01-01  1.00
            R003/2026       C1         2026-01-01  1.00
            R0007/2026      C1         2026-01-01  1.00
            2026-00001      C1         2026-01-01  1.00
            2026-00003      C1         2026-01-01  1.00
        """,
    )
    found = books.check()["number_series_without_gaps"]
    assert found.differences == [
        {"series": "R#/2026", "after_number": "R001/2026", "invoice_number": "R003/2026", "expected": 2, "found": 3}
    ]


@pytest.mark.parametrize(
    ("pattern", "number", "parts"),
    [
        ("{year}-{seq:05d}", "2026-00012", ("2026-", "00012", "")),
        ("{year}-{seq:05d}", "2026-123456", ("2026-", "123456", "")),
        ("{year}-{seq:05d}", "2026-012345", None),
        ("{year}-{seq:05d}", "26-00012", None),
        ("F.{year}{month}.{seq}x", "F.202609.7x", ("F.202609.", "7", "x")),
        ("F.{year}{month}.{seq}x", "F-202609-7x", None),
    ],
)
def test_a_number_is_of_the_series_that_could_have_made_it(
    pattern: str, number: str, parts: tuple[str, str, str] | None
) -> None:
    import re

    found = re.fullmatch(series_expression(pattern), number)
    assert (found and found.groups()) == parts


@settings_for(0.3)
@given(books=random_books(), as_of=report_days())
def test_every_invariant_holds_of_any_books_that_were_imported(imported: Any, books: Books, as_of: date) -> None:
    with TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        inbox.mkdir()
        write_books(books, inbox)
        settings = f'[company]\ncurrency = "{books.company_currency}"\n'
        found = imported(Path(folder), settings).check(as_of=as_of)
    assert {name: invariant.differences for name, invariant in found.items() if not invariant.holds} == {}

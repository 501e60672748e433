from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from invotrack_analytics.billing.invoicing import BillingResult
from invotrack_analytics.errors import BillingError, WorkspaceError
from tests.billing.office import WORK, Office, invoices, table

MakeOffice = Callable[..., Office]


def test_nothing_is_billed_twice(office: MakeOffice) -> None:
    there = office(timesheets=WORK)
    there.bill(client="C1")
    assert there.unbilled("2026-09-30") == ["T5"]
    assert invoices(there.bill()) == table("2026-00002 | C2 | EUR | 180.00 | 0.00 | 180.00 | T5")
    assert there.bill() == BillingResult((), ())
    assert there.bill(on="2026-08-31", through="2026-09-30").invoices == ()


def test_numbers_go_on_where_the_imported_ones_end(office: MakeOffice) -> None:
    there = office(
        timesheets=WORK,
        invoices="""
            invoice_number | client_id | issue_date | total_amount | status | kind
            2026-00247     | C1        | 2026-08-01 | 10           | issued | invoice
            2026-00248     | C1        | 2026-08-01 | 10           | draft  | invoice
            2026-00300x    | C1        | 2026-08-01 | 10           | draft  | invoice
            CN-2026-00500  | C1        | 2026-08-01 | 10           | issued | credit_note
            2025-00900     | C1        | 2025-08-01 | 10           | void   | invoice
        """,
    )
    assert [one.invoice_number for one in there.bill().invoices] == ["2026-00249", "2026-00250"]


def test_a_dry_run_tells_the_same_and_writes_nothing(office: MakeOffice) -> None:
    there = office(timesheets=WORK)
    before = there.books.snapshot()
    rehearsed = there.bill(dry_run=True)
    assert there.books.snapshot() == before
    assert there.files() == []
    assert there.query("from invoices") == []
    done = there.bill()
    assert rehearsed.unbillable == done.unbillable
    assert rehearsed.invoices == tuple(replace(one, files=()) for one in done.invoices)


def test_what_the_books_said_before_is_still_known(office: MakeOffice) -> None:
    there = office(timesheets=WORK)
    there.bill()
    there.void("2026-00001", "2026-10-05")
    history = there.query("""
        select history.status, begun.kind, ended.kind
        from books.invoices_history as history
        join batches as begun on begun.batch_id = history.recorded_in
        join batches as ended on ended.batch_id = history.superseded_in
    """)
    assert history == [("issued", "bill", "void")]
    current = there.query("""
        select status, void_date, origin.kind, recorded.kind
        from invoices
        join batches as origin on origin.batch_id = invoices.batch_id
        join batches as recorded on recorded.batch_id = invoices.recorded_in
        where invoice_number = '2026-00001'
    """)
    assert current == [("void", date(2026, 10, 5), "bill", "void")]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"client": "C9"}, "there is no client C9 in the books"),
        ({"project": "P9"}, "there is no project P9 in the books"),
        ({"project": "P3", "client": "C1"}, "project P3 is of client C2, not of C1"),
        ({"per": "week"}, "per week is not known; it is client or project"),
        ({"group_by": "client"}, "group-by client is not known; it is project or task or employee or day or entry"),
    ],
)
def test_what_cannot_be_is_refused(at_work: Office, options: dict[str, Any], message: str) -> None:
    with pytest.raises(BillingError, match=message):
        at_work.bill(**options)


def test_terms_that_end_after_the_last_day_are_refused(office: MakeOffice) -> None:
    there = office(
        clients="client_id | name | payment_terms_days\nC1 | Acorn | 2000000000\nC2 | Birch | -", timesheets=WORK
    )
    with pytest.raises(
        BillingError, match="client C1 has payment terms of 2000000000 days; correct its payment_terms_days"
    ):
        there.bill()


def test_without_books_nothing_is_billed_and_none_are_made(office: MakeOffice) -> None:
    there = office()
    for file in sorted(there.settings.warehouse_folder.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    with pytest.raises(WorkspaceError, match="has no books"):
        there.bill()
    assert not there.books.file.exists()

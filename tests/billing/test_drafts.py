import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invotrack_analytics.billing.draft_file import draft_document, draft_toml, read_edit
from invotrack_analytics.billing.drafts import Draft, edit_draft
from invotrack_analytics.billing.editing import LineEdit
from invotrack_analytics.errors import BillingError, SourceError
from tests.billing.office import RECORDED_AT, WORK, Office, invoices, shown, table, unbillable

MakeOffice = Callable[..., Office]


def lines(draft: Draft) -> list[str]:
    return shown(
        [
            (line.description, float(line.quantity), float(line.discount_amount), float(line.net_amount))
            for line in draft.invoice.lines
        ]
    )


@pytest.fixture
def drafted(office: MakeOffice) -> Office:
    """An office with DRAFT-00001 for C1 (545.00) and DRAFT-00002 for C2 (180.00), by Ann."""
    there = office("[billing]\ntax_rate = 21", timesheets=WORK)
    there.bill(draft=True, by="ann")
    return there


def test_a_draft_has_no_number_is_owed_by_nobody_and_holds_its_hours(drafted: Office) -> None:
    assert [(one.code, one.invoice.total_amount, one.made_by, one.approved_by) for one in drafted.drafts()] == [
        ("DRAFT-00001", Decimal("659.45"), "ann", None),
        ("DRAFT-00002", Decimal("217.80"), "ann", None),
    ]
    assert drafted.report("aging", "2026-10-31") == drafted.report("open_invoices", "2026-10-31") == []
    # Work in progress until it is issued.
    assert sorted(drafted.unbilled("2026-09-30")) == ["T1", "T2", "T3", "T4", "T5"]
    again = drafted.bill()
    assert again.invoices == ()
    assert unbillable(again) == [f"T{number} | on_draft" for number in (1, 2, 4, 3, 5)]
    assert drafted.files() == []
    assert drafted.differences("2026-10-31") == []


def test_issued_it_gets_the_next_number_of_that_day(drafted: Office) -> None:
    result = drafted.issue("DRAFT-00002", "DRAFT-00001", on="2026-10-05")
    assert invoices(result) == table("""
        2026-00001 | C2 | EUR | 180.00 | 37.80  | 217.80 | T5
        2026-00002 | C1 | EUR | 545.00 | 114.45 | 659.45 | T1 T2 T4 T3
    """)
    assert drafted.drafts() == []
    found = drafted.query(
        "select invoice_number, issue_date::varchar, due_date::varchar, status, made_by from invoices order by 1"
    )
    assert found == [
        ("2026-00001", "2026-10-05", "2026-11-04", "issued", "ann"),
        ("2026-00002", "2026-10-05", "2026-11-04", "issued", "ann"),
    ]
    assert drafted.unbilled("2026-10-05") == []
    assert drafted.files() == ["2026-00001.pdf", "2026-00002.pdf"]
    assert drafted.differences("2026-10-31") == []
    # What it was before is still known.
    assert drafted.query("select count(*) from books.invoices_history where status = 'draft'") == [(2,)]


def test_discarded_it_sets_its_hours_free_and_its_code_is_not_given_again(drafted: Office) -> None:
    drafted.discard("DRAFT-00001")
    result = drafted.bill(draft=True, client="C1")
    assert [one.invoice_number for one in result.invoices] == ["DRAFT-00003"]
    assert drafted.differences("2026-10-31") == []


def test_a_draft_is_edited(drafted: Office) -> None:
    draft = drafted.edit(
        "DRAFT-00001",
        by="bob",
        lines=(LineEdit(1, description="Sketches", discount="10%", discount_reason="Loyalty"),),
        order=(3, 1),
        exclude=frozenset({"T2"}),
        discount="20.00",
        discount_reason="Long standing",
        notes="Thank you",
    )
    assert lines(draft) == table("""
        Second        | 1 | 0  | 50
        Sketches      | 2 | 10 | 90
        Long standing | 1 | 0  | -20
    """)
    assert draft.invoice.total_amount == Decimal("145.20")
    assert drafted.drafts()[0] == draft
    # T2 was taken off, T4 with its line.
    assert invoices(drafted.bill(client="C1", dry_run=True)) == table(
        "2026-00001 | C1 | EUR | 395.00 | 82.95 | 477.95 | T2 T4"
    )
    drafted.issue("DRAFT-00001", on="2026-09-30")
    assert shown(
        drafted.query(
            "select entry_id, amount::double from billed_entries where invoice_number = '2026-00001' order by 1"
        )
    ) == table("T1 | 90\nT3 | 50")
    assert drafted.query("select notes from invoices where status = 'issued'") == [("Thank you",)]
    assert drafted.differences("2026-10-31") == []


def test_what_is_left_of_a_line_is_rounded_anew(office: MakeOffice) -> None:
    there = office(
        "[billing]\nrounding_minutes = 60\nrounding_scope = 'line'",
        timesheets="""
            entry_id | employee_id | project_id | work_date  | hours | hourly_rate
            T1       | E1          | P1         | 2026-09-01 | 0.6   | 100
            T2       | E1          | P1         | 2026-09-02 | 0.7   | 100
        """,
    )
    assert invoices(there.bill(draft=True)) == table("DRAFT-00001 | C1 | EUR | 200.00 | 0.00 | 200.00 | T1 T2")
    assert lines(there.edit("DRAFT-00001", exclude=frozenset({"T1"}))) == table("First | 1 | 0 | 100")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exclude": frozenset({"T5"})}, "draft DRAFT-00001 does not bill T5, so it cannot be taken off"),
        ({"order": (1, 4)}, "draft DRAFT-00001 has no line 4; its lines are 1 to 3"),
        ({"order": (1, 1)}, "the new order of draft DRAFT-00001 has a line twice"),
        ({"exclude": frozenset({"T1", "T2", "T3", "T4"})}, "nothing would be left on draft DRAFT-00001; discard it"),
        ({"discount": "ten"}, "'ten' is no discount; write a share such as 10% or an amount such as 25.00"),
        ({"discount": "-5"}, "'-5' is no discount"),
        ({"discount": "545.01"}, "a discount of 545.01 EUR is more than the 545.00 that it is taken from"),
        ({"discount": "100%"}, "would come to 0.00 EUR; it is to come to more than nothing"),
        ({"lines": (LineEdit(1, discount="176"),)}, "a discount of 176.00 EUR is more than the 175.00"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(drafted: Office, changes: dict[str, Any], message: str) -> None:
    before = drafted.drafts()
    with pytest.raises(BillingError, match=message):
        drafted.edit("DRAFT-00001", **changes)
    assert drafted.drafts() == before


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_draft_goes_out_as_a_file_and_comes_back_edited(drafted: Office, tmp_path: Path, suffix: str) -> None:
    (draft, _) = drafted.drafts()
    file = tmp_path / f"draft{suffix}"
    text = draft_toml(draft) if suffix == ".toml" else json.dumps(draft_document(draft))
    file.write_text(text.replace("Second", 'Two ½ \\"=1+1'), "utf-8")
    draft = edit_draft(
        drafted.books,
        drafted.settings,
        code=draft.code,
        edit=read_edit(file, draft.code),
        by="bob",
        recorded_at=RECORDED_AT,
    )
    assert lines(draft) == table("""
        First        | 3.5 | 0 | 175
        First        | 4   | 0 | 320
        Two ½ "=1+1  | 1   | 0 | 50
    """)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("draft = ", "neither TOML nor JSON"),
        ('draft = "DRAFT-00009"', "is of draft DRAFT-00009, not of DRAFT-00001"),
        ("line = 1", "`line` is to be a list of tables"),
        ('[[line]]\nline = "1"', "each line is to have its number as `line`; '1' is none"),
        ("exclude = 'T1'", "`exclude` is to be a list of codes in quotes"),
        ("notes = []", r"notes = \[\]: must be a text in quotes"),
    ],
)
def test_a_file_that_is_no_draft_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "draft.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=message):
        read_edit(file, "DRAFT-00001")


def test_where_the_settings_ask_for_it_another_than_its_maker_approves(office: MakeOffice) -> None:
    there = office("[billing]\napproval = true", timesheets=WORK)
    with pytest.raises(BillingError, match=r"approval = true asks that each invoice be approved; make drafts"):
        there.bill()
    there.bill(client="C2", draft=True, by="ann")
    with pytest.raises(BillingError, match="draft DRAFT-00001 is not approved"):
        there.issue("DRAFT-00001", on="2026-09-30")
    with pytest.raises(BillingError, match="draft DRAFT-00001 was made by ann; another is to approve it"):
        there.approve("DRAFT-00001", by="ann")
    there.approve("DRAFT-00001", by="bob")
    # Whoever changes it is its maker, and what was approved was another.
    there.edit("DRAFT-00001", by="bob", notes="Thanks")
    with pytest.raises(BillingError, match="draft DRAFT-00001 is not approved"):
        there.issue("DRAFT-00001", on="2026-09-30")
    with pytest.raises(BillingError, match="draft DRAFT-00001 was made by bob"):
        there.approve("DRAFT-00001", by="bob")
    there.approve("DRAFT-00001", by="ann")
    there.issue("DRAFT-00001", on="2026-09-30")
    assert there.query("select invoice_number, made_by, approved_by from invoices") == [("2026-00001", "bob", "ann")]


def test_drafts_are_issued_all_or_none(drafted: Office) -> None:
    with pytest.raises(BillingError, match="there is no draft DRAFT-00009; `invotrack drafts list` names them all"):
        drafted.issue("DRAFT-00001", "DRAFT-00009", on="2026-09-30")
    with pytest.raises(
        BillingError, match="draft DRAFT-00001 bills entry T3 of 2026-09-02; issue it on that day or later"
    ):
        drafted.issue("DRAFT-00001", on="2026-09-01")
    drafted.given(
        invoices="invoice_number | client_id | issue_date | total_amount\nOLD | C2 | 2026-09-10 | 180",
        billed_entries="entry_id | invoice_number | line_number | hours | rate | amount\nT5 | OLD | 1 | 3 | 60 | 180",
    )
    with pytest.raises(BillingError, match="draft DRAFT-00002 bills T5, which OLD bills too; take it off"):
        drafted.issue("DRAFT-00001", "DRAFT-00002", on="2026-09-30")
    assert len(drafted.drafts()) == 2
    assert drafted.query("select invoice_number from invoices where status = 'issued'") == [("OLD",)]


def test_what_was_done_to_drafts_is_told_from_what_was_billed(drafted: Office) -> None:
    drafted.edit("DRAFT-00001", notes="Thanks")
    drafted.approve("DRAFT-00001", by="Bob")
    drafted.issue("DRAFT-00001", on="2026-09-30")
    drafted.mark_sent("2026-00001", "2026-10-01")
    drafted.discard("DRAFT-00002")
    kinds = drafted.query("select kind from batches where kind not in ('import', 'resolve') order by batch_id")
    assert [kind for (kind,) in kinds] == ["draft", "draft", "draft", "bill", "sent", "draft"]

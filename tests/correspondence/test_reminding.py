"""Reminders: each step of each invoice is said once; what stands against it is told, and judged at the last moment."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from invotrack_analytics.errors import CollectingError
from tests.correspondence.desk import Desk, at
from tests.mail.post_office import PostOffice

SETTINGS = '[reminders]\nstart_on = "2026-09-01"\nask_above = 20\n'
CLIENTS = """
    client_id | name  | email         | country
    C1        | Ajax  | one@ajax.test | ES
"""
INVOICE = """
    invoice_number | client_id | issue_date | due_date   | total_amount
    A1             | C1        | 2026-09-01 | 2026-09-30 | 1210.00
"""
A_PAYMENT = """
    payment_id | payment_date | amount | client_id | currency
    P0         | 2026-01-01   | 0.01   | C9        | EUR
"""
FRIENDLY = at("2026-10-05T10:00")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def desk(tmp_path: Path, office: PostOffice) -> Desk:
    """One invoice over 1,210.00, due on 2026-09-30; payments are known."""
    desk = Desk(tmp_path / "acme", office, SETTINGS)
    desk.given(clients=CLIENTS + "    C9 | Nobody | - | ES", invoices=INVOICE, payments=A_PAYMENT)
    return desk


def days(desk: Desk, first: str, last: str) -> list[str]:
    return [
        step.planned_on.isoformat()
        for step in desk.book.reminder_plan(date_from=first, to=last)
        if step.state == "planned"
    ]


def reasons(desk: Desk, now: str = "2026-10-05T10:00") -> list[tuple[str, str | None]]:
    found = desk.book.remind(now=at(now)).waiting
    return [(one.reason, one.until.isoformat() if one.until else None) for one in found]


def asked(desk: Desk, now: str = "2026-10-05T10:00") -> list[dict[str, Decimal]]:
    return [dict(sent.amounts) for sent in desk.book.remind(now=at(now), yes=True).sent]


def test_a_plan_keeps_to_working_days(desk: Desk) -> None:
    assert days(desk, "2026-09-01", "2026-10-31") == ["2026-09-25", "2026-10-05", "2026-10-13", "2026-10-20"]


def test_a_step_that_was_missed_is_said_once_and_none_is_skipped(desk: Desk) -> None:
    assert days(desk, "2026-10-22", "2026-11-30") == ["2026-10-22", "2026-10-29", "2026-11-05"]
    desk.book.remind(now=at("2026-10-22T10:00"))
    assert days(desk, "2026-10-23", "2026-11-30") == ["2026-10-29", "2026-11-05"]


def test_however_often_it_runs_a_step_goes_once(desk: Desk, office: PostOffice) -> None:
    rounds = [desk.book.remind(now=FRIENDLY) for _ in range(3)]
    assert [len(one.sent) for one in rounds] == [1, 0, 0]
    [sent] = rounds[0].sent
    assert (sent.step, sent.tone, sent.to) == (2, "friendly", "one@ajax.test")
    [letter] = office.taken
    assert letter["Message-ID"] == sent.message_id
    said = "select invoice_number, instalment_number, step, state, asked_amount from reminders"
    assert desk.rows(said) == [("A1", 0, 2, "sent", Decimal("1210.000"))]


def test_a_lost_outbox_reminds_nobody_twice(desk: Desk, office: PostOffice) -> None:
    desk.book.remind(now=FRIENDLY)
    for file in (desk.folder / "mail").glob("outbox*"):
        file.unlink()
    assert desk.book.remind(now=FRIENDLY).sent == ()
    assert len(office.taken) == 1


def test_a_line_that_is_lost_leaves_a_doubt_that_is_told_and_never_repeated(desk: Desk, office: PostOffice) -> None:
    office.on_data = office.hang_up
    first = desk.book.remind(now=FRIENDLY)
    assert ([one.client_id for one in first.unknown], first.is_well) == (["C1"], False)
    office.on_data = lambda: None
    later = desk.book.remind(now=at("2026-10-06T10:00"))
    assert (later.sent, len(later.unknown), later.is_well) == ((), 1, False)
    mail = desk.book.resend_mail(first.unknown[0].delivery_id, now=at("2026-10-06T11:00"))
    assert (mail.state, office.taken[-1]["Message-ID"]) == ("sent", first.unknown[0].message_id)
    assert desk.book.remind(now=at("2026-10-06T12:00")).is_well


def test_a_deferred_reminder_goes_once(desk: Desk, office: PostOffice) -> None:
    office.on_rcpt = lambda _: "451 later"
    assert reasons(desk) == [("deferred", "2026-10-05")]
    office.on_rcpt = lambda _: None
    assert len(asked(desk, "2026-10-05T10:10")) == 1
    assert len(asked(desk, "2026-10-05T10:20")) == 0
    assert len(office.taken) == 1


def test_a_payment_that_comes_between_recipient_and_text_takes_the_mail_back(desk: Desk, office: PostOffice) -> None:
    paid = "payment_id | payment_date | amount | invoice_number\nP1 | 2026-10-05 | 1210.00 | A1"

    def pays(_: str) -> None:
        if not (desk.folder / "inbox" / "2").exists():
            desk.given(payments=paid)

    office.on_rcpt = pays
    assert desk.book.remind(now=FRIENDLY).sent == ()
    assert (office.taken, office.resets, desk.mails()) == ([], 1, [])


def test_a_mail_asks_for_what_is_open_and_credit_covers_it(desk: Desk) -> None:
    desk.given(
        payments="payment_id | payment_date | amount | invoice_number\nP1 | 2026-09-20 | 500.00 | A1",
        invoices="""
            invoice_number | client_id | issue_date | total_amount | kind        | preceding_invoice_number
            CN1            | C1        | 2026-09-20 | 100.00       | credit_note | A1
        """,
    )
    assert [dict(one.amounts) for one in desk.book.remind(now=FRIENDLY, dry_run=True).sent] == [
        {"EUR": Decimal("610.000")}
    ]
    desk.given(payments="payment_id | payment_date | amount | client_id\nP2 | 2026-09-21 | 650.00 | C1")
    assert reasons(desk) == [("covered_by_credit", None)]


def test_one_mail_asks_for_all_in_the_highest_tone_and_adds_no_currencies(tmp_path: Path, office: PostOffice) -> None:
    desk = Desk(tmp_path / "many", office, '[reminders]\nstart_on = "2026-10-20"\n')
    desk.given(
        clients=CLIENTS,
        invoices="""
            invoice_number | client_id | issue_date | due_date   | total_amount | currency
            A1             | C1        | 2026-09-01 | 2026-10-17 | 100.00       | EUR
            A2             | C1        | 2026-09-01 | 2026-10-17 | 200.00       | EUR
            A3             | C1        | 2026-09-01 | 2026-09-30 | 300.00       | EUR
            U1             | C1        | 2026-09-01 | 2026-10-17 | 50.00        | USD
            N1             | C1        | 2026-10-01 | 2026-11-30 | 70.00        | EUR
        """,
    )
    round_ = desk.book.remind(now=at("2026-10-20T10:00"), payments_known_to="2026-10-20")
    [sent] = round_.sent
    assert (sent.tone, sent.step, dict(sent.amounts)) == ("final", 4, {"EUR": Decimal(600), "USD": Decimal(50)})
    [letter] = office.taken
    text = letter.get_body(("plain",)).get_content().replace("\xa0", " ")  # type: ignore[union-attr]
    assert "Total a pagar: 600,00 €" in text
    assert "Factura N1 · Vencimiento 30 nov 2026 · 70,00 €" in text


@pytest.mark.parametrize(("amount", "expected"), [("210.00", [{"EUR": Decimal(1000)}]), ("-", [])])
def test_what_is_disputed_is_not_asked(desk: Desk, amount: str, expected: list[dict[str, Decimal]]) -> None:
    desk.given(disputes=f"invoice_number | disputed_on | amount\nA1 | 2026-10-01 | {amount}")
    assert asked(desk) == expected


def test_of_instalments_only_what_is_late_is_asked(desk: Desk) -> None:
    desk.given(
        instalments="""
            invoice_number | instalment_number | due_date   | amount
            A1             | 1                 | 2026-09-30 | 400.00
            A1             | 2                 | 2026-11-30 | 810.00
        """
    )
    assert asked(desk) == [{"EUR": Decimal(400)}]


def test_a_due_date_that_moves_moves_the_plan(desk: Desk) -> None:
    desk.given(invoices=INVOICE.replace("2026-09-30", "2026-10-31"))
    assert asked(desk) == []
    assert days(desk, "2026-10-05", "2026-11-30") == ["2026-10-28", "2026-11-03", "2026-11-10", "2026-11-20"]


def test_without_payments_of_these_days_nobody_is_asked_for_what_is_late(desk: Desk) -> None:
    """The payments were recorded today, by the clock: a week later they are too old."""
    desk.given(invoices=INVOICE.replace("2026-09-30", "2099-06-01"))
    late = "2099-06-08T10:00"
    assert reasons(desk, late) == [("payments_not_imported", None)]
    assert len(desk.book.remind(now=at(late), payments_known_to="2099-06-05").sent) == 1


def test_old_debts_are_left_alone_at_the_start(tmp_path: Path, office: PostOffice) -> None:
    desk = Desk(tmp_path / "old", office, '[reminders]\nstart_on = "2026-10-05"\n')
    rows = "\n".join(f"A{number} | C1 | 2026-01-01 | 2026-02-01 | 10.00" for number in range(30))
    desk.given(clients=CLIENTS, invoices=INVOICE.splitlines()[1] + "\n" + rows)
    round_ = desk.book.remind(now=FRIENDLY, payments_known_to="2026-10-05")
    assert (round_.sent, round_.waiting) == ((), ())


def test_reminders_are_switched_on_by_a_day(tmp_path: Path, office: PostOffice) -> None:
    desk = Desk(tmp_path / "off", office)
    with pytest.raises(CollectingError, match=r"reminders\.start_on is missing"):
        desk.book.remind(now=FRIENDLY)


def test_a_first_flood_is_asked_about(tmp_path: Path, office: PostOffice) -> None:
    desk = Desk(tmp_path / "flood", office, '[reminders]\nstart_on = "2026-09-01"\nask_above = 1\n')
    desk.given(
        clients="client_id | name | email\nC1 | A | a@a.test\nC2 | B | b@b.test",
        invoices=INVOICE + "A2 | C2 | 2026-09-01 | 2026-09-30 | 5",
    )
    known = {"now": FRIENDLY, "payments_known_to": "2026-10-05"}
    with pytest.raises(CollectingError, match="would send 2 mails"):
        desk.book.remind(**known)  # type: ignore[arg-type]
    assert len(desk.book.remind(**known, limit=1).sent) == 1  # type: ignore[arg-type]
    assert len(desk.book.remind(**known).sent) == 1  # type: ignore[arg-type]


def test_a_client_is_asked_in_its_language(desk: Desk, office: PostOffice) -> None:
    desk.given(clients="client_id | name | email | language\nC1 | Ajax | one@ajax.test | de")
    desk.book.remind(now=FRIENDLY)
    [letter] = office.taken
    assert letter["Subject"] == "Acme Consulting SL: Zahlungserinnerung"
    assert "1.210,00 €" in letter.get_body(("plain",)).get_content().replace("\xa0", " ")  # type: ignore[union-attr]


def test_a_language_without_texts_sends_nothing_and_says_so(desk: Desk, office: PostOffice) -> None:
    desk.given(clients="client_id | name | email | language\nC1 | Ajax | one@ajax.test | it")
    round_ = desk.book.remind(now=FRIENDLY)
    assert ([one.client_id for one in round_.failed], round_.is_well, office.taken) == (["C1"], False, [])
    assert "it/friendly" in round_.failed[0].reason


def test_a_template_that_reaches_for_more_is_refused(desk: Desk, office: PostOffice) -> None:
    folder = desk.folder / "templates" / "mail" / "es"
    folder.mkdir(parents=True)
    (folder / "friendly.txt").write_text("{{ ''.__class__ }}")
    assert "refused" in desk.book.remind(now=FRIENDLY).failed[0].reason
    (folder / "friendly.txt").write_text("{{ client.name }}: {{ invoices[0].asked }}")
    desk.book.remind(now=FRIENDLY)
    assert office.taken[0].get_body(("plain",)).get_content().startswith("Ajax: 1.210,00")  # type: ignore[union-attr]


def test_pauses_and_promises_hold_reminders_back_until_their_last_day(desk: Desk) -> None:
    desk.book.pause(client="C1", date_from="2026-10-01", until="2026-10-06")
    assert reasons(desk) == [("paused", "2026-10-06")]
    desk.book.resume(client="C1", date_from="2026-10-05")
    desk.book.promise(client="C1", amount=Decimal(1000), promised_on="2026-10-01", due_on="2026-10-15")
    assert reasons(desk) == [("promised", "2026-10-17")]
    assert days(desk, "2026-10-05", "2026-10-20") == ["2026-10-19"]


def test_at_night_and_on_holidays_it_is_quiet(desk: Desk) -> None:
    assert reasons(desk, "2026-10-05T20:00") == [("quiet", "2026-10-05")]
    assert reasons(desk, "2026-10-12T10:00") == [("quiet", "2026-10-12")]


def test_limits_of_an_hour_count_across_rounds(tmp_path: Path, office: PostOffice) -> None:
    desk = Desk(tmp_path / "limit", office, SETTINGS + "[mail]\nper_hour = 2\n")
    numbers = range(1, 6)
    desk.given(
        clients="client_id | name | email\n" + "\n".join(f"C{n} | N{n} | c{n}@a.test" for n in numbers),
        invoices=INVOICE.splitlines()[1]
        + "\n"
        + "\n".join(f"A{n} | C{n} | 2026-09-01 | 2026-09-30 | {n}.00" for n in numbers),
    )
    counts = [
        len(desk.book.remind(now=at(f"2026-10-05T{hour}:00"), payments_known_to="2026-10-05").sent)
        for hour in (10, 11, 12)
    ]
    assert (counts, office.recipients[0]) == ([2, 2, 1], "c5@a.test")


def test_the_plan_and_a_dry_run_change_no_byte(desk: Desk) -> None:
    desk.book.remind(now=FRIENDLY)
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    desk.book.reminder_plan(date_from="2026-10-05", to="2026-10-15")
    desk.book.remind(now=at("2026-10-13T10:00"), dry_run=True)
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before


def test_a_client_on_hold_is_not_billed_and_told_so(desk: Desk) -> None:
    desk.given(
        projects="project_id | client_id | name | hourly_rate\nP1 | C1 | Advice | 100",
        employees="employee_id | name\nE1 | Eva",
        timesheets="entry_id | employee_id | project_id | work_date | hours\nT1 | E1 | P1 | 2026-10-01 | 2",
    )
    desk.book.hold(client="C1", date_from="2026-10-01")
    held = desk.book.bill(through="2026-10-05", issue_date="2026-10-05")
    assert ([(one.entry_id, one.reason) for one in held.unbillable], held.invoices) == ([("T1", "credit_hold")], ())
    billed = desk.book.bill(through="2026-10-05", issue_date="2026-10-05", despite_hold=True, by="ana")
    assert len(billed.invoices) == 1
    assert [note.author for note in desk.book.client_notes("C1")] == ["ana"]
    desk.book.lift_hold(client="C1", on="2026-10-06")
    assert desk.rows('select "until"::varchar from credit_holds') == [("2026-10-05",)]


def test_templates_are_checked_in_every_language_of_a_client(desk: Desk) -> None:
    assert desk.book.check_mail() == []
    desk.given(clients="client_id | name | email | language\nC1 | Ajax | one@ajax.test | it")
    assert {problem.language for problem in desk.book.check_mail()} == {"it"}


def test_the_books_tie_out_after_all_of_it(desk: Desk, office: PostOffice) -> None:
    desk.book.remind(now=FRIENDLY)
    office.on_data = office.hang_up
    desk.book.remind(now=at("2026-10-13T10:00"))
    assert [one.name for one in desk.book.check(as_of="2026-10-13") if not one.holds] == []


def test_a_step_that_is_a_call_is_no_mail(desk: Desk, office: PostOffice) -> None:
    desk.given(
        reminder_rules="policy | step | offset_days | tone | channel\nstandard | 1 | 3 | friendly | call",
    )
    assert reasons(desk) == [("call_step", None)]
    assert [row["reason"] for row in desk.book.report("work_list", as_of="2026-10-05").rows()] == ["call_step"]
    assert office.taken == []

"""Invoices by mail: each goes once, with its files; what the server says decides what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from invotrack_analytics.errors import BillingError, MailError
from tests.correspondence.desk import Desk, at
from tests.mail.post_office import PostOffice

NOW = at("2026-10-05T10:00")
CLIENTS = """
    client_id | name  | email                        | language | country
    C1        | Ajax  | one@ajax.test;two@ajax.test  | de       | DE
    C2        | Birch | -                            | -        | ES
"""
INVOICES = """
    invoice_number | client_id | issue_date | due_date   | total_amount | currency
    A1             | C1        | 2026-09-01 | 2026-09-30 | 1210.00      | EUR
    A2             | C2        | 2026-09-01 | 2026-09-30 | 100.00       | EUR
"""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def desk(tmp_path: Path, office: PostOffice) -> Desk:
    desk = Desk(tmp_path / "acme", office)
    desk.given(clients=CLIENTS, invoices=INVOICES)
    return desk


def test_an_invoice_goes_once_with_its_pdf_and_is_noted_as_sent(desk: Desk, office: PostOffice) -> None:
    first = desk.book.send_invoices(["A1"], now=NOW)
    again = desk.book.send_invoices(["A1"], now=NOW)
    assert [(sent.to, sent.invoices) for sent in first.sent] == [("one@ajax.test", ("A1",))]
    assert (again.sent, again.waiting, again.failed) == ((), (), ())
    [letter] = office.taken
    assert letter["Message-ID"] == first.sent[0].message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "1.210,00\xa0€" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert [part.get_filename() for part in letter.iter_attachments()] == ["A1.pdf"]
    assert desk.rows("select sent_date::varchar from invoices where invoice_number = 'A1'") == [("2026-10-05",)]
    assert desk.rows("select kind, state, about from deliveries") == [("invoice", "sent", "A1")]


def test_a_lost_outbox_sends_nothing_twice(desk: Desk, office: PostOffice) -> None:
    desk.book.send_invoices(["A1"], now=NOW)
    for file in (desk.folder / "mail").glob("outbox*"):
        file.unlink()
    assert desk.book.send_invoices(["A1"], now=NOW).sent == ()
    assert len(office.taken) == 1


def test_who_has_no_address_waits_and_unknown_numbers_send_nothing(desk: Desk, office: PostOffice) -> None:
    assert [(one.invoice_number, one.reason) for one in desk.book.send_invoices(["A2"], now=NOW).waiting] == [
        ("A2", "no_address")
    ]
    with pytest.raises(BillingError, match="there is no invoice A9"):
        desk.book.send_invoices(["A1", "A9"], now=NOW)
    assert office.taken == []


def test_a_deferred_mail_goes_later_once(desk: Desk, office: PostOffice) -> None:
    office.on_rcpt = lambda _: "451 try later"
    round_ = desk.book.send_invoices(["A1"], now=NOW)
    assert ([one.reason for one in round_.waiting], round_.is_well) == (["deferred"], True)
    office.on_rcpt = lambda _: None
    desk.book.send_invoices(["A1"], now=at("2026-10-05T10:05"))
    desk.book.send_invoices(["A1"], now=at("2026-10-05T10:06"))
    assert (len(office.taken), desk.states()) == (1, ["sent"])


def test_a_mail_that_is_deferred_for_two_days_fails(desk: Desk, office: PostOffice) -> None:
    office.on_data = lambda: "452 no room"
    for day in ("05", "06", "07"):
        last = desk.book.send_invoices(["A1"], now=at(f"2026-10-{day}T10:00"))
    assert [(one.client_id, one.reason) for one in last.failed] == [("C1", "452 no room")]
    assert (office.taken, desk.states()) == ([], ["failed"])


def test_an_address_that_is_refused_is_followed_by_the_next(desk: Desk, office: PostOffice) -> None:
    office.on_rcpt = lambda address: "550 no such person" if address.startswith("one@") else None
    round_ = desk.book.send_invoices(["A1"], now=NOW)
    assert [sent.to for sent in round_.sent] == ["two@ajax.test"]
    assert desk.states() == ["bounced_hard", "sent"]


def test_what_the_server_declines_for_good_fails_until_it_is_sent_again(desk: Desk, office: PostOffice) -> None:
    office.on_data = lambda: "554 looks like spam"
    failed = desk.book.send_invoices(["A1"], now=NOW)
    office.on_data = lambda: None
    assert [one.reason for one in failed.failed] == ["554 looks like spam"]
    mail = desk.book.resend_mail(desk.mails()[0].id, now=NOW)
    assert (mail.state, office.taken[0]["Message-ID"]) == ("sent", mail.message_id)
    with pytest.raises(MailError, match="not sent twice"):
        desk.book.resend_mail(mail.id, now=NOW)


def test_a_server_that_is_not_there_is_tried_later(desk: Desk) -> None:
    settings = (desk.folder / "invotrack.toml").read_text()
    (desk.folder / "invotrack.toml").write_text(settings.replace(f"port = {desk.office.port}", "port = 9"))
    assert [one.reason for one in desk.book.send_invoices(["A1"], now=NOW).waiting] == ["deferred"]


def test_nothing_of_the_books_becomes_a_header_or_markup(tmp_path: Path, office: PostOffice) -> None:
    desk = Desk(tmp_path / "hostile", office)
    desk.given(
        clients="client_id | name | email\nC1 | A&<script>alert(1)</script> | a@b.test",
        invoices="invoice_number | client_id | issue_date | total_amount\nX | C1 | 2026-09-01 | 5",
    )
    desk.book.send_invoices(["X"], now=NOW)
    [letter] = office.taken
    assert "<script>" not in letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert letter.get_all("Bcc") is None

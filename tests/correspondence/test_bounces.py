"""Bounces: known by the Message-ID of the original alone; an address is written to no more, its client is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.correspondence.desk import Desk, at
from tests.mail.post_office import PostOffice

NOW = at("2026-10-05T10:00")
LATER = at("2026-10-13T10:00")


def report(original: str, status: str, action: str = "failed") -> bytes:
    """A delivery status notification, as RFC 3464 has it."""
    return f"""From: MAILER-DAEMON@relay.test
To: billing@example.com
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.test

Final-Recipient: rfc822; one@ajax.test
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: {original}
Subject: x

--b--
""".encode()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def desk(tmp_path: Path, office: PostOffice) -> Desk:
    """A client with two contacts, reminded once."""
    desk = Desk(tmp_path / "acme", office, '[reminders]\nstart_on = "2026-09-01"\n')
    desk.given(
        clients="client_id | name | country\nC1 | Ajax | ES",
        contacts="client_id | email | role\nC1 | one@ajax.test | dunning\nC1 | two@ajax.test | billing",
        invoices="invoice_number | client_id | issue_date | due_date | total_amount\n"
        "A1 | C1 | 2026-09-01 | 2026-09-30 | 5",
    )
    desk.book.remind(now=NOW, payments_known_to="2026-10-05")
    return desk


def came_back(desk: Desk, content: bytes) -> tuple[list[str], list[str | None]]:
    (desk.folder / "back.eml").write_bytes(content)
    result = desk.book.take_bounces([desk.folder / "back.eml"], now=at("2026-10-06T10:00"))
    return [one.kind for one in result.matched], [one.ignored for one in result.ignored]


def next_recipient(desk: Desk) -> list[str]:
    return [sent.to for sent in desk.book.remind(now=LATER, payments_known_to="2026-10-13").sent]


def test_an_address_that_is_gone_is_suppressed_and_the_next_contact_gets_the_next_step(desk: Desk) -> None:
    back = report(desk.mails()[0].message_id, "5.1.1")
    assert came_back(desk, back) == (["hard"], [])
    assert came_back(desk, back) == (["hard"], [])
    assert desk.rows("select state from deliveries") == [("bounced_hard",)]
    assert next_recipient(desk) == ["two@ajax.test"]


@pytest.mark.parametrize(
    ("status", "action", "expected"),
    [("4.2.2", "failed", (["soft"], [])), ("4.4.1", "delayed", ([], ["delayed"]))],
)
def test_what_passes_suppresses_nobody(
    desk: Desk, status: str, action: str, expected: tuple[list[str], list[str]]
) -> None:
    assert came_back(desk, report(desk.mails()[0].message_id, status, action)) == expected
    assert next_recipient(desk) == ["one@ajax.test"]


def test_what_names_no_mail_of_ours_changes_nothing(desk: Desk) -> None:
    auto = b"From: one@ajax.test\nAuto-Submitted: auto-replied\nSubject: Away\n\nBack on Monday.\n"
    assert came_back(desk, report("<reminder.0@else.test>", "5.1.1")) == ([], ["no_mail_of_ours"])
    assert came_back(desk, auto) == ([], ["auto_reply"])
    assert next_recipient(desk) == ["one@ajax.test"]


def test_a_bounce_settles_a_doubt(desk: Desk, office: PostOffice) -> None:
    office.on_data = office.hang_up
    doubtful = desk.book.remind(now=LATER, payments_known_to="2026-10-13").unknown[0]
    assert came_back(desk, report(doubtful.message_id, "5.1.1")) == (["hard"], [])
    assert desk.states() == ["sent", "bounced_hard"]

"""Scheduled mail: each person gets the files once, over an encrypted way, and no text becomes a header."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from invotrack_analytics.config import Smtp, load_settings
from invotrack_analytics.config.timetable import Schedule
from invotrack_analytics.errors import MailError, SettingsError
from invotrack_analytics.publish import mail
from invotrack_analytics.publish.mail import send_mail
from invotrack_analytics.schedule.due import run_due, standings
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

DUE = datetime(2026, 10, 1, 6)  # noqa: DTZ001  schedules are in local time
PEOPLE = ("ana@example.com", "luis@example.com")


class Office:
    """A mail server that keeps what it takes, and declines whom it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.declined: set[str] = set()

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        if address in self.declined:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.taken.append((envelope.rcpt_tos[0], letter))
        return "250 OK"


def served(office: Office, **options: Any) -> Controller:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    return controller


@pytest.fixture
def office() -> Iterator[tuple[Office, Smtp]]:
    kept = Office()
    controller = served(kept)
    yield kept, Smtp("127.0.0.1", controller.port, "none", sender="reports@example.com")
    controller.stop()


@pytest.fixture
def book(tmp_path: Path, office: tuple[Office, Smtp]) -> Workbench:
    create_workspace(tmp_path / "office", name="Acme\r\nBcc: eve@example.com\n\nSpoof")
    book = Workbench.open(tmp_path / "office")
    monthly = Schedule("pack", "0 6 1 * *", ("aging",), format="pdf", as_of="month_end", email=PEOPLE)
    return Workbench(replace(book.settings, smtp=office[1], schedules=(monthly,)))


def test_people_get_the_files_and_no_text_becomes_a_header(book: Workbench, office: tuple[Office, Smtp]) -> None:
    (run,) = run_due(book, DUE)
    assert (run.outcome, run.mailed, run.files) == ("done", PEOPLE, ("pack/2026-09-30/pack-2026-09-30.pdf",))
    assert [to for to, _ in office[0].taken] == list(PEOPLE)
    letter = office[0].taken[0][1]
    assert (letter["To"], letter["From"]) == (PEOPLE[0], "reports@example.com")
    assert str(letter["Subject"]).startswith("Acme Bcc: eve@example.com Spoof: pack, as of 30/")
    assert "Bcc" not in letter
    (attached,) = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("pack-2026-09-30.pdf", "application/pdf")
    assert attached.get_content() == (book.settings.published_folder / run.files[0]).read_bytes()


def test_a_failed_mail_is_retried_without_making_the_files_or_the_sent_mails_twice(
    book: Workbench, office: tuple[Office, Smtp]
) -> None:
    office[0].declined = {PEOPLE[1]}
    (failed,) = run_due(book, DUE)
    place = f"{office[1].host}:{office[1].port}"
    assert (failed.outcome, failed.error) == ("failed", f"{place} takes no mail for {PEOPLE[1]}")
    (standing,) = standings(book.settings, DUE)
    assert standing.last == failed
    written = book.settings.published_folder / failed.files[0]
    before = written.stat()

    office[0].declined = set()
    (done,) = run_due(book, DUE + timedelta(minutes=1))
    assert (done.outcome, done.mailed, done.files) == ("done", PEOPLE, failed.files)
    assert [to for to, _ in office[0].taken] == list(PEOPLE)
    assert (written.stat().st_ino, written.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert run_due(book, DUE + timedelta(minutes=2)) == []


def test_a_file_that_is_gone_is_made_anew_before_it_is_sent(book: Workbench, office: tuple[Office, Smtp]) -> None:
    office[0].declined = set(PEOPLE)
    (failed,) = run_due(book, DUE)
    (book.settings.published_folder / failed.files[0]).unlink()
    office[0].declined = set()
    (done,) = run_due(book, DUE + timedelta(minutes=1))
    assert (done.outcome, len(office[0].taken)) == ("done", 2)


def test_the_same_mail_has_the_same_id_and_too_large_files_are_named(
    office: tuple[Office, Smtp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.csv"
    report.write_text("x" * 100, "utf-8")
    monkeypatch.setattr(mail, "MOST_ATTACHED_BYTES", 50)
    for _ in range(2):
        send_mail(office[1], PEOPLE[0], "Report", "Here it is.", [report], identity="report.1")
    first, second = (letter for _, letter in office[0].taken)
    assert first["Message-ID"] == second["Message-ID"]
    assert list(first.iter_attachments()) == []
    assert str(report) in first.get_content()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine, with its key, signed by itself."""
    made = tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{made}.key", "-out", str(made)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return made


def test_the_way_is_encrypted_and_its_end_is_known(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    passwords: list[bytes] = []

    def sign_in(_: Any, __: Any, ___: Any, ____: Any, given: Any) -> AuthResult:
        passwords.append(given.password)
        return AuthResult(success=given.password == b"secret", handled=False)

    kept = Office()
    controller = served(kept, tls_context=context, require_starttls=True, authenticator=sign_in, auth_required=True)
    smtp = Smtp("127.0.0.1", controller.port, user="acme", sender="reports@example.com")
    try:
        with pytest.raises(MailError, match=r"the way there cannot be encrypted: CERTIFICATE_VERIFY_FAILED"):
            send_mail(smtp, PEOPLE[0], "Report", "", [], identity="1")
        assert passwords == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(
            MailError, match=r"did not let acme in; check smtp\.user and the variable INVOTRACK_SMTP_PASS"
        ):
            send_mail(smtp, PEOPLE[0], "Report", "", [], identity="1")
        monkeypatch.setenv("INVOTRACK_SMTP_PASSWORD", "secret")
        send_mail(smtp, PEOPLE[0], "Report", "", [], identity="1")
    finally:
        controller.stop()
    assert [to for to, _ in kept.taken] == [PEOPLE[0]]


def test_a_server_without_encryption_gets_nothing(office: tuple[Office, Smtp]) -> None:
    with pytest.raises(MailError, match="STARTTLS"):
        send_mail(replace(office[1], security="starttls"), PEOPLE[0], "Report", "", [], identity="1")
    assert office[0].taken == []


def test_a_server_that_is_not_there_is_named() -> None:
    smtp = Smtp("127.0.0.1", 1, "none", sender="reports@example.com")
    with pytest.raises(MailError, match=r"127\.0\.0\.1:1 cannot be reached: Connection refused"):
        send_mail(smtp, PEOPLE[0], "Report", "", [], identity="1")


def test_settings_of_mail_are_checked_together(tmp_path: Path) -> None:
    (tmp_path / "invotrack.toml").write_text(
        """
[smtp]
host = "mail.example.com"
security = "none"
[[schedule]]
name = "pack"
cron = "0 6 1 * *"
email = ["ana@example.com"]
[[schedule]]
name = "bad"
cron = "0 6 1 * *"
email = ["eve@example.com\\nBcc: all@example.com"]
notebook = "../other"
format = "csv"
""",
        "utf-8",
    )
    with pytest.raises(SettingsError) as told:
        load_settings(tmp_path)
    words = [problem.partition("invotrack.toml: ")[2] for problem in told.value.problems]
    assert [word[:45] for word in words] == [
        "schedule bad: email = ['eve@example.com\\nBcc:",
        "schedule bad: notebook = '../other': must be ",
        "smtp.security = 'none': is for a server on th",
        "smtp.sender is missing; schedule pack sends m",
    ]

"""Outbox: every mail that is to leave, and what became of it; in SQLite, where a commit survives a power cut.

A mail is `queued`, then `sending` (the server may take it at any moment), then `sent`. What is known not to have been
taken is `deferred` (tried again) or `failed`; where nobody knows it is `unknown`. `cancelled` never left; one that came
back is `bounced_hard` or `bounced_soft`, or was `complained` of.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Self

from invotrack_analytics.errors import MailError
from invotrack_analytics.mail.letter import Letter, Sender, compose, message_id

STATES = (
    "queued",
    "sending",
    "sent",
    "deferred",
    "failed",
    "unknown",
    "cancelled",
    "bounced_soft",
    "bounced_hard",
    "complained",
)
OPEN = frozenset({"queued", "deferred"})
"""Certain not to have been taken, and to be tried."""
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 10, 60, 360))
GIVE_UP_AFTER = timedelta(hours=48)
_FILE = "outbox.sqlite3"
_COLUMNS = (
    "id, kind, client_id, recipient, language, message_id, about, file, state, attempts, next_try, smtp_reply, "
    "queued_at, sent_at, bounced_on"
)


@dataclass(frozen=True)
class Mail:
    """One mail of the outbox. Times are UTC, as ISO 8601 texts."""

    id: str
    kind: str
    client_id: str | None
    to: str
    language: str | None
    message_id: str
    about: str | None
    file: str
    state: str
    attempts: int
    next_try: str | None
    smtp_reply: str | None
    queued_at: str
    sent_at: str | None
    bounced_on: str | None


@dataclass(frozen=True)
class Subject:
    """Something that is said once, by which mail, and what the mail says of it."""

    subject: str
    mail: Mail
    details: dict[str, Any]


def stamp(moment: datetime) -> str:
    """A moment (with zone) as the outbox writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Outbox:
    """The outbox of a workspace. `peek` reads it and changes no byte; `open` makes it where it is not there."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open it for writing."""
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / _FILE, timeout=60, isolation_level=None, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.executescript(_tables())
        return cls(folder, connection)

    @classmethod
    def peek(cls, folder: Path) -> Self:
        """Open it as it stands, for reading; an empty one where there is none."""
        file = folder / _FILE
        if not file.exists():
            connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            connection.executescript(_tables())
            return cls(folder, connection)
        # Nobody writes where there is no log; read as immutable, SQLite leaves no files of its own beside it.
        how = "mode=ro" if file.with_name(f"{_FILE}-wal").exists() else "immutable=1"
        address = f"{file.absolute().as_uri()}?{how}"
        return cls(
            folder, sqlite3.connect(address, uri=True, timeout=60, isolation_level=None, check_same_thread=False)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    # Entering

    def enter(
        self, letter: Letter, sender: Sender, at: datetime, subjects: Mapping[str, Mapping[str, Any]]
    ) -> Mail | None:
        """Enter a mail about subjects, each of which is said once; None where another mail has one of them already."""
        mail_id = uuid.uuid4().hex[:16]
        identity = message_id(letter.kind, mail_id, letter.to, sender.domain)
        content = compose(letter, sender, identity, at)
        name = f"sent/{at.astimezone(UTC):%Y/%m}/{mail_id}.eml"
        self._keep(name, content)
        self._connection.execute("begin immediate")
        try:
            self._connection.execute(
                """
                insert into mails (
                    id, kind, client_id, recipient, language, message_id, about, file, sha256, state, queued_at
                ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)
                """,
                (
                    mail_id, letter.kind, letter.client_id, letter.to, letter.language, identity, letter.about, name,
                    hashlib.sha256(content).hexdigest(), stamp(at),
                ),
            )  # fmt: skip
            self._connection.executemany(
                "insert into subjects values (?, ?, ?)",
                [(subject, mail_id, json.dumps(details)) for subject, details in subjects.items()],
            )
        except sqlite3.IntegrityError:
            self._connection.execute("rollback")
            (self.folder / name).unlink(missing_ok=True)
            return None
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")
        return self.mail(mail_id)

    def renew(
        self, mail: Mail, letter: Letter, sender: Sender, at: datetime, subjects: Mapping[str, Mapping[str, Any]]
    ) -> Mail | None:
        """Let a mail that did not leave say what is so now, to the same address and under the same Message-ID."""
        content = compose(letter, sender, mail.message_id, at)
        self._keep(mail.file, content)
        self._connection.execute("begin immediate")
        try:
            self._connection.execute("delete from subjects where mail_id = ?", (mail.id,))
            self._connection.execute(
                "update mails set sha256 = ?, language = ? where id = ?",
                (hashlib.sha256(content).hexdigest(), letter.language, mail.id),
            )
            self._connection.executemany(
                "insert into subjects values (?, ?, ?)",
                [(subject, mail.id, json.dumps(details)) for subject, details in subjects.items()],
            )
        except sqlite3.IntegrityError:
            self._connection.execute("rollback")
            return None
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")
        return self.mail(mail.id)

    def drop(self, mail: Mail) -> None:
        """Take back a mail that never left, as if it had never been entered."""
        self._connection.execute("begin immediate")
        self._connection.execute("delete from subjects where mail_id = ?", (mail.id,))
        self._connection.execute("delete from mails where id = ?", (mail.id,))
        self._connection.execute("commit")
        (self.folder / mail.file).unlink(missing_ok=True)

    def free(self, mail: Mail) -> None:
        """Let another mail say what this one could not: nobody is at its address."""
        self._connection.execute("delete from subjects where mail_id = ?", (mail.id,))

    # What becomes of it

    def begin(self, mail: Mail) -> None:
        """From now on the server may take it."""
        self._connection.execute("update mails set state = 'sending', attempts = attempts + 1 where id = ?", (mail.id,))

    def end(self, mail: Mail, state: str, at: datetime, reply: str | None = None) -> Mail:
        """What became of a mail; it is posted to the books anew."""
        sent = stamp(at) if state == "sent" else mail.sent_at
        bounced = (
            at.astimezone(UTC).date().isoformat() if state.startswith(("bounced", "complained")) else mail.bounced_on
        )
        self._connection.execute(
            """
            update mails
            set state = ?, smtp_reply = coalesce(?, smtp_reply), sent_at = ?, ended_at = ?, next_try = null,
                bounced_on = ?, is_posted = 0
            where id = ?
            """,
            (state, reply, sent, stamp(at), bounced, mail.id),
        )
        return self.mail(mail.id)

    def defer(self, mail: Mail, at: datetime, reply: str, *, began: bool = False) -> Mail:
        """It is certain that the server did not take it: later again, or given up after two days."""
        if at - moment_of(mail.queued_at) >= GIVE_UP_AFTER:
            return self.end(mail, "failed", at, reply)
        attempts = mail.attempts + 1
        next_try = stamp(at + RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1])
        self._connection.execute(
            "update mails set state = 'deferred', attempts = ?, next_try = ?, smtp_reply = ? where id = ?",
            (mail.attempts if began else attempts, next_try, reply, mail.id),
        )
        return self.mail(mail.id)

    def again(self, mail: Mail) -> Mail:
        """To be sent once more, under the same Message-ID."""
        self._connection.execute("update mails set state = 'queued', next_try = null where id = ?", (mail.id,))
        return self.mail(mail.id)

    def settle_lost(self, at: datetime) -> list[Mail]:
        """Whoever holds the sender's lock knows that the sender of what is `sending` is gone: nobody knows of it."""
        lost = self.mails("sending")
        return [self.end(mail, "unknown", at, mail.smtp_reply) for mail in lost]

    def note_posted(self, mails: Iterable[Mail]) -> None:
        """The books have them as they stand."""
        self._connection.executemany(
            "update mails set is_posted = 1 where id = ? and state = ?", [(mail.id, mail.state) for mail in mails]
        )

    # Asking

    def mail(self, mail_id: str) -> Mail:
        """One mail. Raises MailError."""
        found = self._mails("where id = ?", (mail_id,))
        if not found:
            message = f"there is no mail {mail_id} in the outbox; `invotrack mail list` names them all"
            raise MailError(message)
        return found[0]

    def mails(self, *states: str) -> list[Mail]:
        """The mails in these states, or all, as they were entered."""
        places = ", ".join("?" * len(states))
        condition = f"where state in ({places})" if states else ""
        return self._mails(f"{condition} order by queued_at, rowid", states)

    def unposted(self) -> list[Mail]:
        """What ended and is not in the books yet."""
        return self._mails("where is_posted = 0 and state not in ('queued', 'sending', 'deferred') order by rowid")

    def by_message_id(self, identity: str) -> Mail | None:
        """The mail of a Message-ID."""
        found = self._mails("where message_id = ?", (identity,))
        return found[0] if found else None

    def subjects(self, prefix: str = "") -> list[Subject]:
        """What is said, by mails that were not cancelled."""
        with closing(
            self._connection.execute("select subject, mail_id, details from subjects where subject >= ?", (prefix,))
        ) as rows:
            found = [row for row in rows if row[0].startswith(prefix)]
        mails = {mail.id: mail for mail in self._mails("where id in (select mail_id from subjects)")}
        return [Subject(subject, mails[mail_id], json.loads(details)) for subject, mail_id, details in found]

    def subjects_of(self, mail: Mail) -> list[Subject]:
        """What a mail says."""
        rows = self._connection.execute(
            "select subject, details from subjects where mail_id = ? order by rowid", (mail.id,)
        ).fetchall()
        return [Subject(subject, mail, json.loads(details)) for subject, details in rows]

    def sent_within_an_hour(self, at: datetime, domain: str | None = None) -> int:
        """How many mails left in the hour before, to one domain or all."""
        since = stamp(at - timedelta(hours=1))
        pattern = f"%@{domain}" if domain else "%"
        (count,) = self._connection.execute(
            "select count(*) from mails where sent_at > ? and sent_at <= ? and recipient like ?",
            (since, stamp(at), pattern),
        ).fetchone()
        return int(count)

    def content(self, mail: Mail) -> bytes:
        """The mail's bytes as they leave. Raises MailError where somebody took them away."""
        try:
            return (self.folder / mail.file).read_bytes()
        except OSError as error:
            message = f"{self.folder / mail.file}: cannot be read: {error.strerror}; the mail {mail.id} cannot be sent"
            raise MailError(message) from error

    def _mails(self, condition: str, values: Sequence[object] = ()) -> list[Mail]:
        rows = self._connection.execute(f"select {_COLUMNS} from mails {condition}", tuple(values)).fetchall()
        return [Mail(*row) for row in rows]

    def _keep(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.part")
        with half.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)


def moment_of(text: str) -> datetime:
    """A moment that the outbox wrote."""
    return datetime.fromisoformat(text)


def _tables() -> str:
    return (resources.files("invotrack_analytics.mail") / "outbox.sql").read_text("utf-8")

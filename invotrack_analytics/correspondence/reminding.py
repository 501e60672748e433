"""Reminding: one round of reminders. What is due is asked of the books at the last moment, and said once.

Each mail is judged again between the recipient and the text: where the books have changed meanwhile it is taken back,
and what is due now is worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from invotrack_analytics.collecting.demand import Demand, demands
from invotrack_analytics.collecting.due import ASKED, DueStep, Said, check_started, due_steps, note_said, waiting
from invotrack_analytics.collecting.freshness import are_payments_fresh
from invotrack_analytics.config import Settings
from invotrack_analytics.correspondence.demand_letter import DemandLetters
from invotrack_analytics.correspondence.moment import company_time
from invotrack_analytics.correspondence.posting import post_ended
from invotrack_analytics.correspondence.result import Failed, Round, SaidStep, Sent, Waiting
from invotrack_analytics.correspondence.subjects import REMINDER, reminder_subject, said_step, unknown_of
from invotrack_analytics.errors import CollectingError, InvotrackError
from invotrack_analytics.mail.letter import Letter
from invotrack_analytics.mail.outbox import OPEN, Mail, Outbox, moment_of
from invotrack_analytics.mail.sending import Hindrance, Post, sending
from invotrack_analytics.matching.matching import propose
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.ledger import BILLING
from invotrack_analytics.warehouse.reader import Reader
from invotrack_analytics.warehouse.working_days import company_calendar


@dataclass(frozen=True)
class Asked:
    """What a person asks of a round."""

    client: str | None = None
    payments_known_to: date | None = None
    limit: int | None = None
    is_confirmed: bool = False


def remind(books: Books, settings: Settings, asked: Asked, *, now: datetime, recorded_at: datetime) -> Round:
    """Send every reminder that is due at a moment (with zone), each step once; what waits is told with its reason.

    Raises CollectingError where reminders are not switched on, and where a first round would be a flood.
    """
    check_started(settings)
    with sending(settings, now) as post:
        # What an earlier round sent, and was ended before it could tell the books.
        post_ended(books, settings, post.outbox, recorded_at)
        reminding = _Reminding(books, settings, asked, post.outbox, now)
        try:
            found = reminding.run(post)
        finally:
            post_ended(books, settings, post.outbox, recorded_at)
            reminding.close()
        return Round(*found, unknown_of(post.outbox))


def rehearse(books: Books, settings: Settings, asked: Asked, *, now: datetime) -> Round:
    """What `remind` would do at a moment: the same, without sending; no byte changes."""
    check_started(settings)
    with Outbox.peek(settings.mail_folder) as outbox:
        reminding = _Reminding(books, settings, asked, outbox, now)
        try:
            return Round(*reminding.run(None), unknown_of(outbox))
        finally:
            reminding.close()


def said_in_outbox(outbox: Outbox, settings: Settings, now: datetime) -> Iterator[tuple[Said, Mail]]:
    """What the outbox has said, or will by itself, with the mail that says it."""
    for subject in outbox.subjects(REMINDER):
        mail = subject.mail
        if mail.state in OPEN and (mail.next_try is None or moment_of(mail.next_try) <= now):
            continue  # It did not leave: what it says is worked out anew.
        step = said_step(subject)
        went = mail.sent_at or (mail.queued_at if mail.state in {"unknown", "sending"} else None)
        day = company_time(settings, moment_of(went)).date() if went else None
        yield Said(step.invoice_number, step.instalment_number, step.step, subject.details.get("tone"), day), mail


class _Reminding:
    def __init__(self, books: Books, settings: Settings, asked: Asked, outbox: Outbox, now: datetime) -> None:
        self._books, self._settings, self._asked, self._outbox = books, settings, asked, outbox
        self._now = company_time(settings, now)
        self._day = self._now.date()
        self._sent: list[Sent] = []
        self._waiting: list[Waiting] = []
        self._failed: list[Failed] = []
        self._read()

    def close(self) -> None:
        self._reader.close()

    def run(self, post: Post | None) -> tuple[tuple[Sent, ...], tuple[Waiting, ...], tuple[Failed, ...]]:
        steps = self._steps()
        going = demands(steps)
        self._refuse_flood(going)
        self._tell_waiting(steps)
        if post is not None:
            self._drop_settled(going)
        letters = DemandLetters(self._reader.connection, self._settings, self._outbox, self._now, going)
        for number, demand in enumerate(going):
            if self._asked.limit is not None and number >= self._asked.limit:
                self._wait(demand.steps, "limit")
            elif post is None:
                self._rehearse(demand, letters)
            else:
                letters = self._bring(post, demand, letters)
        return tuple(self._sent), tuple(self._waiting), tuple(self._failed)

    def _read(self) -> None:
        """Open the current snapshot, and tell it what the outbox knows beyond it."""
        self._reader = Reader(self._books, self._settings)
        self._reader.macros.make((*ASKED, *BILLING))
        connection = self._reader.connection
        said = list(said_in_outbox(self._outbox, self._settings, self._now))
        note_said(connection, [one for one, _ in said])
        self._deferred = [(one, mail) for one, mail in said if mail.state in OPEN]
        bounced = [
            (mail.id, mail.to.lower(), mail.state, date.fromisoformat(mail.bounced_on) if mail.bounced_on else None)
            for mail in self._outbox.mails("bounced_hard", "bounced_soft", "complained", "sent")
            if mail.bounced_on
        ]
        if bounced:
            connection.executemany("insert into delivered_elsewhere values (?, ?, ?, ?)", bounced)

    def _steps(self, client: str | None = None) -> list[DueStep]:
        connection = self._reader.connection
        found = due_steps(connection, self._settings, self._day, client or self._asked.client)
        late = any(step.reason is None and step.is_after_due for step in found)
        fresh = not late or are_payments_fresh(connection, self._settings, self._day, self._asked.payments_known_to)
        in_sight = self._clients_in_sight() if late else frozenset()
        return [self._judged(step, is_fresh=fresh, in_sight=in_sight) for step in found]

    def _judged(self, step: DueStep, *, is_fresh: bool, in_sight: frozenset[str]) -> DueStep:
        if step.reason is not None:
            return step
        if step.channel != "email":
            # A person calls, prints or texts: it stands in the work list, and no mail says it.
            return waiting(step, f"{step.channel}_step")
        if step.is_after_due and not is_fresh:
            return waiting(step, "payments_not_imported")
        if step.is_after_due and step.client_id in in_sight:
            return waiting(step, "payment_in_sight")
        first, last = self._settings.reminders.hours
        if not first <= self._now.time().replace(tzinfo=None) <= last:
            calendar = company_calendar(self._settings)
            today = self._now.time().replace(tzinfo=None) < first
            following = self._day if today else calendar.forward(self._day + timedelta(days=1))
            return waiting(step, "quiet", following if today else following - timedelta(days=1))
        return step

    def _clients_in_sight(self) -> frozenset[str]:
        connection = self._reader.connection
        if connection.execute("select 1 from bank_lines limit 1").fetchone() is None:
            return frozenset()
        return frozenset(
            allocation.client_id
            for line in propose(connection).lines
            for suggestion in ((line.certain,) if line.certain else tuple(line.suggestions))
            for allocation in suggestion.allocations
        )

    def _refuse_flood(self, going: Sequence[Demand]) -> None:
        most = self._settings.reminders.ask_above
        count = min(len(going), self._asked.limit if self._asked.limit is not None else len(going))
        if count <= most or self._asked.is_confirmed or self._has_reminded():
            return
        message = (
            f"this first round would send {count} mails, more than reminders.ask_above = {most}; look at them with "
            "`invotrack remind send --dry-run`, then say --yes, or send fewer with --limit"
        )
        raise CollectingError(message)

    def _has_reminded(self) -> bool:
        posted = self._reader.connection.execute("select 1 from reminders where state = 'sent' limit 1").fetchone()
        return posted is not None or any(subject.mail.sent_at for subject in self._outbox.subjects(REMINDER))

    def _tell_waiting(self, steps: Sequence[DueStep]) -> None:
        for step in steps:
            if step.reason is not None:
                self._wait([step], step.reason, step.until_day)
        for said, mail in self._deferred:
            if self._asked.client in {None, mail.client_id}:
                until = moment_of(mail.next_try).date() if mail.next_try else None
                key = (said.invoice_number, said.instalment_number, said.step)
                self._waiting.append(Waiting(mail.client_id, *key, "deferred", until))

    def _drop_settled(self, going: Sequence[Demand]) -> None:
        """Take back mails that did not leave and whose steps are not due any more: paid, paused or disputed since."""
        asking = {demand.client_id for demand in going}
        for mail in self._outbox.mails(*OPEN):
            waits = mail.next_try is not None and moment_of(mail.next_try) > self._now
            ours = self._asked.client in {None, mail.client_id}
            if mail.kind == REMINDER and ours and not waits and mail.client_id not in asking:
                self._outbox.drop(mail)

    def _rehearse(self, demand: Demand, letters: DemandLetters) -> None:
        try:
            letter = letters.letter(demand)
        except InvotrackError as error:
            self._failed.append(Failed(demand.client_id, None, str(error)))
            return
        self._sent.append(_sent(demand, letter.to, None))

    def _bring(self, post: Post, demand: Demand, letters: DemandLetters) -> DemandLetters:
        """Send one demand; the letters of the snapshot that holds now are given back."""
        current: Demand | None = demand
        while current is not None:
            try:
                letter = letters.letter(current)
            except InvotrackError as error:
                self._failed.append(Failed(current.client_id, None, str(error)))
                return letters
            mail = self._enter(post, current, letter)
            if mail is None:
                return letters
            seen = self._reader.snapshot
            outcome = post.deliver(mail, lambda seen=seen: self._is_current(seen))  # type: ignore[misc]
            if outcome == "changed":
                self._outbox.drop(mail)
                current, letters = self._worked_out_anew(current)
                continue
            if isinstance(outcome, Mail) and outcome.state == "bounced_hard":
                # Nobody is there. The step was not said: it goes to the next contact at once.
                self._outbox.free(outcome)
                letters.refuse(outcome.to)
                if letters.has_nobody(current.client_id):
                    self._wait(current.steps, "suppressed")
                    return letters
                continue
            self._tell(current, mail, outcome)
            return letters
        return letters

    def _enter(self, post: Post, demand: Demand, letter: Letter) -> Mail | None:
        subjects = {
            reminder_subject(*step.key): {
                "policy": step.policy,
                "tone": step.tone,
                "planned_on": step.planned_on.isoformat(),
                "asked_amount": str(step.asked_amount),
                "currency": step.currency,
            }
            for step in demand.steps
        }
        before = [
            mail for mail in self._outbox.mails(*OPEN) if mail.kind == REMINDER and mail.client_id == demand.client_id
        ]
        for mail in before[1:]:
            self._outbox.drop(mail)
        if before and before[0].to == letter.to:
            return self._outbox.renew(before[0], letter, post.sender, self._now, subjects)
        for mail in before:
            self._outbox.drop(mail)
        return self._outbox.enter(letter, post.sender, self._now, subjects)

    def _is_current(self, seen: Path) -> bool:
        return self._books.snapshot() == seen

    def _worked_out_anew(self, demand: Demand) -> tuple[Demand | None, DemandLetters]:
        self._reader.close()
        self._read()
        steps = self._steps(demand.client_id)
        found = [one for one in demands(steps) if one.channel == demand.channel]
        letters = DemandLetters(self._reader.connection, self._settings, self._outbox, self._now, found)
        self._tell_waiting([step for step in steps if step.key in {one.key for one in demand.steps}])
        return (found[0] if found else None), letters

    def _tell(self, demand: Demand, mail: Mail, outcome: Mail | Hindrance) -> None:
        if not isinstance(outcome, Mail):
            self._wait(demand.steps, outcome)
        elif outcome.state == "sent":
            self._sent.append(_sent(demand, mail.to, mail))
        elif outcome.state == "deferred":
            self._wait(demand.steps, "deferred", moment_of(outcome.next_try).date() if outcome.next_try else None)
        elif outcome.state == "failed":
            self._failed.append(Failed(demand.client_id, mail.id, outcome.smtp_reply or "failed"))

    def _wait(self, steps: Sequence[DueStep], reason: str, until: date | None = None) -> None:
        self._waiting += [Waiting(step.client_id, *step.key, reason, until) for step in steps]


def _sent(demand: Demand, to: str, mail: Mail | None) -> Sent:
    return Sent(
        mail.id if mail else None,
        demand.client_id,
        to,
        demand.invoices,
        demand.totals,
        mail.message_id if mail else None,
        demand.highest.step,
        demand.highest.tone,
        tuple(SaidStep(*step.key, step.asked_amount, step.currency) for step in demand.steps),
    )

"""What the command line says of mails and rounds of mail."""

from __future__ import annotations

from collections.abc import Sequence
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from rich.text import Text

from invotrack_analytics.telling import counted, money, plain_table, problem, say, show

if TYPE_CHECKING:
    from invotrack_analytics.correspondence.bounces import BounceResult
    from invotrack_analytics.correspondence.result import Round, SaidStep
    from invotrack_analytics.mail.outbox import Mail

WHY: dict[str, str] = {
    "paused": "reminders are paused",
    "disputed": "it is disputed",
    "promised": "payment is promised",
    "covered_by_credit": "the client's credit covers it",
    "below_minimum": "less is open than is asked for",
    "no_address": "the client has no mail address",
    "suppressed": "mail to every address of the client came back",
    "not_sent_yet": "the invoice itself was not sent yet",
    "client_gap": "the client was reminded lately",
    "quiet": "nothing is sent at this hour or on this day",
    "per_hour": "no more mails may leave in this hour",
    "deferred": "the server asks to try again later",
    "payments_not_imported": "payments were not imported lately; import them, or say --payments-known-to",
    "call_step": "somebody is to call; see `invotrack report work_list`",
    "letter_step": "somebody is to send a letter",
    "sms_step": "somebody is to send a text message",
    "payment_in_sight": "a bank line that waits may pay it; see `invotrack match`",
}


def round_document(round_: Round) -> dict[str, Any]:
    """What `remind send --json` and `invoices send --json` print."""
    return {
        "sent": [
            {
                "delivery_id": item.delivery_id,
                "client_id": item.client_id,
                "to": item.to,
                "step": item.step,
                "invoices": list(item.invoices),
                "amounts": {currency: money(amount, currency) for currency, amount in item.amounts.items()},
                "message_id": item.message_id,
                "tone": item.tone,
                "steps": _steps(item.steps),
            }
            for item in round_.sent
        ],
        "waiting": [vars(item) for item in round_.waiting],
        "failed": [vars(item) for item in round_.failed],
        "unknown": [
            {
                "delivery_id": item.delivery_id,
                "client_id": item.client_id,
                "to": item.to,
                "message_id": item.message_id,
                "steps": _steps(item.steps),
            }
            for item in round_.unknown
        ],
    }


def round_summary(round_: Round, *, dry_run: bool = False) -> None:
    """What a round says in a terminal."""
    for item in round_.sent:
        amounts = ", ".join(f"{money(amount, currency)} {currency}" for currency, amount in item.amounts.items())
        what = "would go" if dry_run else "went"
        say(f"{', '.join(item.invoices)} {what} to {item.to}: {amounts}")
    for waiting in round_.waiting:
        until = f", until {waiting.until}" if waiting.until else ""
        say(f"{waiting.invoice_number} waits: {WHY.get(waiting.reason, waiting.reason)}{until}")
    if not round_.sent and not round_.waiting and not round_.failed:
        say("There is nothing to send.")
    for failed in round_.failed:
        problem(f"the mail to client {failed.client_id} failed: {failed.reason}")
    if round_.unknown:
        count = counted(len(round_.unknown), "mail is", "mails are")
        names = ", ".join(item.delivery_id for item in round_.unknown)
        problem(
            f"of {count} nobody knows whether the server took it: {names}; "
            "ask the client, then `invotrack mail confirm` or `invotrack mail resend`"
        )


def mails_document(mails: Sequence[Mail]) -> list[dict[str, Any]]:
    """What `mail list --json` prints."""
    return [
        {
            "delivery_id": mail.id,
            "kind": mail.kind,
            "client_id": mail.client_id,
            "to": mail.to,
            "language": mail.language,
            "message_id": mail.message_id,
            "state": mail.state,
            "attempts": mail.attempts,
            "next_try": mail.next_try,
            "queued_at": mail.queued_at,
            "sent_at": mail.sent_at,
            "smtp_reply": mail.smtp_reply,
        }
        for mail in mails
    ]


def mails_table(mails: Sequence[Mail]) -> None:
    """What `mail list` says."""
    if not mails:
        say("There is no mail.")
        return
    table = plain_table("Mail", "Kind", "Client", "To", "State", "Sent", "Server")
    for mail in mails:
        cells = (mail.id, mail.kind, mail.client_id, mail.to, mail.state, mail.sent_at, mail.smtp_reply)
        table.add_row(*(Text(cell or "-") for cell in cells))
    show(table)


def mail_document(mail: Mail, content: bytes) -> dict[str, Any]:
    """What `mail show --json` prints: the mail with its words."""
    letter = message_from_bytes(content, policy=default)
    body = letter.get_body(("plain",))
    return {
        **mails_document([mail])[0],
        "subject": str(letter["Subject"]),
        "text": body.get_content() if body else "",
        "attachments": [part.get_filename() for part in letter.iter_attachments()],
    }


def mail_summary(mail: Mail, content: bytes) -> None:
    """What `mail show` says."""
    document = mail_document(mail, content)
    say(f"Mail {mail.id}, {mail.state}; Message-ID {mail.message_id}")
    say(f"To: {mail.to}\nSubject: {document['subject']}\n\n{document['text']}")
    for name in document["attachments"]:
        say(f"Attached: {name}")


def bounces_document(result: BounceResult) -> dict[str, Any]:
    """What `mail bounces --json` prints."""
    return {
        "matched": [vars(item) for item in result.matched],
        "ignored": [{"path": item.path, "reason": item.ignored} for item in result.ignored],
    }


def bounces_summary(result: BounceResult) -> None:
    """What `mail bounces` says."""
    for item in result.matched:
        say(f"{item.address}: {item.kind}{f' ({item.status})' if item.status else ''}, mail {item.delivery_id}")
    ignored = counted(len(result.ignored), "mail was", "mails were")
    say(f"{counted(len(result.matched), 'mail', 'mails')} came back; {ignored} passed over.")


def _steps(steps: Sequence[SaidStep]) -> list[dict[str, Any]]:
    return [
        {
            "invoice_number": said.invoice_number,
            "instalment_number": said.instalment_number,
            "step": said.step,
            "asked_amount": money(said.asked_amount, said.currency),
            "currency": said.currency,
        }
        for said in steps
    ]

"""What the command line says of bank lines: what is matched, and what is only suggested."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

from invotrack_analytics.telling import money, say

if TYPE_CHECKING:
    from invotrack_analytics.matching.matching import MatchResult
    from invotrack_analytics.matching.proposal import LineMatch, Suggestion

_LONGEST_TEXT = 70


def match_document(result: MatchResult) -> dict[str, Any]:
    """What `match --json` prints."""
    return {
        "applied": [_line_document(line) for line in result.applied],
        "waiting": [_line_document(line) for line in result.lines],
    }


def _line_document(line: LineMatch) -> dict[str, Any]:
    def suggested(found: Suggestion) -> dict[str, Any]:
        return {
            "allocations": [
                {
                    "invoice_number": part.invoice_number,
                    "client_id": part.client_id,
                    "amount": money(part.amount, line.currency),
                }
                for part in found.allocations
            ],
            "evidence": list(found.evidence),
        }

    return {
        "bank_line_id": line.bank_line_id,
        "booking_date": line.booking_date,
        "amount": money(line.amount, line.currency),
        "currency": line.currency,
        "payer_name": line.payer_name,
        "remittance": line.structured_reference or line.remittance,
        "certain": suggested(line.certain) if line.certain else None,
        "suggestions": [suggested(found) for found in line.suggestions],
    }


def match_summary(result: MatchResult, *, applied: bool) -> None:
    """What `match` says."""
    for line in result.applied:
        say(f"paid      {_line_words(line)}: {_found_words(line.certain, line.currency)}")
    for line in result.lines:
        if line.certain is not None:
            say(f"certain   {_line_words(line)}: {_found_words(line.certain, line.currency)}")
        for found in line.suggestions:
            say(f"perhaps   {_line_words(line)}: {_found_words(found, line.currency)}{_text_words(line)}")
        if line.certain is None and not line.suggestions:
            say(f"unknown   {_line_words(line)}{_text_words(line)}")
    if not result.lines and not result.applied:
        say("No bank line waits.")
    elif any(line.certain for line in result.lines) and not applied:
        say("Make payments of what is certain with `invotrack match --apply`.")
    if any(line.certain is None for line in result.lines):
        say("Decide the others with `invotrack match --confirm LINE=INVOICE,...`.")


def _line_words(line: LineMatch) -> str:
    payer = f" from {line.payer_name}" if line.payer_name else ""
    return f"{line.bank_line_id}  {line.booking_date}  {money(line.amount, line.currency)} {line.currency}{payer}"


def _text_words(line: LineMatch) -> str:
    """What the payer wrote, for whoever has to decide."""
    text = " ".join(filter(None, (line.structured_reference, line.remittance)))
    return f'; text "{shorten(text, _LONGEST_TEXT, placeholder="…")}"' if text else ""


def _found_words(found: Suggestion | None, currency: str) -> str:
    if found is None:
        return ""
    parts = ", ".join(
        f"{part.invoice_number or 'on account of ' + part.client_id} {money(part.amount, currency)}"
        for part in found.allocations
    )
    evidence = ", ".join(word.replace("_", " ") for word in found.evidence) or "confirmed"
    return f"{parts} ({evidence})"

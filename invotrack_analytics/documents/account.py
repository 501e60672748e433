"""Bank accounts: which text is an IBAN (ISO 13616), and how one is written for people."""

from __future__ import annotations

from stdnum import iban


def iban_of(account: str | None) -> str | None:
    """The IBAN that the text is, without blanks.

    None for any other text, and for one whose check digits are wrong or that is longer or shorter than its country's.
    """
    text = account or ""
    return iban.compact(text) if iban.is_valid(text, check_country=False) else None


def grouped(account: str) -> str:
    """An IBAN in groups of four; any other text as it stands."""
    found = iban_of(account)
    return iban.format(found) if found else account

"""Bank accounts: which text is an IBAN (ISO 13616), and how one is written for people."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_GROUP = 4


def iban_of(account: str | None) -> str | None:
    """The IBAN that the text is, without blanks; None for any other text and for one whose check digits are wrong."""
    compact = "".join((account or "").split()).upper()
    if not _IBAN.fullmatch(compact):
        return None
    digits = "".join(str(int(character, 36)) for character in compact[4:] + compact[:4])
    return compact if int(digits) % 97 == 1 else None


def grouped(account: str) -> str:
    """An IBAN in groups of four; any other text as it stands."""
    iban = iban_of(account)
    return " ".join(iban[start : start + _GROUP] for start in range(0, len(iban), _GROUP)) if iban else account

"""Account names in plain-text ledgers: a code or a client's number made fit for a name, and never two alike.

Beancount wants a root account and parts of letters, digits and hyphens that begin with a capital or a digit; hledger
takes nearly anything but two spaces and its own signs.
"""

from __future__ import annotations

import hashlib
import re

from invotrack_analytics.documents.ledger.journal import Role

ROOTS: dict[Role, str] = {
    "receivable": "Assets",
    "unapplied": "Liabilities",
    "sales": "Income",
    "output_tax": "Liabilities",
    "bank": "Assets",
    "write_off": "Expenses",
    "late_fees": "Income",
    "gateway": "Assets",
    "gateway_fees": "Expenses",
    "exchange": "Income",
    "opening": "Equity",
}
_ROOT = re.compile(r"(Assets|Liabilities|Income|Expenses|Equity)(:|$)")
_HASH_LENGTH = 8


class AccountNames:
    """The name of each account in one file; the same account has the same name in every file."""

    def __init__(self, *, beancount: bool) -> None:
        self._strict = beancount

    def of(self, account: str, role: Role) -> str:
        """The account's name, below its root."""
        rooted = account if _ROOT.match(account) else f"{ROOTS[role]}:{account}"
        return ":".join(self._part(part) for part in rooted.split(":"))

    def _part(self, part: str) -> str:
        allowed = r"[^0-9A-Za-z\-]+" if self._strict else r"[^\w\-.,/+&@#% ]+|  +"
        fitted = re.sub(allowed, "-", part).strip("- ")
        if self._strict and fitted and not (fitted[0].isdigit() or fitted[0].isupper()):
            fitted = fitted[0].upper() + fitted[1:] if fitted[0].isalpha() else f"X{fitted}"
        if fitted == part:
            return part
        # What had to change could meet another's name.
        digest = hashlib.sha256(part.encode()).hexdigest()[:_HASH_LENGTH]
        return f"{fitted or 'X'}-{digest}"

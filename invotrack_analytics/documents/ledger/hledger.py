"""hledger: the journal as text that `hledger check -s` accepts, with balance assertions.

Format: hledger 1.25 manual, journal format. Its assertions are exact; a last entry of zeros asserts every account.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from invotrack_analytics.documents.ledger.account_names import AccountNames
from invotrack_analytics.documents.ledger.amounts import plain
from invotrack_analytics.documents.ledger.journal import Entry, Journal

# What ends a description, opens a comment or a code, or parts payee from note.
_SIGNS = str.maketrans({";": ",", "|": "/", "(": "[", ")": "]", "\n": " ", "\r": " ", "\t": " "})


def render(journal: Journal) -> bytes:
    """The journal in UTF-8."""
    return "\n".join(_lines(journal)).encode() + b"\n"


def _lines(journal: Journal) -> Iterator[str]:
    names = AccountNames(beancount=False)
    yield f"; {_text(journal.company)}, {journal.first_day} to {journal.last_day}"
    for currency in journal.currencies():
        mark = "." if "." in plain(Decimal(0), currency) else ""
        yield f"commodity 1000{plain(Decimal(0), currency)[1:] or mark + '.'} {currency}"
    for account, line in journal.accounts():
        if account not in journal.known_accounts:
            yield f"account {names.of(account, line.role)}"
    for entry in journal.entries:
        yield ""
        yield from _entry(entry, names)
    if journal.asserted_on is not None and journal.balances:
        yield ""
        yield f"{journal.asserted_on} * balances at the end of the day"
        for balance in journal.balances:
            account = names.of(balance.account, balance.role)
            nothing, amount = (plain(value, balance.currency) for value in (Decimal(0), balance.amount))
            yield f"    {account}  {nothing} {balance.currency} = {amount} {balance.currency}"


def _entry(entry: Entry, names: AccountNames) -> Iterator[str]:
    code = f" ({_text(entry.document)})" if entry.document else ""
    yield f"{entry.day} *{code} {_text(entry.text)}"
    yield f"    ; entry:{_text(entry.entry_id)}"
    if entry.reverses:
        yield f"    ; reverses:{_text(entry.reverses)}"
    for line in entry.lines:
        rate = f"  ; tax-rate:{line.tax_rate.normalize():f}" if line.tax_rate is not None else ""
        yield f"    {names.of(line.account, line.role)}  {plain(line.amount, entry.currency)} {entry.currency}{rate}"


def _text(text: str) -> str:
    return " ".join(text.translate(_SIGNS).split())

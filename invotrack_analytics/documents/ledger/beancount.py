"""Beancount: the journal as text that bean-check accepts, with a balance assertion for every account.

Syntax: Beancount 3 language reference. Its own tolerance lets half a minor unit pass, so each assertion names a tenth
of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from invotrack_analytics.documents.ledger.account_names import AccountNames
from invotrack_analytics.documents.ledger.amounts import plain
from invotrack_analytics.documents.ledger.journal import Entry, Journal
from invotrack_analytics.money import minor_unit


def render(journal: Journal) -> bytes:
    """The journal in UTF-8."""
    return "\n".join(_lines(journal)).encode() + b"\n"


def _lines(journal: Journal) -> Iterator[str]:
    names = AccountNames(beancount=True)
    if not journal.known_accounts:
        yield f'option "title" {_quoted(journal.company)}'
        yield f'option "operating_currency" "{journal.base_currency}"'
        yield ""
    opened = [(account, line) for account, line in journal.accounts() if account not in journal.known_accounts]
    first = min((entry.day for entry in journal.entries), default=journal.first_day)
    for account, line in opened:
        yield f"{first} open {names.of(account, line.role)}"
    for entry in journal.entries:
        yield ""
        yield from _entry(entry, names)
    if journal.asserted_on is not None:
        # An assertion holds at the beginning of its day.
        day = journal.asserted_on + timedelta(days=1)
        yield ""
        for balance in journal.balances:
            tolerance = Decimal(1).scaleb(-minor_unit(balance.currency) - 1)
            account = names.of(balance.account, balance.role)
            amount = plain(balance.amount, balance.currency)
            yield f"{day} balance {account}  {amount} ~ {tolerance:f} {balance.currency}"


def _entry(entry: Entry, names: AccountNames) -> Iterator[str]:
    yield f"{entry.day} * {_quoted(entry.text)}"
    yield f"  entry: {_quoted(entry.entry_id)}"
    if entry.document:
        yield f"  document-number: {_quoted(entry.document)}"
    if entry.reverses:
        yield f"  reverses: {_quoted(entry.reverses)}"
    for line in entry.lines:
        yield f"  {names.of(line.account, line.role)}  {plain(line.amount, entry.currency)} {entry.currency}"
        if line.tax_rate is not None:
            yield f"    tax-rate: {line.tax_rate.normalize():f}"


def _quoted(text: str) -> str:
    one_line = " ".join(text.split())
    return '"' + one_line.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""DATEV: the journal as EXTF files, a Buchungsstapel for each fiscal year and the debtors.

Format: DATEV-Format, header version 700; Buchungsstapel (category 21) in version 13 and Debitoren/Kreditoren (category
16) in version 5. cp1252, CRLF, amounts with a decimal comma and without a sign, S (debit) and H (credit) beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from invotrack_analytics.documents.ledger.amounts import plain
from invotrack_analytics.documents.ledger.booking_pairs import Pair, pairs_of
from invotrack_analytics.documents.ledger.datev_columns import BOOKING_COLUMNS, DEBTOR_COLUMNS
from invotrack_analytics.documents.ledger.journal import PER_CLIENT, Entry, Journal
from invotrack_analytics.documents.ledger.rendered import Rendered, Told

_NOT_IN_A_NUMBER = re.compile(r"[^A-Za-z0-9_$&%*+/\-]+")
_LONGEST_NUMBER, _LONGEST_TEXT = 36, 60
# Letters that Windows-1252 lacks and that have no plain letter inside them.
_LETTERS = str.maketrans("łŁđĐıħĦŧŦ", "lLdDihHtT")


@dataclass(frozen=True)
class Office:
    """Whose books these are, as the tax adviser's program knows them."""

    consultant: int
    client: int
    account_length: int
    fiscal_year_month: int
    fiscal_year_day: int
    chart: str
    """The chart of accounts: 03, 04, or blank for another."""
    base_currency: str
    automatic: frozenset[tuple[str, Decimal]]
    """Accounts that reckon their tax by themselves, with its rate."""


def render(journal: Journal, office: Office) -> Rendered:
    """A Buchungsstapel for each fiscal year that has entries, and the debtors."""
    told: list[Told] = []
    files: dict[str, bytes] = {}
    years: dict[date, list[Entry]] = {}
    for entry in journal.entries:
        years.setdefault(_fiscal_year(entry.day, office), []).append(entry)
    for start, entries in sorted(years.items()):
        following = _fiscal_year(start + timedelta(days=370), office)
        first = max(start, min(entry.day for entry in entries))
        last = min(following - timedelta(days=1), max(entry.day for entry in entries))
        heading = _header(journal, office, 21, "Buchungsstapel", 13, start, (first, last))
        rows = [row for entry in entries for row in _rows(entry, office, told)]
        files[f"EXTF_Buchungsstapel_{start.year}.csv"] = _bytes([heading, BOOKING_COLUMNS, *rows])
    debtors = list(_debtors(journal, told))
    if debtors:
        start = _fiscal_year(journal.last_day, office)
        heading = _header(journal, office, 16, "Debitoren/Kreditoren", 5, start, None)
        files["EXTF_Debitoren.csv"] = _bytes([heading, DEBTOR_COLUMNS, *debtors])
    return Rendered(files, tuple(dict.fromkeys(told)))


def _fiscal_year(day: date, office: Office) -> date:
    start = date(day.year, office.fiscal_year_month, office.fiscal_year_day)
    return start if start <= day else start.replace(year=day.year - 1)


def _header(  # noqa: PLR0913, PLR0917  the format's own fields
    journal: Journal,
    office: Office,
    category: int,
    name: str,
    version: int,
    fiscal_year: date,
    period: tuple[date, date] | None,
) -> list[str]:
    first, last = (f"{day:%Y%m%d}" for day in period) if period else ("", "")
    label = _fitted(f"{journal.company}", 30)[0]
    return [
        *('"EXTF"', "700", str(category), _quoted(name), str(version), f"{journal.made_at}000", ""),
        *('"RE"', '""', '""', str(office.consultant), str(office.client), f"{fiscal_year:%Y%m%d}"),
        *(str(office.account_length), first, last, _quoted(label), '""'),
        *(("1", "0", "0", _quoted(office.base_currency)) if period else ("", "", "", '""')),
        *("", '""', "", "", _quoted(office.chart), "", "", '""', '""'),
    ]


def _rows(entry: Entry, office: Office, told: list[Told]) -> Iterator[list[str]]:
    number = _NOT_IN_A_NUMBER.sub("-", entry.document)[:_LONGEST_NUMBER]
    if number != entry.document:
        told.append(Told(entry.document, "number_fitted", number))
    text, lost = _fitted(entry.text, _LONGEST_TEXT)
    if lost:
        told.append(Told(entry.document, "text_fitted", text))
    for pair in pairs_of(entry.lines, office.automatic):
        yield _row(entry, pair, number, text, office)


def _row(entry: Entry, pair: Pair, number: str, text: str, office: Office) -> list[str]:
    # The debtor stands first, so that an account of open items reads as it is.
    debtor_owes = pair.debit.role in PER_CLIENT or pair.credit.role not in PER_CLIENT
    account, contra = (pair.debit, pair.credit) if debtor_owes else (pair.credit, pair.debit)
    row = [""] * len(BOOKING_COLUMNS)
    row[:10] = [
        plain(pair.amount, entry.currency, ","),
        '"S"' if debtor_owes else '"H"',
        _quoted(entry.currency) if entry.currency != office.base_currency else '""',
        *("", "", '""'),
        account.account,
        contra.account,
        '""',
        f"{entry.day:%d%m}",
    ]
    row[10] = _quoted(number)
    row[13] = _quoted(text)
    row[113] = "0"
    if entry.due_date is not None:
        row[116] = f"{entry.due_date:%d%m%Y}"
    return row


def _debtors(journal: Journal, told: list[Told]) -> Iterator[list[str]]:
    names = {client.client_id: client.name for client in journal.clients}
    for account, line in journal.accounts():
        if line.role != "receivable" or line.client_id is None:
            continue
        name, lost = _fitted(names.get(line.client_id, line.client_id), 50)
        if lost:
            told.append(Told(line.client_id, "text_fitted", name))
        row = [""] * len(DEBTOR_COLUMNS)
        row[0], row[1], row[6] = account, _quoted(name), '"2"'
        yield row


def _fitted(text: str, longest: int) -> tuple[str, bool]:
    """A text within the length and the signs of Windows-1252, and whether it lost something."""
    import unicodedata

    one_line = " ".join(text.split())
    signs = []
    for sign in one_line:
        plainer = sign
        if not _writable(sign):
            bare = unicodedata.normalize("NFD", sign.translate(_LETTERS))[0]
            plainer = bare if _writable(bare) else "?"
        signs.append(plainer)
    fitted = "".join(signs)[:longest]
    return fitted, fitted != one_line


def _writable(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _bytes(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(";".join(row) + "\r\n" for row in rows).encode("cp1252")

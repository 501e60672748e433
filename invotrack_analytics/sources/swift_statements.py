"""Bank statements in SWIFT's MT940 and MT942, as bank lines.

A credit (C) is a line, a credit taken back (RC) a negative one, and so is a debit (D) that its details call a returned
direct debit; both without the bank's fees, where the details tell the original amount. What else was paid out, came
back of it (RD), or is only expected (EC, ED) is none. Each line is told from others by the bank's reference too, but
not by that alone: many banks give one to several lines. Dates are those of booking, else of value.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.bank_statements import MARK, Line, in_batches, meaningful
from invotrack_analytics.sources.swift_details import ORIGINAL, details_of
from invotrack_analytics.sources.text_table import Batch

if TYPE_CHECKING:
    from mt940.models import Transactions

MT940 = "mt940"
LONGEST_FIELD = 10_000
"""Signs of one field; the standard allows six lines of 65."""
_TAG = re.compile(r":([0-9]{2}[A-Z]?):")
_REFERENCE, _ACCOUNT, _ENTRY, _DETAILS = "20", ("25", "25P"), "61", "86"
_CURRENCY = ("60F", "60M", "34F", "62F", "62M")
_EXPECTED = re.compile(r"[0-9]{6}(?:[0-9]{4}|\s{4})?E[CD]")
_IBAN = re.compile(r"([A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}?)\s*(?:[A-Z]{3})?")

_RETURNED = frozenset({"108", "109"})
"""Codes of the German banks (GVC) of direct debits that came back."""
_ORIGINAL = re.compile(r"([A-Z]{3})?\s*([0-9][0-9.]*)(?:,([0-9]*))?")
_UNLESS_RETURNED = "unless returned"
"""Marks a debit until its details have told whether it is one of those."""

Field = tuple[int, str, list[str]]
"""A field: the line where it begins, its tag, and its lines."""


def is_swift(head: str) -> bool:
    """Whether a text begins as a statement: a reference and an account, and then a balance, a limit or an entry."""
    tags = [found[1] for line in _lines(head.splitlines()) if (found := _TAG.match(line))]
    return (
        tags[:1] == [_REFERENCE]
        and any(tag in _ACCOUNT for tag in tags)
        and any(tag in {*_CURRENCY, "28", "28C", _ENTRY} for tag in tags)
    )


def read_swift(text_path: Path, shown: Path) -> Iterator[Batch]:
    """Batches of bank lines, in the order of the file. Raises SourceError where a field is none of the standard's."""
    return in_batches(_received(text_path, shown))


def _received(text_path: Path, shown: Path) -> Iterator[tuple[int, Line]]:
    import mt940

    # Its messages on what it cannot parse are not for the user.
    logging.getLogger("mt940").setLevel(logging.CRITICAL)
    options = mt940.Options.all()
    statement: Transactions = mt940.models.Transactions(options=options)
    account = ""
    entry: tuple[int, Line] | None = None
    for at, tag, lines in chain(_fields(text_path, shown), [(0, _REFERENCE, [""])]):
        if tag == _DETAILS and entry is not None:
            entry = entry[0], _with_details(entry[1], lines)
            continue
        if entry is not None and entry[1] and _UNLESS_RETURNED not in entry[1]:
            yield entry
        entry = None
        text = "\n".join(lines)
        try:
            if tag == _REFERENCE:
                statement, account = mt940.models.Transactions(options=options), ""
            elif tag in _ACCOUNT:
                account = _account(lines[0])
            elif tag in _CURRENCY:
                statement.parse(f":{tag}:{text}")
            elif tag == _ENTRY:
                entry = at, {} if _EXPECTED.match(text) else _entry(statement, text, account)
        except (RuntimeError, ValueError, ArithmeticError, LookupError) as error:
            message = (
                f"{shown}: line {at} cannot be read as field :{tag}: of a bank statement (MT940): {lines[0][:60]!r}; "
                "export it again"
            )
            raise SourceError(message) from error


def _fields(text_path: Path, shown: Path) -> Iterator[Field]:
    field: Field | None = None
    size = 0
    with text_path.open(encoding="utf-8-sig") as file:
        for at, line in enumerate(_lines(file), start=1):
            found = _TAG.match(line)
            if found:
                if field is not None:
                    yield field
                field, size = (at, found[1], [line[found.end() :]]), 0
            elif line.startswith("-}") or line.strip() == "-":
                if field is not None:
                    yield field
                field = None
            elif field is not None:
                field[2].append(line)
            size += len(line)
            if size > LONGEST_FIELD:
                message = f"{shown}: the field at line {field[0] if field else at} is too long for a bank statement"
                raise SourceError(message)
    if field is not None:
        yield field


def _lines(lines: Any) -> Iterator[str]:
    """The lines as they stand, without what envelopes them."""
    for line in lines:
        # An envelope's text block may begin on the line of its head.
        yield line.rstrip("\r\n").rpartition("{4:")[2]


def _entry(statement: Transactions, text: str, account: str) -> Line:
    """One statement line; nothing where it is no money received."""
    statement.transactions.clear()
    statement.parse(f":{_ENTRY}:{text}")
    found = statement.transactions[0].data
    status = str(found["status"]).upper()
    sign = {"C": "", "RC": "-", "D": "-"}.get(status)
    if sign is None:
        return {}
    amount = abs(found["amount"].amount)
    reference = (found.get("customer_reference") or "").strip()
    # Some banks leave out the kind of the entry, which stands before its reference.
    reference = meaningful(f"{found.get('id') or ''}{reference}") and meaningful(reference)
    return {
        "booking_date": (found.get("entry_date") or found["date"]).isoformat(),
        "amount": f"{sign}{amount:f}",
        "currency": found["amount"].currency or "",
        "account": account,
        "end_to_end_id": reference,
        **_supplement((found.get("extra_details") or "").strip()),
        MARK: (found.get("bank_reference") or "").strip(),
        **({_UNLESS_RETURNED: "yes"} if status == "D" else {}),
    }


def _supplement(text: str) -> Line:
    """The line below an entry: with some banks the account that the money came from."""
    return {"payer_iban": text} if _IBAN.fullmatch(text) else {"remittance": " ".join(text.split())}


def _with_details(entry: Line, lines: list[str]) -> Line:
    if entry.pop(_UNLESS_RETURNED, None) and lines[0].strip()[:3] not in _RETURNED:
        return {}
    if not entry:
        return entry
    found = details_of(lines)
    entry["amount"] = _without_fees(entry, found.pop(ORIGINAL, ""))
    return entry | {name: text for name, text in found.items() if text}


def _without_fees(entry: Line, original: str) -> str:
    """The amount of a line; of one taken back what was paid first, where the details tell that."""
    stated = _ORIGINAL.match(original)
    if not stated or not entry["amount"].startswith("-") or (stated[1] or entry["currency"]) != entry["currency"]:
        return entry["amount"]
    amount = Decimal(f"{stated[2].replace('.', '')}.{stated[3] or '0'}")
    return f"-{amount:f}" if 0 < amount < -Decimal(entry["amount"]) else entry["amount"]


def _account(text: str) -> str:
    plain = text.strip()
    iban = _IBAN.fullmatch(plain.replace(" ", ""))
    return iban[1] if iban else plain

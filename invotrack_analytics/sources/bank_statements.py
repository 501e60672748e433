"""Bank statements in ISO 20022: camt.052, .053 and .054 of any version, as bank lines.

Only booked money received counts: a credit is a line, a credit taken back (a reversal that debits) a negative one. An
entry of several transactions (a batch) is a line for each, where their amounts make up the entry; else it is one line.
A line is known by the bank's reference (AcctSvcrRef), so that a statement and a notification of the same money are one
line; without one it gets a key from its content and how many equal lines stood before it in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from invotrack_analytics.model.bank_lines import BANK_LINES
from invotrack_analytics.sources.text_table import Batch
from invotrack_analytics.sources.xml_files import not_well_formed

CAMT = "camt"
MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
COLUMNS = BANK_LINES.column_names
BATCH_ROWS = 20_000
_NOTHING = frozenset({"", "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"})
_DAY = len("2026-09-30")

Line = dict[str, str]


class _Names:
    """Paths in the namespace of one file."""

    def __init__(self, namespace: str) -> None:
        def of(path: str) -> str:
            return "/".join(f"{{{namespace}}}{step}" if namespace else step for step in path.split("/"))

        self.entry, self.account = of("Ntry"), of("Acct")
        self.account_ids = tuple(map(of, ("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN")))
        self.amount, self.direction, self.reversal = of("Amt"), of("CdtDbtInd"), of("RvslInd")
        self.status, self.status_code = of("Sts"), of("Sts/Cd")
        self.dates = tuple(map(of, ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")))
        self.reference, self.note = of("AcctSvcrRef"), of("AddtlNtryInf")
        self.transactions = of("NtryDtls/TxDtls")
        # The first version has the transactions right below the entry.
        self.first_transactions = of("TxDtls")
        self.own_reference, self.end_to_end = of("Refs/AcctSvcrRef"), of("Refs/EndToEndId")
        self.own_amounts = tuple(map(of, ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")))
        party = "RltdPties/Dbtr"
        self.payers = tuple(
            map(of, (f"{party}/Nm", f"{party}/Pty/Nm", "RltdPties/UltmtDbtr/Nm", "RltdPties/UltmtDbtr/Pty/Nm"))
        )
        account = "RltdPties/DbtrAcct/Id"
        self.payer_accounts = tuple(map(of, (f"{account}/IBAN", f"{account}/Othr/Id", f"{account}/PrtryAcct/Id")))
        structured = "RmtInf/Strd/CdtrRefInf"
        self.structured = tuple(map(of, (f"{structured}/Ref", f"{structured}/CdtrRef")))
        self.texts = tuple(map(of, ("RmtInf/Ustrd", "RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Strd/AddtlRmtInf")))
        self.own_note = of("AddtlTxInf")


def read_bank_lines(path: Path, namespace: str) -> Iterator[Batch]:
    """Batches of bank lines, in the order of the file. Raises SourceError where it is not well-formed."""
    names = _Names(namespace)
    seen: dict[str, int] = {}
    lines: list[int] = []
    columns: list[list[str | None]] = [[] for _ in COLUMNS]
    last = 0
    for at, line in _lines(path, names):
        line["bank_line_id"] = _key(line, seen)
        last = max(at, last + 1)
        lines.append(last)
        for column, name in zip(columns, COLUMNS, strict=True):
            column.append(line.get(name) or None)
        if len(lines) >= BATCH_ROWS:
            yield lines, columns
            lines, columns = [], [[] for _ in COLUMNS]
    if lines:
        yield lines, columns


def _lines(path: Path, names: _Names) -> Iterator[tuple[int, Line]]:
    account = ""
    try:
        with path.open("rb") as file:
            for _event, element in etree.iterparse(
                file,
                events=("end",),
                tag=(names.entry, names.account),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
            ):
                if element.tag == names.account:
                    account = _first(element, names.account_ids)
                    continue
                at = element.sourceline or 0
                for line in _received(element, names):
                    line["account"] = account
                    yield at, line
                element.clear()
                while element.getprevious() is not None and element.getprevious().tag == names.entry:
                    del element.getparent()[element.getparent().index(element) - 1]
    except etree.XMLSyntaxError as error:
        raise not_well_formed(path, error) from error


def _received(entry: Any, names: _Names) -> list[Line]:
    """The money received by one entry; none where it was paid out, or is not booked yet."""
    status = entry.findtext(names.status_code) or (entry.findtext(names.status) or "BOOK").strip()
    if status not in {"BOOK", ""}:
        return []
    is_reversal = (entry.findtext(names.reversal) or "").strip() in {"true", "1"}
    sign = _sign(entry.findtext(names.direction), is_reversal=is_reversal)
    if not sign:
        return []
    amount = entry.find(names.amount)
    whole: Line = {
        "booking_date": _first(entry, names.dates)[:_DAY],
        "amount": _signed((amount.text or "") if amount is not None else "", sign),
        "currency": amount.get("Ccy", "") if amount is not None else "",
        "reference": _meaningful(entry.findtext(names.reference)),
    }
    note = " ".join((entry.findtext(names.note) or "").split())
    transactions = entry.findall(names.transactions) or entry.findall(names.first_transactions)
    parts = [_part(transaction, names) for transaction in transactions]
    if len(parts) > 1 and not _make_up(parts, whole):
        joined = {key: " ".join(dict.fromkeys(part[key] for part in parts if part.get(key))) for key in ("remittance",)}
        parts = [joined]
    if not parts:
        parts = [{}]
    found = []
    for place, part in enumerate(parts, start=1):
        line = {**part, **{key: whole[key] for key in ("booking_date", "currency")}}
        line["amount"] = whole["amount"] if len(parts) == 1 else _signed(part["amount"], sign)
        reference = part.get("reference") or whole["reference"]
        line["reference"] = (
            f"{reference}-{place}" if reference == whole["reference"] and len(parts) > 1 and reference else reference
        )
        line["remittance"] = part.get("remittance") or note
        found.append(line)
    return found


def _part(transaction: Any, names: _Names) -> Line:
    amount = next((found for way in names.own_amounts if (found := transaction.find(way)) is not None), None)
    texts = [text for way in names.texts for item in transaction.findall(way) if (text := (item.text or "").strip())]
    return {
        "amount": (amount.text or "").strip() if amount is not None else "",
        "part_currency": amount.get("Ccy", "") if amount is not None else "",
        "reference": _meaningful(transaction.findtext(names.own_reference)),
        "payer_name": " ".join(_first(transaction, names.payers).split()),
        "payer_iban": _first(transaction, names.payer_accounts).replace(" ", ""),
        "structured_reference": _first(transaction, names.structured),
        "remittance": " ".join(" ".join(texts).split())
        or " ".join((transaction.findtext(names.own_note) or "").split()),
        "end_to_end_id": _meaningful(transaction.findtext(names.end_to_end)),
    }


def _make_up(parts: list[Line], whole: Line) -> bool:
    """Whether the transactions of a batch add up to it: else splitting would make or lose money."""
    try:
        amounts = [Decimal(part["amount"]) for part in parts]
        return all(part["part_currency"] in {"", whole["currency"]} for part in parts) and sum(amounts) == abs(
            Decimal(whole["amount"])
        )
    except InvalidOperation:
        return False


def _sign(direction: str | None, *, is_reversal: bool) -> str:
    if (direction or "").strip() == "CRDT":
        return "" if is_reversal else "+"
    return "-" if is_reversal else ""


def _signed(amount: str, sign: str) -> str:
    amount = amount.strip()
    return f"-{amount}" if sign == "-" and amount else amount


def _first(element: Any, ways: tuple[str, ...]) -> str:
    for way in ways:
        text = element.findtext(way)
        if text and text.strip():
            return str(text.strip())
    return ""


def _meaningful(text: str | None) -> str:
    text = (text or "").strip()
    return "" if text.upper() in _NOTHING else text


def _key(line: Line, seen: dict[str, int]) -> str:
    content = "\x1f".join(line.get(name, "") for name in COLUMNS[1:])
    key = line.pop("reference") or hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()[:16]
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key}-{seen[key]}"

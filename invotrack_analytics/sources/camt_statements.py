"""Bank statements in ISO 20022: camt.052, .053 and .054 of any version, as bank lines.

A credit taken back is a reversal or return that debits, such as a direct debit that was not paid; what was paid out and
came back is none. Fees that the bank puts on top of what it takes back are not the client's: the line is of what was
paid first, where the statement tells it. An entry of several transactions (a batch) is a line for each, where
their amounts make up the entry; else it is one line. A line is known by the bank's reference (AcctSvcrRef), so that a
statement and a notification of the same money are one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from invotrack_analytics.sources.bank_statements import Line, in_batches, meaningful
from invotrack_analytics.sources.plain_values import amount_of
from invotrack_analytics.sources.text_table import Batch
from invotrack_analytics.sources.xml_files import not_well_formed

CAMT = "camt"
MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
_DAY = len("2026-09-30")

Flat = dict[str, list[str]]
"""The texts of an element, by the local names that lead to them; an amount's currency under `…/@Ccy`."""

_DATES = ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
_ACCOUNTS = ("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN")
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
# What was paid first, of a return whose amount has the bank's fees in it.
_ORIGINAL = ("RtrInf/OrgnlIntrBkSttlmAmt", "AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt", "Amt")
_FEES = ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Amt", "Chrgs/Rcrd/Amt")
_PAYERS = tuple(
    f"RltdPties/{party}"
    for party in ("Dbtr/Nm", "Dbtr/Pty/Nm", "Dbtr/Agt/FinInstnId/Nm", "UltmtDbtr/Nm", "UltmtDbtr/Pty/Nm")
)
_PAYER_ACCOUNTS = tuple(f"RltdPties/DbtrAcct/{way}" for way in _ACCOUNTS)
_STRUCTURED = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
_FAMILY, _SUBFAMILY = "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd"
_UNPAID = frozenset({"UPDD", "PRDD"})
"""External codes of direct debits that were not paid, or are given back."""
_TEXTS = ("RmtInf/Ustrd", "RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Strd/AddtlRmtInf")


_TRANSACTIONS = frozenset({"NtryDtls/TxDtls", "TxDtls"})
_NO_ELEMENT = "-"
"""The path of what is no element, such as a comment."""


class _Paths:
    """The path of each step from a parent's path to a child's tag, worked out once: a walk of an entry costs little."""

    def __init__(self) -> None:
        self._steps: dict[str, dict[Any, str]] = {}

    def flat(self, element: Any, parts: list[Flat]) -> Flat:
        """The element's texts; each of its transactions goes into `parts` by itself."""
        found: Flat = {}
        self._walk(element, "", found, parts)
        return found

    def _walk(self, element: Any, prefix: str, found: Flat, parts: list[Flat]) -> None:
        steps = self._steps.setdefault(prefix, {})
        for child in element:
            tag = child.tag
            path = steps.get(tag)
            if path is None:
                local = tag.rpartition("}")[2] if isinstance(tag, str) else ""
                path = steps[tag] = (f"{prefix}/{local}" if prefix else local) if local else _NO_ELEMENT
            text = child.text
            if text and not text.isspace():
                if path in found:
                    found[path].append(text)
                elif path is not _NO_ELEMENT:
                    found[path] = [text]
                # Only amounts have a currency.
                if path[-3:] == "Amt":
                    found.setdefault(path + "/@Ccy", []).append(child.get("Ccy", ""))
            elif path in _TRANSACTIONS:
                part: Flat = {}
                self._walk(child, "", part, parts)
                parts.append(part)
            elif path is not _NO_ELEMENT:
                self._walk(child, path, found, parts)


def read_camt(path: Path, namespace: str) -> Iterator[Batch]:
    """Batches of bank lines, in the order of the file. Raises SourceError where it is not well-formed."""
    return in_batches(_lines(path, namespace))


def _lines(path: Path, namespace: str) -> Iterator[tuple[int, Line]]:
    entry, account_tag = (f"{{{namespace}}}{name}" if namespace else name for name in ("Ntry", "Acct"))
    paths, account = _Paths(), ""
    try:
        with path.open("rb") as file:
            for _event, element in etree.iterparse(
                file,
                events=("end",),
                tag=(entry, account_tag),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
            ):
                parts: list[Flat] = []
                flat = paths.flat(element, parts)
                if element.tag == account_tag:
                    account = _first(flat, _ACCOUNTS)
                    continue
                at = element.sourceline or 0
                for line in _received(flat, parts):
                    line["account"] = account
                    yield at, line
                element.clear()
                while (before := element.getprevious()) is not None and before.tag == entry:
                    element.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(path, error) from error


def _received(entry: Flat, transactions: list[Flat]) -> list[Line]:
    """The money received by one entry; none where it was paid out, or is not booked yet."""
    if (_first(entry, ("Sts/Cd", "Sts")) or "BOOK") != "BOOK":
        return []
    sign = _sign(_first(entry, ("CdtDbtInd",)), is_reversal=_is_reversal(entry, transactions))
    if not sign:
        return []
    whole: Line = {
        "booking_date": _first(entry, _DATES)[:_DAY],
        "amount": _signed(_first(entry, ("Amt",)), sign),
        "currency": _first(entry, ("Amt/@Ccy",)),
        "reference": meaningful(_first(entry, ("AcctSvcrRef",))),
    }
    note = _first(entry, ("AddtlNtryInf",))
    parts = [_part(transaction) for transaction in transactions] or [{}]
    fees = _fees([entry, *transactions]) if sign == "-" else Decimal(0)
    if len(parts) > 1 and not _make_up(parts, whole, fees):
        parts = [{"remittance": " ".join(dict.fromkeys(part["remittance"] for part in parts if part["remittance"]))}]
    found = []
    for place, part in enumerate(parts, start=1):
        line = {**part, "booking_date": whole["booking_date"], "currency": whole["currency"]}
        line["amount"] = whole["amount"] if len(parts) == 1 else _signed(part["amount"], sign)
        if sign == "-" and len(parts) == len(transactions):
            line["amount"] = _signed(_original(transactions[place - 1], line), sign)
        reference = part.get("reference") or whole["reference"]
        if len(parts) > 1 and reference and reference == whole["reference"]:
            reference = f"{reference}-{place}"
        line["reference"] = reference
        line["remittance"] = part.get("remittance") or note
        found.append(line)
    return found


def _part(transaction: Flat) -> Line:
    at = next((way for way in _AMOUNTS if way in transaction), _AMOUNTS[0])
    texts = [text for way in _TEXTS for text in transaction.get(way, ())]
    return {
        "amount": _first(transaction, (at,)),
        "part_currency": _first(transaction, (f"{at}/@Ccy",)),
        "reference": meaningful(_first(transaction, ("Refs/AcctSvcrRef",))),
        "payer_name": _first(transaction, _PAYERS),
        "payer_iban": _first(transaction, _PAYER_ACCOUNTS).replace(" ", ""),
        "structured_reference": _first(transaction, _STRUCTURED),
        "remittance": " ".join(" ".join(texts).split()) or _first(transaction, ("AddtlTxInf",)),
        "end_to_end_id": meaningful(_first(transaction, ("Refs/EndToEndId",))),
    }


def _original(transaction: Flat, line: Line) -> str:
    """What of an amount taken back was paid first: without the bank's fees, where the statement tells them apart."""
    taken = line["amount"].removeprefix("-")
    whole = amount_of(taken) or Decimal(0)
    for way in _ORIGINAL:
        text = _first(transaction, (way,))
        amount = amount_of(text)
        if amount and 0 < amount < whole and _first(transaction, (f"{way}/@Ccy",)) in {"", line["currency"]}:
            return text
    return taken


def _fees(parts: list[Flat]) -> Decimal:
    """What the bank says it took for an entry, or for each of its transactions."""
    return sum(filter(None, (amount_of(_first(part, _FEES)) for part in parts)), Decimal(0))


def _make_up(parts: list[Line], whole: Line, fees: Decimal) -> bool:
    """Whether the transactions of a batch, with its fees, add up to it: else splitting would make or lose money."""
    try:
        total = sum((Decimal(part["amount"]) for part in parts), Decimal(0))
        return all(part["part_currency"] in {"", whole["currency"]} for part in parts) and abs(
            Decimal(whole["amount"])
        ) in {total, total + fees}
    except InvalidOperation:
        return False


def _is_reversal(entry: Flat, transactions: list[Flat]) -> bool:
    """Whether the entry takes something back: it says so, its transactions were returned, or a debit stayed unpaid."""
    if _first(entry, ("RvslInd",)) in {"true", "1"} or any(
        way.startswith("RtrInf/") for transaction in transactions for way in transaction
    ):
        return True
    return _first(entry, (_FAMILY,)) == "IDDT" and _first(entry, (_SUBFAMILY,)) in _UNPAID


def _sign(direction: str, *, is_reversal: bool) -> str:
    if direction == "CRDT":
        return "" if is_reversal else "+"
    return "-" if is_reversal else ""


def _signed(amount: str, sign: str) -> str:
    amount = amount.strip()
    return f"-{amount}" if sign == "-" and amount else amount


def _first(flat: Flat, ways: tuple[str, ...]) -> str:
    for way in ways:
        if way in flat:
            for text in flat[way]:
                if text := " ".join(text.split()):
                    return text
    return ""

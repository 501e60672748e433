"""LEDES 1998B: the invoice that a legal client's system reads, a row for each entry, with UTBMS codes.

The format has no place for tax, and no characters beyond ASCII; its amounts are those of one currency, not named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invotrack_analytics.documents.invoice import Allowance, Entry, InvoiceDocument, Line
from invotrack_analytics.documents.markup import writable
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.money import round_to_minor_unit

_COLUMNS = (
    "INVOICE_DATE",
    "INVOICE_NUMBER",
    "CLIENT_ID",
    "LAW_FIRM_MATTER_ID",
    "INVOICE_TOTAL",
    "BILLING_START_DATE",
    "BILLING_END_DATE",
    "INVOICE_DESCRIPTION",
    "LINE_ITEM_NUMBER",
    "EXP/FEE/INV_ADJ_TYPE",
    "LINE_ITEM_NUMBER_OF_UNITS",
    "LINE_ITEM_ADJUSTMENT_AMOUNT",
    "LINE_ITEM_TOTAL",
    "LINE_ITEM_DATE",
    "LINE_ITEM_TASK_CODE",
    "LINE_ITEM_EXPENSE_CODE",
    "LINE_ITEM_ACTIVITY_CODE",
    "TIMEKEEPER_ID",
    "LINE_ITEM_DESCRIPTION",
    "LAW_FIRM_ID",
    "LINE_ITEM_UNIT_COST",
    "TIMEKEEPER_NAME",
    "TIMEKEEPER_CLASSIFICATION",
    "CLIENT_MATTER_ID",
)
_FEE, _EXPENSE = "F", "E"
_ADJUSTMENT = "IF"
"""Of the fees of the whole invoice."""
_END = "[]\r\n"

# Phases and tasks of litigation, projects, counselling and bankruptcy; activities are common to all.
_TASK_CODE = re.compile(r"(?<![A-Z0-9])([LPCB][1-9]\d\d)(?!\d)")
_EXPENSE_CODE = re.compile(r"(?<![A-Z0-9])(E1\d\d)(?!\d)")
_OTHER_EXPENSE = "E124"
_ACTIVITY_CODE = re.compile(r"(?<![A-Z0-9])(A1\d\d)(?!\d)")

# The standard's abbreviations, by a word of the role; the first that fits.
_CLASSIFICATIONS: Mapping[str, str] = {
    "partner": "PARTNR",
    "associate": "ASSOC",
    "counsel": "OF COUNSEL",
    "paralegal": "PARALG",
    "clerk": "LAW CLERK",
}
_OTHER_CLASSIFICATION = "OTHER"


@dataclass(frozen=True)
class Codes:
    """The UTBMS codes of a piece of work; "" where it names none."""

    task: str
    activity: str


def codes_in(*texts: str | None) -> Codes:
    """The first task code (`L110`) and activity code (`A102`) that the texts name, in either order."""
    whole = " ".join(text for text in texts if text).upper()
    task, activity = _TASK_CODE.search(whole), _ACTIVITY_CODE.search(whole)
    return Codes(task.group(1) if task else "", activity.group(1) if activity else "")


def names_legal_work(document: InvoiceDocument) -> bool:
    """Whether the task of any entry is a UTBMS code: then its client's system reads LEDES."""
    return any(codes_in(entry.task) != Codes("", "") for entry in document.entries)


def render_ledes(document: InvoiceDocument) -> bytes:
    """The document as a LEDES 1998B file: a row for each entry, and for each line that its entries do not tell whole.

    What a credit note takes back is negative. Raises InvotrackError for a document with tax.
    """
    if document.tax_amount:
        message = (
            f"{document.kind} {document.number} has tax of {document.tax_amount} {document.currency}, "
            "which LEDES 1998B has no place for; send the e-invoice instead"
        )
        raise InvotrackError(message)
    rows = [("LEDES1998B",), _COLUMNS]
    rows.extend(tuple(map(_plain, row.values())) for row in _rows(document))
    return "".join("|".join(row) + _END for row in rows).encode("ascii")


def _rows(document: InvoiceDocument) -> Iterator[dict[str, str]]:
    told = sum((entry.amount for entry in document.entries), Decimal(0))
    by_entries = document.entries and told == document.lines_amount
    items = [_entry(entry) for entry in document.entries] if by_entries else []
    items = items or [item for line in document.lines for item in _items(line, document)]
    items += [_adjustment(allowance, document) for allowance in document.allowances]
    head = _head(document)
    for number, item in enumerate(items, start=1):
        row = {**head, "LINE_ITEM_NUMBER": str(number), "EXP/FEE/INV_ADJ_TYPE": _FEE, **item}
        yield _priced({column: row.get(column, "") for column in _COLUMNS}, document)


def _items(line: Line, document: InvoiceDocument) -> Iterator[dict[str, str]]:
    """A row for each entry of a line where they make its amount, else one for the line."""
    entries = [entry for entry in document.entries if entry.line_number == line.number]
    if entries and sum(entry.amount for entry in entries) == line.net_amount:
        yield from map(_entry, entries)
    else:
        yield _line(line, document)


def _head(document: InvoiceDocument) -> dict[str, str]:
    return {
        "INVOICE_DATE": _day(document.issue_date),
        "INVOICE_NUMBER": document.number,
        "CLIENT_ID": document.client_id or document.buyer.tax_id or document.buyer.name,
        "INVOICE_TOTAL": _figure(document.total_amount * _sign(document)),
        "BILLING_START_DATE": _day(document.period_start or document.issue_date),
        "BILLING_END_DATE": _day(document.period_end or document.issue_date),
        "INVOICE_DESCRIPTION": document.notes or "For services rendered",
        "LAW_FIRM_ID": document.seller.tax_id or document.seller.name,
        "CLIENT_MATTER_ID": document.purchase_order or "",
    }


def _entry(entry: Entry) -> dict[str, str]:
    codes = codes_in(entry.task, entry.description)
    return {
        "LAW_FIRM_MATTER_ID": entry.project_id or entry.project_name,
        "LINE_ITEM_NUMBER_OF_UNITS": _figure(entry.hours),
        "LINE_ITEM_TOTAL": _figure(entry.amount),
        "LINE_ITEM_DATE": _day(entry.work_date),
        "LINE_ITEM_TASK_CODE": codes.task,
        "LINE_ITEM_ACTIVITY_CODE": codes.activity,
        "TIMEKEEPER_ID": entry.employee_id or entry.employee_name,
        "LINE_ITEM_DESCRIPTION": entry.description or entry.task or entry.project_name,
        "LINE_ITEM_UNIT_COST": _figure(entry.rate),
        "TIMEKEEPER_NAME": entry.employee_name,
        "TIMEKEEPER_CLASSIFICATION": _classification(entry.employee_role),
    }


def _line(line: Line, document: InvoiceDocument) -> dict[str, str]:
    codes = codes_in(line.description)
    spent = line.category == "expenses"
    code = _EXPENSE_CODE.search(line.description.upper())
    return {
        "EXP/FEE/INV_ADJ_TYPE": _EXPENSE if spent else _FEE,
        "LINE_ITEM_EXPENSE_CODE": (code.group(1) if code else _OTHER_EXPENSE) if spent else "",
        "LINE_ITEM_NUMBER_OF_UNITS": _figure(line.quantity),
        "LINE_ITEM_TOTAL": _figure(line.net_amount),
        "LINE_ITEM_DATE": _day(document.period_end or document.issue_date),
        "LINE_ITEM_TASK_CODE": codes.task,
        "LINE_ITEM_ACTIVITY_CODE": codes.activity,
        "LINE_ITEM_DESCRIPTION": line.description,
        "LINE_ITEM_UNIT_COST": _figure(line.unit_price),
    }


def _adjustment(allowance: Allowance, document: InvoiceDocument) -> dict[str, str]:
    return {
        "EXP/FEE/INV_ADJ_TYPE": _ADJUSTMENT,
        "LINE_ITEM_NUMBER_OF_UNITS": "1",
        "LINE_ITEM_TOTAL": _figure(-allowance.amount),
        "LINE_ITEM_DATE": _day(document.issue_date),
        "LINE_ITEM_DESCRIPTION": allowance.reason,
        "LINE_ITEM_UNIT_COST": "0",
    }


def _priced(row: dict[str, str], document: InvoiceDocument) -> dict[str, str]:
    """The row with its sign, and the adjustment that makes units x cost the total."""
    units, cost, total = (
        Decimal(row[column]) for column in ("LINE_ITEM_NUMBER_OF_UNITS", "LINE_ITEM_UNIT_COST", "LINE_ITEM_TOTAL")
    )
    sign = _sign(document)
    adjustment = total - round_to_minor_unit(units * cost, document.currency)
    row["LINE_ITEM_NUMBER_OF_UNITS"] = _figure(units * sign)
    row["LINE_ITEM_ADJUSTMENT_AMOUNT"] = _figure(adjustment * sign)
    row["LINE_ITEM_TOTAL"] = _figure(total * sign)
    return row


def _sign(document: InvoiceDocument) -> int:
    return 1 if document.kind == "invoice" else -1


def _classification(role: str | None) -> str:
    words = (role or "").lower()
    fitting = (short for word, short in _CLASSIFICATIONS.items() if word in words)
    return next(fitting, _OTHER_CLASSIFICATION if words else "")


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _figure(value: Decimal) -> str:
    plain = value.normalize() + 0
    return f"{plain:f}"


def _plain(text: str) -> str:
    """ASCII in one line, without what separates fields and rows."""
    bare = unicodedata.normalize("NFKD", writable(text))
    marked = "".join(character for character in bare if not unicodedata.combining(character))
    return " ".join(marked.encode("ascii", "replace").decode().split()).replace("|", "/").replace("[]", "()")

"""Draft table: the data set that a file's columns speak of, and the columns that can be told, for a draft profile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from invotrack_analytics.model import BY_NAME, DATASETS, Column, Dataset
from invotrack_analytics.money import currencies
from invotrack_analytics.sources.header_words import currency_in, find, is_bank_statement, plain, words_for_receipts
from invotrack_analytics.sources.text_table import normal_header

Rows = Sequence[Sequence[str]]

_SHOWN = 3
_SHOWN_LENGTH = 40
_NAMED = {"client_id": "create_clients", "project_id": "create_projects", "employee_id": "create_employees"}
_OUT = ("-*", "\u2212*", "(*", "*-")
"""How an amount is written that went out."""
_ID_WORDS = frozenset({"id", "no", "nr", "num", "number", "nummer", "code", "codigo", "numero"})
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9A-Za-z]{1,3}[-/.][0-9]{1,4}(?:[ T].*)?|[12][0-9]{7}")
_AMOUNT = re.compile(r"[-+(]?[^0-9a-zA-Z]?[-+]?[0-9][0-9.,' ]*[.,][0-9]{2}[)-]?")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9 ]{10,40}")
_MOST = 0.8


def table_of(header: Sequence[str], rows: Rows, *, named: bool, currency: str | None) -> Iterator[str]:
    """The lines of [[table]]. A bank's export becomes bank lines, of which only receipts are taken."""
    if is_bank_statement(header):
        yield from _bank(header, rows, find("bank_lines", header), currency)
        return
    if not named:
        told = _by_values(header, rows)
        if {"booking_date", "amount"} <= told.keys():
            yield from _bank(header, rows, told, currency)
            return
    dataset, told = _told(header)
    names = {column: not _is_id(told[column]) for column in _NAMED if column in told}
    owner = find("invoices", header).get("client_id") if dataset.name == "timesheets" else None
    if owner is None and dataset.name == "timesheets":
        names.pop("project_id", None)
    yield "[[table]]"
    yield f"dataset = {quoted(dataset.name)}    # one of {', '.join(item.name for item in DATASETS)}"
    yield from (f"{_NAMED[column]} = true" for column, by_name in names.items() if by_name)
    if owner is not None and names.get("project_id"):
        yield "create_clients = true"
    elif not names.get("client_id"):
        yield "# create_clients = true    # where clients are only named here"
    yield "[table.columns]"
    yield from _mapped(dataset, header, rows, _Told(told, names, owner))
    if owner is not None and names.get("project_id"):
        yield "[table.projects]"
        yield f'client_id = {{ header = {quoted(owner)}, name = true, blank = "No client" }}'
        yield f"name = {quoted(told['project_id'])}"


def _bank(header: Sequence[str], rows: Rows, told: Mapping[str, str], currency: str | None) -> Iterator[str]:
    told = dict(told)
    amount = told.pop("credit", None) or told["amount"]
    received_only = amount != told.get("amount")
    told["amount"] = amount
    yield "[[table]]"
    yield 'dataset = "bank_lines"    # what came in; `invotrack match` then says which invoices it pays'
    if received_only:
        yield f"skip_if_empty = [{quoted(amount)}]"
        yield f"skip_if_zero = [{quoted(amount)}]"
    direction = next((name for name in header if words_for_receipts(name)), None)
    if direction is not None:
        yield "[table.only]"
        yield f"{quoted(direction)} = {json.dumps(words_for_receipts(direction))}    # what came in"
    yield "[table.skip]"
    yield f"{quoted(amount)} = {json.dumps(list(_OUT), ensure_ascii=False)}    # what went out"
    yield "[table.columns]"
    for column in BY_NAME["bank_lines"].columns:
        if column.name in told:
            source = told[column.name]
            need = "required; " if column.required else ""
            yield f"{column.name} = {quoted(source)}    # {need}such as {samples_of(rows, header.index(source))}"
        elif column.name != "bank_line_id" and not column.required:
            yield f'# {column.name} = ""    # {column.description}'
    if "currency" not in told:
        code = currency_in(amount) or currency
        yield "[table.constants]"
        yield f"currency = {quoted(code or 'EUR')}    # the file names none"


def _told(header: Sequence[str]) -> tuple[Dataset, dict[str, str]]:
    """The data set, by our own names for its columns, else by other people's words for them."""
    if "hours" in (times := find("timesheets", header)) and "work_date" in times:
        return BY_NAME["timesheets"], times
    if {"invoice_number", "issue_date", "total_amount"} <= (invoices := find("invoices", header)).keys():
        return BY_NAME["invoices"], invoices
    return max(DATASETS, key=lambda item: sum(_like(column, header) is not None for column in item.column_names)), {}


def _by_values(header: Sequence[str], rows: Rows) -> dict[str, str]:
    """The columns of a statement without a header, by what stands in them."""
    columns = {name: _values(rows, place) for place, name in enumerate(header)}

    def first(pattern: re.Pattern[str]) -> str | None:
        return next((name for name, values in columns.items() if _mostly(pattern, values)), None)

    texts = {
        name: mean(map(len, values))
        for name, values in columns.items()
        if values and not any(_mostly(pattern, values) for pattern in (_DATE, _AMOUNT, _IBAN))
    }
    codes = (name for name, values in columns.items() if values and all(value in currencies() for value in values))
    found = {
        "booking_date": first(_DATE),
        "amount": first(_AMOUNT),
        "currency": next(codes, None),
        "payer_iban": first(_IBAN),
        "remittance": max(texts, key=lambda name: texts[name], default=None),
    }
    return {column: name for column, name in found.items() if name is not None}


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return bool(values) and sum(pattern.fullmatch(value) is not None for value in values) >= _MOST * len(values)


def _is_id(header: str) -> bool:
    words = plain(header).split()
    return bool(_ID_WORDS & set(words)) or words[-1].endswith(("nummer", "nr"))


def _is_allowed(column: Column, values: Sequence[str]) -> bool:
    return not column.allowed or all(value in {"", *column.allowed} for value in values)


def _like(column: str, header: Sequence[str]) -> str | None:
    wanted = _bare(column)
    # Of a path, its last step is the name.
    exact = next((name for name in header if wanted in {_bare(name), _bare(name.rpartition("/")[2])}), None)
    return exact or next((name for name in header if len(_bare(name)) > 3 and _bare(name) in wanted), None)  # noqa: PLR2004


def _bare(name: str) -> str:
    return "".join(sign for sign in normal_header(name) if sign.isalnum())


@dataclass(frozen=True)
class _Told:
    """What other people's words tell."""

    columns: Mapping[str, str]
    names: Mapping[str, bool]
    """The columns of ids, and whether these are only named."""
    owner: str | None
    """The header of the client that a project belongs to."""


def _mapped(dataset: Dataset, header: Sequence[str], rows: Rows, told: _Told) -> Iterator[str]:
    free = [name for name in header if name not in told.columns.values()]
    for column in dataset.columns:
        source = told.columns.get(column.name) or _like(column.name, free)
        need = "required; " if column.required else ""
        if source is None or not _is_allowed(column, _values(rows, header.index(source))):
            yield f'# {column.name} = ""    # {need}{column.description}'
            continue
        if source in free:
            free.remove(source)
        within = f", within = {quoted(told.owner)}" if told.owner and column.name == "project_id" else ""
        by_name = f"{{ header = {quoted(source)}{within}, name = true }}"
        declared = by_name if told.names.get(column.name) else quoted(source)
        yield f"{column.name} = {declared}    # {need}such as {samples_of(rows, header.index(source))}"


def samples_of(rows: Rows, place: int) -> str:
    """Some of what stands in a column, quoted."""
    found = dict.fromkeys(_values(rows, place))
    shown = [quoted(value[:_SHOWN_LENGTH]) for value in list(found)[:_SHOWN]]
    return ", ".join(shown) or "nothing"


def _values(rows: Rows, place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    # A JSON text is a TOML text; what would end a comment's line is escaped in it.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f").replace("\u2028", "\\u2028")

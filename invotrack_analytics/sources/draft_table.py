"""Draft table: the data set that a file's columns speak of, and the columns that can be told, for a draft profile."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from invotrack_analytics.model import BY_NAME, DATASETS, Column, Dataset
from invotrack_analytics.sources.header_words import currency_in, find, is_bank_statement, plain, words_for_receipts
from invotrack_analytics.sources.statement_columns import StatementColumns, columns_by_values
from invotrack_analytics.sources.text_table import normal_header

Rows = Sequence[Sequence[str]]

_SHOWN = 3
_SHOWN_LENGTH = 40
_NAMED = {"client_id": "create_clients", "project_id": "create_projects", "employee_id": "create_employees"}
_OUT = ("-*", "\u2212*", "(*", "*-")
"""How an amount is written that went out."""
_SIGNS = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
}
"""The currencies that a sign beside an amount may mean, the first where nothing else is said."""
_ID_WORDS = frozenset({"id", "no", "nr", "num", "number", "nummer", "code", "codigo", "numero"})


def table_of(header: Sequence[str], rows: Rows, *, named: bool, currency: str | None) -> Iterator[str]:
    """The lines of [[table]]. A bank's export becomes bank lines, of which only receipts are taken."""
    if is_bank_statement(header):
        directions = {name: words for name in header if (words := words_for_receipts(name))}
        yield from _bank(header, rows, StatementColumns(find("bank_lines", header), directions), currency)
        return
    if not named:
        found = columns_by_values(header, rows)
        if {"amount", "credit"} & found.told.keys() or found.either:
            yield from _bank(header, rows, found, currency)
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


def _bank(header: Sequence[str], rows: Rows, found: StatementColumns, currency: str | None) -> Iterator[str]:
    told = dict(found.told)
    credit = told.pop("credit", None)
    amounts = found.either or (credit or told["amount"],)
    yield "[[table]]"
    yield 'dataset = "bank_lines"    # what came in; `invotrack match` then says which invoices it pays'
    for amount in amounts:
        mark = "# " if found.either else ""
        if credit or found.either:
            yield f"{mark}skip_if_empty = [{quoted(amount)}]"
            yield f"{mark}skip_if_zero = [{quoted(amount)}]"
    for direction, words in list(found.directions.items())[:1]:
        yield "[table.only]"
        yield f"{quoted(direction)} = {json.dumps(words)}    # what came in"
    if not found.either:
        told["amount"] = amounts[0]
        yield "[table.skip]"
        yield f"{quoted(amounts[0])} = {json.dumps(list(_OUT), ensure_ascii=False)}    # what went out"
    yield "[table.columns]"
    for amount in found.either:
        yield f"# amount = {quoted(amount)}    # required; what came in or what went out, which cannot be told"
    for column in BY_NAME["bank_lines"].columns:
        need = "required; " if column.required else ""
        if column.name in told:
            source = told[column.name]
            yield f"{column.name} = {quoted(source)}    # {need}such as {samples_of(rows, header.index(source))}"
        elif column.name not in {"bank_line_id", "currency"} and not (column.name == "amount" and found.either):
            yield f'# {column.name} = ""    # {need}{column.description}'
    if "currency" not in told:
        texts = [text for amount in amounts for text in _values(rows, header.index(amount))]
        yield from _currency(amounts[0], texts, currency_in(amounts[0]) or currency or "EUR")


def _currency(amount: str, texts: Sequence[str], code: str) -> Iterator[str]:
    """The currency that the signs beside the amounts tell, else the same for all."""
    meant = {sign: code if code in codes else codes[0] for sign, codes in _SIGNS.items() if sign in "".join(texts)}
    if set(meant.values()) <= {code}:
        yield "[table.constants]"
        yield f"currency = {quoted(code)}    # the file names none"
        return
    signs, values = "".join(meant), ", ".join(f"{quoted(sign)} = {quoted(told)}" for sign, told in meant.items())
    source = f'header = {quoted(amount)}, pattern = "([{signs}])", values = {{ {values} }}, blank = {quoted(code)}'
    yield f"currency = {{ {source} }}    # required; by the sign beside the amount"


def _told(header: Sequence[str]) -> tuple[Dataset, dict[str, str]]:
    """The data set, by our own names for its columns, else by other people's words for them."""
    if "hours" in (times := find("timesheets", header)) and "work_date" in times:
        return BY_NAME["timesheets"], times
    if {"invoice_number", "issue_date", "total_amount"} <= (invoices := find("invoices", header)).keys():
        return BY_NAME["invoices"], invoices
    return max(DATASETS, key=lambda item: sum(_like(column, header) is not None for column in item.column_names)), {}


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

"""Selection: SQL for which raw rows a profile's table takes."""

from __future__ import annotations

from collections.abc import Mapping

from invotrack_analytics.intake.reading import among, literal, text_of, trimmed
from invotrack_analytics.sources.column_source import find_header
from invotrack_analytics.sources.identify import BoundTable
from invotrack_analytics.sources.text_table import ELEMENT

_NOTHING = "false"


def wanted(bound: BoundTable, names: Mapping[str, str]) -> str:
    """The condition for a row to be one of the data set."""
    return " and ".join([*_chosen(bound, names), *(f"{cell} is not null" for cell in _needed(bound, names))]) or "true"


def left_out(bound: BoundTable, names: Mapping[str, str]) -> str:
    """The condition for a row that would be one, if it had the cells that must not be empty."""
    missing = " or ".join(f"{cell} is null" for cell in _needed(bound, names)) or _NOTHING
    absent = any(find_header(header, list(names)) is None for header in bound.table.skip_if_empty)
    return " and ".join([*_chosen(bound, names), "true" if absent else f"({missing})"])


def passed_over_payments(bound: BoundTable, raw: str, names: Mapping[str, str]) -> str | None:
    """A query for the numbers (id) of payments that rows left out for their status tell of; None where none can."""
    key = bound.columns.get("payment_id")
    if bound.table.dataset != "payments" or bound.table.introduces or key is None:
        return None
    found = ((find_header(header, list(names)), choices) for header, choices in bound.table.skip.items())
    skipped = [among(header, choices, names) for header, choices in found if header and "status" in header.casefold()]
    if not skipped:
        return None
    number = text_of(key, names)
    return f"select {number} as id from {raw} where ({' or '.join(skipped)}) and {number} is not null"


def warned(bound: BoundTable, names: Mapping[str, str]) -> dict[str, str]:
    """The conditions for the rows that are taken and told, by the reason that they are told under."""
    taken = wanted(bound, names)
    found: dict[str, str] = {}
    for reason, cells in bound.table.warnings.items():
        headers = ((find_header(header, list(names)), texts) for header, texts in cells.items())
        if told := [among(header, texts, names) for header, texts in headers if header]:
            found[reason] = f"{taken} and ({' or '.join(told)})"
    return found


def _needed(bound: BoundTable, names: Mapping[str, str]) -> list[str]:
    return [trimmed(column) for column in _present(bound.table.skip_if_empty, names)]


def _chosen(bound: BoundTable, names: Mapping[str, str]) -> list[str]:
    table = bound.table
    conditions = [f"{names[ELEMENT]} = {literal(table.element)}"] if table.element else []
    conditions += [
        f"coalesce(regexp_matches({column}, '[1-9]'), false)" for column in _present(table.skip_if_zero, names)
    ]
    found = {find_header(header, list(names)): choices for header, choices in table.only.items()}
    chosen = [among(header, choices, names) for header, choices in found.items() if header]
    if chosen:
        conditions.append(f"({' or '.join(chosen)})")
    for header, choices in table.skip.items():
        present = find_header(header, list(names))
        if present:
            conditions.append(f"not {among(present, choices, names)}")
    return conditions


def _present(headers: tuple[str, ...], names: Mapping[str, str]) -> list[str]:
    found = (find_header(header, list(names)) for header in headers)
    return [names[header] for header in found if header is not None]

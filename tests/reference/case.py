"""A case: given tables, a report, expected rows; written as tables a bookkeeper reads."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.reference.books import Books, Tables
from tests.reference.fields import Row

AS_OF = date(2026, 9, 30)


@dataclass(frozen=True)
class Case:
    """Given books and the rows that a report must show of them.

    `given` holds a text table for each dataset, `expected` one of the rows; columns it leaves out may hold anything.
    Clients, employees and projects that are only mentioned are made up: `P1` is a project of client `C1`.
    """

    name: str
    report: str
    given: Mapping[str, str]
    expected: str
    as_of: date = AS_OF
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def books(self) -> Books:
        """Return the given books, of a company in euro with 30 days of terms."""
        tables = {dataset: rows_of(table) for dataset, table in self.given.items()}
        return Books("EUR", 30, completed(tables))

    def rows(self) -> list[Row]:
        """Return the expected rows."""
        return rows_of(self.expected)


def rows_of(table: str) -> list[Row]:
    """Read a table: a header, then a line for each row, cells between `|`."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    header, *body = lines
    for cells in body:
        assert len(cells) == len(header), f"{cells} does not fit {header}"
    return [dict(zip(header, map(value_of, cells), strict=True)) for cells in body]


def value_of(cell: str) -> object:
    """Read a cell by its looks: nothing or `-` is null, `2/3` an exact quotient; so keys must have letters."""
    if cell in ("", "-"):
        return None
    if cell in ("true", "false"):
        return cell == "true"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    if re.fullmatch(r"-?\d+/\d+", cell):
        return Fraction(cell)
    if re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return Decimal(cell)
    return cell


def completed(tables: Tables) -> Tables:
    """Make up the clients, employees and projects that rows mention."""
    projects = list(tables.get("projects", []))
    missing = _mentioned(tables, "project_id") - {str(row["project_id"]) for row in projects}
    projects += [{"project_id": key, "client_id": key.replace("P", "C"), "name": key} for key in sorted(missing)]
    tables = tables | ({"projects": projects} if projects else {})
    for dataset, column in (("clients", "client_id"), ("employees", "employee_id")):
        rows = [{"name": f"Name of {row[column]}"} | row for row in tables.get(dataset, [])]
        missing = _mentioned(tables, column) - {str(row[column]) for row in rows}
        rows += [{column: key, "name": f"Name of {key}"} for key in sorted(missing)]
        tables = tables | ({dataset: rows} if rows else {})
    return tables


def _mentioned(tables: Tables, column: str) -> set[str]:
    return {value for value in _values(tables, column) if isinstance(value, str)}


def _values(tables: Tables, column: str) -> Iterator[object]:
    for rows in tables.values():
        for row in rows:
            yield row.get(column)

"""The folder `data/sample`: which rows go into which file, in which layout."""

import csv
import io
import json
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from sample_firm.books import COLUMNS, Row, Rows
from sample_firm.expected import Expected
from sample_firm.readme import readme
from sample_firm.rotten import RottenFile

Layout = Literal["CSV", "CSV, semicolons and decimal commas", "XML, child elements", "XML, attributes"]

_DATE_OF = {"timesheets": "work_date", "invoices": "issue_date", "payments": "payment_date"}
_OF_AN_INVOICE = ("invoice_lines", "billed_entries")
_LAYOUTS: dict[str, Layout] = {
    "clients": "CSV, semicolons and decimal commas",
    "projects": "XML, child elements",
    "invoices-2026": "XML, attributes",
    "payments-2025": "XML, child elements",
    "rotten/clients-to-correct": "CSV, semicolons and decimal commas",
    "rotten/payments-to-correct": "XML, child elements",
}


def write_folder(target: Path, clean: Rows, rotten: list[RottenFile], expected: Expected) -> None:
    """Write every file; those of an earlier run under the same names are replaced."""
    (target / "rotten").mkdir(parents=True, exist_ok=True)
    listing: list[tuple[str, str, int]] = []

    def put(name: str, dataset: str, rows: list[Row]) -> None:
        layout = _LAYOUTS.get(name, "CSV")
        path = f"{name}.{'xml' if layout.startswith('XML') else 'csv'}"
        _write(target / path, _laid_out(layout, dataset, rows))
        listing.append((path, layout, len(rows)))

    for dataset, rows in clean.items():
        for name, part in _parts(dataset, rows, clean["invoices"]).items():
            put(name, dataset, part)
    for file in rotten:
        put(f"rotten/{file.dataset}-to-correct", file.dataset, file.rows)
    _write(target / "expected.json", json.dumps(expected, indent=2) + "\n")
    _write(target / "README.md", readme(listing, expected))


def _parts(dataset: str, rows: list[Row], invoices: list[Row]) -> dict[str, list[Row]]:
    """The big data sets in a file per year, of the row's own date or its invoice's."""
    if dataset in _DATE_OF:
        years = [row[_DATE_OF[dataset]][:4] for row in rows]
    elif dataset in _OF_AN_INVOICE:
        issued = {row["invoice_number"]: row["issue_date"][:4] for row in invoices}
        years = [issued[row["invoice_number"]] for row in rows]
    else:
        return {dataset: rows}
    parts: dict[str, list[Row]] = {f"{dataset}-{year}": [] for year in sorted(set(years))}
    for year, row in zip(years, rows, strict=True):
        parts[f"{dataset}-{year}"].append(row)
    return parts


def _laid_out(layout: Layout, dataset: str, rows: list[Row]) -> str:
    columns = COLUMNS[dataset].split()
    match layout:
        case "CSV":
            return _csv(columns, rows, ",")
        case "CSV, semicolons and decimal commas":
            with_commas = [{**row, "hourly_rate": row["hourly_rate"].replace(".", ",")} for row in rows]
            return "\ufeff" + _csv(columns, with_commas, ";")
        case "XML, child elements":
            return _xml(dataset, [_children(dataset[:-1], columns, row) for row in rows])
        case "XML, attributes":
            return _xml(dataset, [_attributes(dataset[:-1], columns, row) for row in rows])


def _csv(columns: list[str], rows: list[Row], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def _xml(root: str, elements: list[str]) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root}>", *elements, f"</{root}>", ""])


def _children(element: str, columns: list[str], row: Row) -> str:
    inner = "".join(f"<{c}>{escape(row[c])}</{c}>" for c in columns if row.get(c))
    return f"  <{element}>{inner}</{element}>"


def _attributes(element: str, columns: list[str], row: Row) -> str:
    inner = " ".join(f"{c}={quoteattr(row[c])}" for c in columns if row.get(c))
    return f"  <{element} {inner}/>"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

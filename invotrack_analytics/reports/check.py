"""Check: ties the books out. Each invariant is a sentence and a query, in a file of its name under `invariants/`.

A query returns the rows that differ, with what was expected and what was found, and none where the invariant holds. One
that speaks of `$dataset` is asked of every data set, one that speaks of `$target` of every reference between two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from string import Template

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.model import BY_NAME, DATASETS, Dataset, Reference
from invotrack_analytics.reports.report import Value
from invotrack_analytics.warehouse.macros import names_in
from invotrack_analytics.warehouse.results import table_of
from invotrack_analytics.warehouse.schema import sql_of

INVARIANTS = (
    "aging_ties_to_ledger",
    "stored_balances_match",
    "allocations_within_documents",
    "net_and_tax_make_total",
    "amounts_fit_currency",
    "lines_match_invoices",
    "taxes_tie_out",
    "fiscal_chain",
    "fiscal_complete",
    "instalments_match_invoices",
    "billed_entries_match_lines",
    "entries_billed_once",
    "periods_billed_once",
    "billed_twice_by_two_rules",
    "hours_tie_to_cash",
    "number_series_without_gaps",
    "dates_rise_with_numbers",
    "keys_unique",
    "references_resolve",
    "reminders_sent_once",
    "deliveries_posted",
    "rows_have_a_source",
    "history_without_overlap",
)

_SERIES_FIELD = re.compile(r"\{(year|month|seq)(?::0(\d+)d)?\}")
_DIGITS = {"year": 4, "month": 2, "seq": 1}
_MOST_DIGITS = 18
"""Longer ones are no running numbers; they would not fit the integers that are compared."""


@dataclass(frozen=True)
class Invariant:
    """What must hold of any books, and where it does not."""

    name: str
    sentence: str
    holds: bool
    differences: list[dict[str, Value]]
    """What it is about (client_id, currency, invoice_number …), `expected` and `found`."""


def run_checks(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> tuple[Invariant, ...]:
    """Every invariant, in the order of INVARIANTS.

    Needs a reader's connection that sees everything recorded, with what is `asked_by_checks` made. Reads each table a
    few times, whatever its size, and writes nothing.
    """
    facts = {
        "as_of": as_of,
        "invoice_series": series_expression(settings.billing.series),
        "credit_note_series": series_expression(settings.billing.credit_note_series),
    }
    return tuple(_check(connection, name, facts) for name in INVARIANTS)


@cache
def asked_by_checks() -> frozenset[str]:
    """The names of the reports and of the ledger's macros that the invariants ask, and their other words."""
    return frozenset().union(*(names_in(_sql_of(name)) for name in INVARIANTS))


def series_expression(pattern: str) -> str:
    """A regular expression for the numbers of a series: what stands before the running number, the number, the rest."""
    parts, end = ["("], 0
    for found in _SERIES_FIELD.finditer(pattern):
        digits = int(found[2] or _DIGITS[found[1]])
        parts.append(re.escape(pattern[end : found.start()]))
        if found[1] == "seq":
            # Filled up to its width, or longer, and then without a leading zero.
            longer = f"|[1-9][0-9]{{{digits},{_MOST_DIGITS - 1}}}" if digits < _MOST_DIGITS else ""
            parts.append(f")([0-9]{{{digits}}}{longer})(")
        else:
            parts.append(f"[0-9]{{{digits}}}")
        end = found.end()
    return "".join((*parts, re.escape(pattern[end:]), ")"))


def _sql_of(name: str) -> str:
    return sql_of("invotrack_analytics.reports.invariants", f"{name}.sql")


def _check(connection: duckdb.DuckDBPyConnection, name: str, facts: Mapping[str, object]) -> Invariant:
    sentence, _, query = _sql_of(name).partition("\n")
    bound = {fact: value for fact, value in facts.items() if f"${fact}" in query}
    differences = [row for asked in _expanded(query) for row in table_of(connection, asked, bound).to_pylist()]
    return Invariant(name, sentence.removeprefix("-- "), not differences, differences)


def _expanded(query: str) -> Iterator[str]:
    """The query itself, or one for each data set or reference that it is to be asked of."""
    if "$target" in query:
        for dataset in DATASETS:
            for reference in dataset.references:
                yield Template(query).substitute(_of_reference(dataset, reference))
    elif "$dataset" in query:
        for dataset in DATASETS:
            yield Template(query).substitute(_of_dataset(dataset))
    else:
        yield query


def _of_dataset(dataset: Dataset) -> dict[str, str]:
    return {
        "dataset": dataset.name,
        "key": ", ".join(f'"{column}"' for column in dataset.key),
        "present_key": ", ".join(f'present."{column}"' for column in dataset.key),
        "same_key": " and ".join(
            f'superseded."{column}" is not distinct from present."{column}"' for column in dataset.key
        ),
    }


def _of_reference(dataset: Dataset, reference: Reference) -> dict[str, str]:
    return {
        "dataset": dataset.name,
        "column": reference.column,
        "target": reference.dataset,
        "target_key": BY_NAME[reference.dataset].key[0],
    }

"""Named tax: what the name of a tax says of its rate, where a row does not state the tax itself."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from invotrack_analytics.intake.reading import cell, percentage_in
from invotrack_analytics.intake.selection import wanted
from invotrack_analytics.sources.column_source import BoundSource
from invotrack_analytics.sources.identify import BoundTable

TAX_NOT_STATED = "tax_not_stated"
_NO_TAX = (
    "none|exempt|zero|free|excluded?|reverse|outside|out of scope|not (?:taxable|subject)|nil"
    "|no (?:vat|gst|hst|pst|tax|sales tax|taxes)|sin iva|steuerfrei|exonéré"
)


def named_percentage(name: str) -> str:
    """SQL for the only percentage in the name of a tax, 0 where it is a word for no tax; null where neither."""
    untaxed = f"not contains({name}, '%') and regexp_matches(lower({name}), '(?:^|[^a-z])(?:{_NO_TAX})(?:[^a-z]|$)')"
    return f"coalesce(try_cast({percentage_in(name)} as decimal(9,4)), case when {untaxed} then 0 end)"


def rows_without_tax(
    connection: duckdb.DuckDBPyConnection, bound: BoundTable, raw: str, names: Mapping[str, str]
) -> int:
    """How many rows of a file neither state their tax nor name one that tells its rate."""
    for source in bound.columns.values():
        if source.taxed_by and source.source.tax_only:
            unknown = f"{named_percentage(f'({cell(source.taxed_by, names)})')} is null"
            blank = " and ".join(f"{cell(term, names)} is null" for term in source.plus) or "true"
            counted = f"select count(*) from {raw} where {wanted(bound, names)} and {blank} and {unknown}"
            (rows,) = connection.execute(counted).fetchone() or (0,)
            return int(rows)
    return 0


def tax_by_name(source: BoundSource, names: Mapping[str, str]) -> str | None:
    """SQL on the raw row for the percentage by which a number is taxed; None where no column names it."""
    return named_percentage(f"({cell(source.taxed_by, names)})") if source.taxed_by else None

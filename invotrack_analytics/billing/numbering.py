"""Numbering: series of document numbers that rise without gaps, and go on where the books stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import duckdb

from invotrack_analytics.errors import BillingError

_FIELD = re.compile(r"\{(year|month|seq)(?::0(\d+)d)?\}")
# A year of four digits and a month of two, so that a number reads in one way only.
_WIDTHS = {"year": 4, "month": 2, "seq": 1}
_DRAFTS = "DRAFT-{seq:05d}"
_MOST_DIGITS = 18
"""Longer numerals are no sequence numbers; they would not fit the integers they are compared as."""


def next_numbers(connection: duckdb.DuckDBPyConnection, pattern: str, issue_date: date) -> Iterator[str]:
    """The numbers that documents issued on this day get, one after another.

    Needs the data set `invoices` on the connection, and that nobody else adds to it meanwhile. The sequence begins anew
    with each year or month that stands in the pattern. It goes on after the highest number in the books that the
    pattern could have made, whatever document has it and wherever that came from: so a number is never given twice.
    """
    running = [found for found in _FIELD.finditer(pattern) if found[1] == "seq"]
    if len(running) != 1 or _width(running[0]) > _MOST_DIGITS:
        message = f"the series {pattern} is to have {{seq}} in it once, of at most {_MOST_DIGITS} digits"
        raise BillingError(message)
    (last,) = connection.execute(
        """
        select coalesce(max(regexp_extract(invoice_number, $expression, 1)::bigint), 0)
        from invoices
        where regexp_matches(invoice_number, $expression)
        """,
        {"expression": series_expression(pattern, issue_date)},
    ).fetchone() or (0,)
    while True:
        last += 1
        yield _number(pattern, issue_date, last)


def draft_codes(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The codes that drafts get, one after another; none is given twice, also after its draft is gone.

    Needs the books attached, and that nobody else adds to them meanwhile.
    """
    (last,) = connection.execute(
        """
        select coalesce(max(regexp_extract(invoice_number, $expression, 1)::bigint), 0)
        from (
            select invoice_number from books.invoices
            union all
            select invoice_number from books.invoices_history
        )
        where regexp_matches(invoice_number, $expression)
        """,
        {"expression": series_expression(_DRAFTS, date.min)},
    ).fetchone() or (0,)
    while True:
        last += 1
        yield _number(_DRAFTS, date.min, last)


def is_draft_code(number: str) -> bool:
    """Whether a number is the code of a draft."""
    return re.fullmatch(series_expression(_DRAFTS, date.min), number) is not None


def _number(pattern: str, issue_date: date, seq: int) -> str:
    values = {"year": issue_date.year, "month": issue_date.month, "seq": seq}
    return _FIELD.sub(lambda found: f"{values[found[1]]:0{_width(found)}d}", pattern)


def series_expression(pattern: str, issue_date: date) -> str:
    """A regular expression for every number of the series, with the running number as its first group."""
    parts: list[str] = []
    end = 0
    for found in _FIELD.finditer(pattern):
        parts.append(re.escape(pattern[end : found.start()]))
        if found[1] == "seq":
            width = _width(found)
            # Padded to the width, or longer and then without a leading zero.
            longer = f"|[1-9][0-9]{{{width},{_MOST_DIGITS - 1}}}" if width < _MOST_DIGITS else ""
            parts.append(f"([0-9]{{{width}}}{longer})")
        else:
            parts.append(_number(found[0], issue_date, 0))
        end = found.end()
    return "".join(("^", *parts, re.escape(pattern[end:]), "$"))


def _width(found: re.Match[str]) -> int:
    return int(found[2] or _WIDTHS[found[1]])

"""Date order: within a series and its year, dates do not fall as numbers rise."""

from __future__ import annotations

from datetime import date

import duckdb

from invotrack_analytics.billing.numbering import series_expression


def later_number(connection: duckdb.DuckDBPyConnection, pattern: str, issue_date: date) -> tuple[str, date] | None:
    """The number of a series, of the same year, that has a later date than this day, and its date; None without one.

    Needs the data set `invoices`.
    """
    rows = connection.execute(
        """
        select invoice_number, issue_date from invoices
        where regexp_matches(invoice_number, $expression) and status <> 'draft' and issue_date > $day
            and year(issue_date) = year($day::date)
        order by issue_date desc, invoice_number desc limit 1
        """,
        {"expression": series_expression(pattern, issue_date), "day": issue_date},
    ).fetchall()
    return (rows[0][0], rows[0][1]) if rows else None

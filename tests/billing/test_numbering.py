from datetime import date
from itertools import islice

import duckdb
import pytest

from invotrack_analytics.billing.numbering import next_numbers
from invotrack_analytics.errors import BillingError

SEPTEMBER = date(2026, 9, 30)


def numbers(pattern: str, existing: str, on: date = SEPTEMBER, count: int = 1) -> list[str]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("create table invoices (invoice_number varchar)")
        connection.execute("insert into invoices select unnest($numbers)", {"numbers": existing.split() or [""]})
        return list(islice(next_numbers(connection, pattern, on), count))


@pytest.mark.parametrize(
    ("pattern", "existing", "expected"),
    [
        ("{year}-{seq:05d}", "", "2026-00001"),
        ("{year}-{seq:05d}", "2026-00247 2026-00009", "2026-00248"),
        # Each year begins anew, and other series do not count
        ("{year}-{seq:05d}", "2025-00900 CN-2026-00500 2026-00007-A 12026-00050", "2026-00001"),
        # What the pattern could not have made is another series
        ("{year}-{seq:05d}", "2026-247 2026-0000300 2026-00003x", "2026-00001"),
        ("{year}-{seq:05d}", "2026-99999", "2026-100000"),
        ("{year}-{seq:05d}", "2026-100000", "2026-100001"),
        ("{year}-{seq:05d}", "2026-12345678901234567890123", "2026-00001"),
        ("{seq}", "8 9 010", "10"),
        ("{year}{month}{seq:03d}", "202609041 202608099", "202609042"),
        ("{month}/{seq}", "09/41 9/50 08/99", "09/42"),
        ("INV.{seq:04d}/{year}", "INV.0041/2026 INVx0077/2026 INV.0099/2025", "INV.0042/2026"),
        ("(é+{year})*{seq}", "(é+2026)*7", "(é+2026)*8"),
    ],
)
def test_the_next_number(pattern: str, existing: str, expected: str) -> None:
    assert numbers(pattern, existing) == [expected]


def test_numbers_rise_without_gaps() -> None:
    assert numbers("{year}-{seq:05d}", "2026-00247", count=3) == ["2026-00248", "2026-00249", "2026-00250"]


def test_the_issue_date_gives_the_year() -> None:
    assert numbers("{year}-{seq:05d}", "2026-00247 2025-00009", date(2025, 12, 31)) == ["2025-00010"]


@pytest.mark.parametrize("pattern", ["{seq}-{seq}", "{seq:019d}"])
def test_a_series_that_cannot_be_continued_is_refused(pattern: str) -> None:
    with pytest.raises(BillingError, match="once, of at most 18 digits"):
        numbers(pattern, "")

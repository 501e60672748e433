"""The agreements, how each stands, and what it comes to in a month."""

from __future__ import annotations

from datetime import date

from tests.reports.conftest import BooksOf


def test_each_agreement_with_its_state_and_what_is_next(books_of: BooksOf) -> None:
    books_of(
        clients="client_id  name  currency\nC1  Acorn  EUR\nC2  Birch  JPY",
        recurring="""
            schedule_id  client_id  every    start_date  bill_from   end_date    title
            S1           C1         1 month  2026-01-31  2026-01-31  -           Support
            S2           C1         1 year   2026-03-01  2026-03-01  2026-06-30  Licence
            S3           C1         2 weeks  2026-10-05  2026-10-05  -           Review
            S4           C2         1 month  2026-01-01  2026-01-01  -           Hosting
            S5           C2         1 month  2026-01-01  2026-01-01  -           Ended
        """,
        recurring_lines="""
            schedule_id  line_number  valid_from  unit_price  quantity  discount_percent
            S1           1            2026-01-31  100         2         10
            S1           1            2026-11-01  500         2         -
            S2           1            2026-03-01  1200        -         -
            S3           1            2026-10-05  30          -         -
            S4           1            2026-01-01  1001        -         -
            S5           1            2026-01-01  7           -         -
        """,
        recurring_events="""
            schedule_id  event      date
            S4           paused     2026-09-01
            S5           cancelled  2026-08-01
        """,
    ).shows(
        "recurring",
        """
        schedule_id  client_name  title    every    state      ends_on     next_bill_date  period_amount  monthly_amount
        S1           Acorn        Support  1 month  active    -           2026-01-31      180.00         180.00
        S2           Acorn        Licence  1 year   ended      2026-06-30  2026-03-01      1200.00        100.00
        S3           Acorn        Review   2 weeks  planned    -           2026-10-05      30.00          65.00
        S4           Birch        Hosting  1 month  paused     -           2026-01-01      1001           1001
        S5           Birch        Ended    1 month  cancelled  2026-07-31  2026-01-01      7              7
        """,
        as_of=date(2026, 9, 30),
    )

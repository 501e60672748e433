"""Monthly recurring revenue: from agreements, by client, to the cent."""

from __future__ import annotations

from datetime import date

from tests.reports.conftest import BooksOf

HEAD = "schedule_id  client_id  every  start_date  bill_from  end_date\n"
CLIENTS = "client_id  name  currency\nC1  Acorn  EUR\nC2  Birch  EUR\nC3  Cedar  EUR\nC4  Dogwood  EUR"


def test_movements_of_a_month_by_client(books_of: BooksOf) -> None:
    books_of(
        clients=CLIENTS,
        recurring=HEAD
        + "S1  C1  1 month  2026-01-01  2026-01-01  -\n"
        + "S2  C2  1 year  2026-01-01  2026-01-01  -\n"
        + "S3  C3  3 months  2026-01-01  2026-01-01  2026-08-31\n"
        + "S4  C4  1 week  2026-09-10  2026-09-10  -",
        recurring_lines="""
            schedule_id  line_number  valid_from  unit_price
            S1           1            2026-01-01  100
            S1           1            2026-09-15  160
            S2           1            2026-01-01  1200
            S3           1            2026-01-01  250
            S4           1            2026-09-10  30
        """,
    ).shows(
        "mrr",
        """
        month       opening  new     expansion  reactivation  contraction  churn  closing  gross_churn  logo_churn
        2026-08-01  283.33   0.00    0.00       0.00          0.00         0.00   283.33   0            0
        2026-09-01  283.33   130.00  60.00      0.00          0.00         83.33  390.00   0.294109     0.333333
        """,
        as_of=date(2026, 9, 30),
        date_from=date(2026, 8, 15),
    )


def test_a_pause_is_churn_and_its_end_a_reactivation(books_of: BooksOf) -> None:
    books_of(
        clients=CLIENTS,
        recurring=HEAD + "S1  C1  1 month  2026-01-01  2026-01-01  -",
        recurring_lines="schedule_id  line_number  valid_from  unit_price\nS1  1  2026-01-01  100",
        recurring_events="schedule_id  event  date\nS1  paused  2026-07-15\nS1  resumed  2026-09-01",
    ).shows(
        "mrr",
        """
        month       opening  new   reactivation  churn   closing  paused
        2026-06-01  100.00   0.00  0.00          0.00    100.00   0.00
        2026-07-01  100.00   0.00  0.00          100.00  0.00     100.00
        2026-08-01  0.00     0.00  0.00          0.00    0.00     100.00
        2026-09-01  0.00     0.00  100.00        0.00    100.00   0.00
        """,
        as_of=date(2026, 9, 30),
        date_from=date(2026, 6, 1),
    )

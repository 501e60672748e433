"""The provision matrix, by small books: given, given, expected."""

from __future__ import annotations

from datetime import date
from typing import Any

GIVEN = {
    "invoices": """
        invoice_number  client_id  issue_date  due_date    total_amount
        prompt          C1         2026-01-01  2026-01-31  1000.00
        late            C1         2026-01-01  2026-01-31  200.00
        lost            C1         2026-01-01  2026-01-31  100.00
        old             C1         2026-01-01  2026-01-31  70.00
        not-due         C2         2026-09-01  2026-10-31  130.00
        overdue         C2         2026-08-01  2026-09-29  100.00
    """,
    "payments": """
        payment_id  payment_date  amount   invoice_number
        M1          2026-01-31    1000.00  prompt
        M2          2026-03-10    200.00   late
    """,
    "write_offs": "invoice_number  write_off_date  amount\nlost            2026-08-01      100.00",
}


def test_a_rate_is_what_was_given_up_of_all_that_had_come_so_far(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "expected_losses",
        """
        bucket    age_from  open_amount  decided_amount  lost_amount  loss_rate  expected_loss
        not_due   0         130.00       1300.00         100.00       0.076923   10.00
        d1_30     1         100.00       300.00          100.00       0.333333   33.33
        d31_60    31        0.00         300.00          100.00       0.333333   0.00
        d61_90    61        0.00         100.00          100.00       1          0.00
        d91_plus  91        70.00        100.00          100.00       1          70.00
        """,
    )


def test_without_history_there_is_no_rate_and_no_provision(books_of: Any) -> None:
    books_of(**GIVEN).shows(
        "expected_losses",
        """
        bucket    open_amount  decided_amount  loss_rate  expected_loss
        not_due   130.00       0.00            -          -
        d1_30     100.00       0.00            -          -
        d31_60    0.00         0.00            -          -
        d61_90    0.00         0.00            -          -
        d91_plus  70.00        0.00            -          -
        """,
        date_from=date(2026, 9, 1),
    )

"""Expected losses: a provision matrix, what of the open amounts is likely to be lost by age (IFRS 9).

IFRS 9 asks for lifetime expected losses on trade receivables (5.5.15) and lets them be told by a matrix of fixed loss
rates per time past due, from one's own history (B5.5.35). The rates here are historical; adjusting them for what is
expected of the future (B5.5.52) is the accountant's. The method, by write-offs:

- All money that was decided in the period, at some age of its invoice, or part of one: collected (payments that stand,
  what was taken back later left out, as is what exceeded the invoice) or given up (write-offs). Credit notes decide
  nothing: what they took back was never to be paid.
- What was decided at an age had been in every bucket up to that age. So for each bucket, `decided_amount` is what was
  decided at the bucket's first day of age or later (for *not due*: all), `lost_amount` what of it was given up, and
  `loss_rate` = lost ÷ decided. What is still open is not decided, and counts on neither side.
- `expected_loss` = open amount of the bucket x loss rate, rounded half-up to the minor unit, from exact fractions.

Ages are always since the due date. A bucket that nothing was decided in or after has no rate (null), not one of zero.
The period is that of the decisions; a longer one (`date_from`) gives steadier rates.
"""

from __future__ import annotations

from invotrack_analytics.reports.columns import CURRENCY, money, ratio
from invotrack_analytics.reports.report import Chart, Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        CURRENCY,
        Column("bucket", "text", "Bucket", "The aging column.", unit="bucket"),
        Column("age_from", "integer", "From day", "Days overdue from which the bucket begins; 0 for not due.", "days"),
        money("open_amount", "Open", "What is open in the bucket."),
        Column(
            "decided_amount",
            "money",
            "Decided",
            "Collected or given up in the period, at this age or later.",
            "currency",
        ),
        Column("lost_amount", "money", "Lost", "What of it was given up.", "currency"),
        ratio("loss_rate", "Loss rate", "Lost ÷ decided."),
        money("expected_loss", "Expected loss", "Open amount times loss rate."),
    )


def _chart(parameters: Parameters) -> Chart:
    del parameters
    return Chart(kind="bar", title="Expected loss by age", x="bucket", y=("expected_loss",))


EXPECTED_LOSSES = Report(
    name="expected_losses",
    title="Expected losses",
    question="How much of what is open is likely to be lost?",
    parameters=("date_from", "date_to", "buckets", "currency"),
    columns=_columns,
    grain="One row per currency and aging bucket.",
    key=("currency", "bucket"),
    order_by=("currency", "age_from"),
    chart=_chart,
)

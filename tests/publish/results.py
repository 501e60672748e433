"""Small results made by hand, so that a test of a publisher needs no books."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from invotrack_analytics.reports.report import Chart, Column, Parameters, Report, Result

ARROW = {
    "text": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "money": pa.decimal128(18, 3),
    "price": pa.decimal128(18, 6),
    "hours": pa.decimal128(9, 4),
    "days": pa.float64(),
    "ratio": pa.float64(),
}

ASKED = Parameters(
    as_of=date(2026, 9, 30),
    known_on=None,
    date_from=date(2025, 10, 1),
    date_to=date(2026, 9, 30),
    basis="due",
    buckets=(30, 60, 90),
    client=(),
    currency=(),
)

CLIENT_ID = Column("client_id", "text", "Client ID", "The client's key")
CLIENT_NAME = Column("client_name", "text", "Client", "The client's name")
CURRENCY = Column("currency", "text", "Currency", "ISO 4217 code")


def money(name: str, title: str, *, total: bool = True) -> Column:
    return Column(name, "money", title, title, unit="currency", total=total)


def make_result(
    columns: tuple[Column, ...],
    rows: list[tuple[Any, ...]],
    *,
    name: str = "aging",
    title: str = "Aging of receivables",
    chart: Chart | None = None,
    parameters: Parameters = ASKED,
    takes: tuple[str, ...] = ("basis", "buckets", "client", "currency"),
    types: dict[str, pa.DataType] | None = None,
) -> Result:
    report = Report(
        name=name,
        title=title,
        question="Who owes what, and since when?",
        parameters=takes,
        columns=lambda _: columns,
        grain="One row per client and currency",
        key=("client_name",),
        order_by=("client_name",),
        chart=None if chart is None else lambda _: chart,
    )
    schema = pa.schema([(column.name, (types or {}).get(column.name, ARROW[column.type])) for column in columns])
    named = [dict(zip(schema.names, row, strict=True)) for row in rows]
    return Result(report, parameters, columns, pa.Table.from_pylist(named, schema=schema))


AGING_COLUMNS = (
    CLIENT_ID,
    CLIENT_NAME,
    CURRENCY,
    money("not_due", "Not due"),
    money("d1_30", "1 to 30 days"),
    money("d31_60", "31 to 60 days"),
    money("d61_90", "61 to 90 days"),
    money("d91_plus", "91+ days"),
    money("unapplied_credit", "Unapplied credit"),
    money("outstanding", "Outstanding"),
)
AGING_CHART = Chart(
    kind="stacked_bar",
    title="Open balance by age",
    x="client_name",
    y=("not_due", "d1_30", "d31_60", "d61_90", "d91_plus"),
    sort_by="outstanding",
    top=3,
)
AGING_ROWS = [
    # client, name, currency, not due, 1 to 30, 31 to 60, 61 to 90, 91+, unapplied credit, outstanding
    ("C-001", "Meridian Software SL", "EUR", "12100.00", "3630.50", "0", "0", "1815.00", "0", "17545.50"),
    ("C-002", "Harbour & Sons Ltd", "GBP", "0", "2400.00", "1200.00", "0", "0", "300.00", "3300.00"),
    ("C-003", "Kestrel Foundry BV", "EUR", "0", "0", "968.00", "484.00", "9680.00", "0", "11132.00"),
    ("C-004", "Tōkyō Denki KK", "JPY", "1250000", "0", "0", "0", "0", "0", "1250000"),
    ("C-005", "Vega Textiles", "EUR", "605.00", "0", "0", "0", "0", "605.00", "0"),
    ("C-006", "Northwind Legal", "EUR", "4840.00", "1210.00", "0", "0", "0", "0", "6050.00"),
    ("C-007", "Oak & Ivy Studio", "EUR", "302.50", "0", "0", "0", "0", "0", "302.50"),
]


ONE_OF_EACH_COLUMNS = (
    CLIENT_ID,
    CURRENCY,
    Column("last_payment_date", "date", "Last payment", "The day of the last payment"),
    Column("invoices", "integer", "Invoices", "How many", unit="invoices", total=True),
    Column("disputed", "boolean", "Disputed", "Whether the client disputes it"),
    money("amount", "Amount"),
    Column("rate", "price", "Rate", "Price of an hour", unit="currency"),
    Column("hours", "hours", "Hours", "Hours worked", unit="hours", total=True),
    Column("avg_days_late", "days", "Days late", "Weighted average", unit="days"),
    Column("days_overdue", "days", "Days overdue", "Whole days", unit="days"),
    Column("on_time_rate", "ratio", "On time", "Share of invoices paid by their due date"),
)


def aging_result(rows: Sequence[tuple[str, ...]] | None = None, **about: Any) -> Result:
    """The aging of these clients, by default all, with its chart."""
    exact = [(*row[:3], *map(Decimal, row[3:])) for row in AGING_ROWS if rows is None or row in rows]
    return make_result(AGING_COLUMNS, exact, chart=AGING_CHART, **about)


def one_of_each_result() -> Result:
    """Every type a column may have, in three currencies, and a row without any figure."""
    day = date(2026, 9, 3)
    rows = [
        ("A", "EUR", day, 3, True, Decimal("1234.5"), Decimal("87.5"), Decimal("7.5"), 12.5, 4, 0.815),
        ("B", "JPY", day, 12000, False, Decimal(1235), Decimal("12000.1234"), Decimal(0), 12.0, -30, 1 / 3),
        ("C", "KWD", day, 0, True, Decimal("-1.5"), Decimal("0.000001"), Decimal("0.3333"), -0.25, 0, 1e-7),
        ("D", "EUR", None, None, None, None, None, None, None, None, None),
    ]
    whole_days = {"days_overdue": pa.int64()}
    return make_result(ONE_OF_EACH_COLUMNS, rows, name="payment_history", title="Payment history", types=whole_days)


def text_result(texts: list[str]) -> Result:
    """One column of texts, as a file may have brought them."""
    column = Column("description", "text", "Description", "What the file said")
    return make_result((column, CURRENCY), [(text, "EUR") for text in texts], name="unbilled_hours", title="Texts")


def steps_result() -> Result:
    """What became of some work, from the whole to what is left of it."""
    steps = ("worked", "lost", "late", "billed")
    chart = Chart("waterfall", "From worked to billed", "currency", steps, taken=("lost", "late"), late=("late",))
    columns = (CLIENT_ID, CURRENCY, *(money(name, name.capitalize()) for name in steps))
    rows = [("C1", "EUR", *map(Decimal, (7, 2, 0, 5))), ("C2", "EUR", *map(Decimal, (3, 0, 2, 1)))]
    return make_result(columns, rows, name="hours_to_cash", title="Hours to cash", chart=chart)

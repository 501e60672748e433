# ruff: noqa: PD010 - levels of an index are what is turned here
"""The same reports in pandas and polars, from memory and in whole cents: what a notebook alone would do.

Only what all three share is worked out: no drafts, no void invoices; a payment counts as allocated whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb

INVOICES = """
    select invoice_number, client_id, currency, issue_date, due_date, (total_amount * 100)::bigint as total,
        (balance * 100)::bigint as balance, last_reduction
    from books.invoices where kind = 'invoice'
"""
PAYMENTS = """
    select invoice_number, client_id, currency, payment_date as day, (amount * 100)::bigint as amount
    from books.payments
"""
REDUCTIONS = """
    select invoice_number, payment_date as day, (amount * 100)::bigint as amount, true as paid
    from books.payments where invoice_number is not null
    union all
    select preceding_invoice_number, issue_date, (total_amount * 100)::bigint, false
    from books.invoices where kind = 'credit_note'
    union all
    select invoice_number, write_off_date, (amount * 100)::bigint, false from books.write_offs
"""
ACCOUNT = ["client_id", "currency"]
YEAR = timedelta(days=365)


def polars_reports(connection: duckdb.DuckDBPyConnection) -> dict[str, Callable[[date], Any]]:
    """The reports by name, as functions of the day; the data is in memory before they start."""
    import polars as pl

    def frame(query: str) -> pl.DataFrame:
        found = pl.from_arrow(connection.execute(query).to_arrow_table())
        assert isinstance(found, pl.DataFrame)
        return found

    invoices, payments, reductions = frame(INVOICES), frame(PAYMENTS), frame(REDUCTIONS)

    def unsettled(as_of: date) -> pl.DataFrame:
        later = reductions.filter(pl.col("day") > as_of).group_by("invoice_number").agg(pl.col("amount").sum())
        return (
            invoices.filter(
                (pl.col("issue_date") <= as_of) & ((pl.col("balance") != 0) | (pl.col("last_reduction") > as_of))
            )
            .join(later, on="invoice_number", how="left")
            .with_columns(
                open=pl.col("balance") + pl.col("amount").fill_null(0),
                age=(pl.lit(as_of) - pl.col("due_date")).dt.total_days(),
            )
            .filter(pl.col("open") != 0)
        )

    def aging(as_of: date) -> pl.DataFrame:
        items = unsettled(as_of)
        opened = items.filter(pl.col("open") > 0).with_columns(
            bucket=pl.col("age").cut([0, 30, 60, 90], labels=["not_due", "d1_30", "d31_60", "d61_90", "d91_plus"])
        )
        aged = opened.group_by([*ACCOUNT, "bucket"]).agg(pl.col("open").sum())
        alone = payments.filter(pl.col("invoice_number").is_null() & (pl.col("day") <= as_of))
        unapplied = pl.concat(
            [
                alone.select(*ACCOUNT, pl.col("amount")),
                items.filter(pl.col("open") < 0).select(*ACCOUNT, (-pl.col("open")).alias("amount")),
            ]
        )
        credit = unapplied.group_by(ACCOUNT).agg(pl.col("amount").sum())
        return aged.pivot(on="bucket", index=ACCOUNT, values="open").join(credit, on=ACCOUNT, how="full", coalesce=True)

    def open_invoices(as_of: date) -> pl.DataFrame:
        items = unsettled(as_of).filter(pl.col("open") > 0)
        reduced = (
            reductions.filter(pl.col("day") <= as_of)
            .join(items.select("invoice_number"), on="invoice_number", how="semi")
            .group_by("invoice_number", "paid")
            .agg(pl.col("amount").sum())
        )
        for paid, name in ((True, "paid_amount"), (False, "reduced_amount")):
            part = reduced.filter(pl.col("paid") == paid).select("invoice_number", pl.col("amount").alias(name))
            items = items.join(part, on="invoice_number", how="left")
        return items

    def payment_history(as_of: date) -> pl.DataFrame:
        paid = (
            payments.filter((pl.col("day") <= as_of) & (pl.col("amount") > 0))
            .join(invoices.filter(pl.col("issue_date") <= as_of), on="invoice_number")
            .with_columns(at=pl.max_horizontal("day", "issue_date"))
            .with_columns(
                late=(pl.col("at") - pl.col("due_date")).dt.total_days(),
                to_pay=(pl.col("at") - pl.col("issue_date")).dt.total_days(),
                age=(pl.lit(as_of) - pl.col("day")).dt.total_days(),
            )
        )
        counted, fell_due = pl.col("day") > as_of - YEAR, pl.col("due_date").is_between(as_of - YEAR, as_of, "none")
        amount = pl.col("amount")

        def weighted(days: str, when: pl.Expr) -> pl.Expr:
            return (amount * pl.col(days)).filter(when).sum() / amount.filter(when).sum()

        averages = paid.group_by(ACCOUNT).agg(
            weighted("to_pay", counted).alias("avg_days_to_pay"),
            weighted("late", counted).alias("avg_days_late"),
            pl.col("late").filter(counted).median().alias("median_days_late"),
            (weighted("late", pl.col("age") < 90) - weighted("late", pl.col("age").is_between(90, 179))).alias("trend"),
            amount.filter(fell_due & (pl.col("at") <= pl.col("due_date"))).sum().alias("received"),
        )
        later = reductions.filter(pl.col("day") > as_of).group_by("invoice_number").agg(pl.col("amount").sum())
        owed = (
            invoices.filter(pl.col("issue_date") <= as_of)
            .join(later, on="invoice_number", how="left")
            .with_columns(open=(pl.col("balance") + pl.col("amount").fill_null(0)).clip(0))
            .group_by(ACCOUNT)
            .agg(
                pl.len(),
                (pl.col("open") > 0).sum().alias("invoices_open"),
                pl.col("open").sum(),
                pl.col("total").filter(fell_due).sum().alias("due"),
                (fell_due & (pl.col("balance") == 0) & (pl.col("last_reduction") <= pl.col("due_date")))
                .sum()
                .alias("ok"),
            )
        )
        received = (
            payments.filter(pl.col("day") <= as_of)
            .group_by(ACCOUNT)
            .agg(pl.col("amount").sum().alias("paid_amount"), pl.col("day").max().alias("last_payment_date"))
        )
        return received.join(owed, on=ACCOUNT, how="full", coalesce=True).join(averages, on=ACCOUNT, how="left")

    return {"aging": aging, "open_invoices": open_invoices, "payment_history": payment_history}


def pandas_reports(connection: duckdb.DuckDBPyConnection) -> dict[str, Callable[[date], Any]]:
    """The reports by name, as functions of the day; the data is in memory before they start."""
    import numpy as np
    import pandas as pd

    def frame(query: str) -> pd.DataFrame:
        found: pd.DataFrame = connection.execute(query).df()
        return found

    invoices, payments, reductions = frame(INVOICES), frame(PAYMENTS), frame(REDUCTIONS)

    def with_open(frame: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
        later = reductions[reductions["day"] > as_of].groupby("invoice_number")["amount"].sum()
        return frame.assign(open=frame["balance"] + frame["invoice_number"].map(later).fillna(0).astype("int64"))

    def unsettled(as_of: pd.Timestamp) -> pd.DataFrame:
        looked_at = (invoices["issue_date"] <= as_of) & (
            (invoices["balance"] != 0) | (invoices["last_reduction"] > as_of)
        )
        items = with_open(invoices[looked_at], as_of)
        return items[items["open"] != 0].assign(age=(as_of - items["due_date"]).dt.days)

    def aging(day: date) -> pd.DataFrame:
        as_of = pd.Timestamp(day)
        items = unsettled(as_of)
        opened = items[items["open"] > 0]
        limits = [-np.inf, 0, 30, 60, 90, np.inf]
        aged = opened.groupby([*ACCOUNT, pd.cut(opened["age"], limits)], observed=True)["open"].sum().unstack()
        alone = payments[payments["invoice_number"].isna() & (payments["day"] <= as_of)]
        over = items[items["open"] < 0].assign(amount=lambda rows: -rows["open"])
        credit = pd.concat([alone[[*ACCOUNT, "amount"]], over[[*ACCOUNT, "amount"]]]).groupby(ACCOUNT)["amount"].sum()
        return aged.join(credit, how="outer")

    def open_invoices(day: date) -> pd.DataFrame:
        as_of = pd.Timestamp(day)
        items = unsettled(as_of).query("open > 0")
        before = reductions[(reductions["day"] <= as_of) & reductions["invoice_number"].isin(items["invoice_number"])]
        reduced = before.groupby(["invoice_number", "paid"])["amount"].sum().unstack(fill_value=0)
        return items.join(reduced, on="invoice_number")

    def payment_history(day: date) -> pd.DataFrame:
        as_of = pd.Timestamp(day)
        paid = payments[(payments["day"] <= as_of) & (payments["amount"] > 0)].merge(
            invoices.loc[invoices["issue_date"] <= as_of, ["invoice_number", "issue_date", "due_date"]],
            on="invoice_number",
        )
        at = paid[["day", "issue_date"]].max(axis=1)
        paid = paid.assign(
            late=(at - paid["due_date"]).dt.days,
            to_pay=(at - paid["issue_date"]).dt.days,
            age=(as_of - paid["day"]).dt.days,
            in_time=at <= paid["due_date"],
        )

        def weighted(days: str, rows: pd.DataFrame) -> pd.Series[Any]:
            sums = rows.assign(product=rows["amount"] * rows[days]).groupby(ACCOUNT)[["product", "amount"]].sum()
            return sums["product"] / sums["amount"]

        counted = paid[paid["day"] > as_of - YEAR]
        latest, before = paid[paid["age"] < 90], paid[paid["age"].between(90, 179)]
        fell_due = paid[paid["due_date"].between(as_of - YEAR, as_of, inclusive="neither") & paid["in_time"]]
        owed = with_open(invoices[invoices["issue_date"] <= as_of], as_of)
        due = owed["due_date"].between(as_of - YEAR, as_of, inclusive="neither")
        owed = owed.assign(
            open=owed["open"].clip(lower=0),
            due=owed["total"].where(due),
            ok=due & (owed["balance"] == 0) & (owed["last_reduction"] <= owed["due_date"]),
            still=owed["open"] > 0,
        )
        until = payments[payments["day"] <= as_of].groupby(ACCOUNT)
        return pd.concat(
            [
                owed.groupby(ACCOUNT)[["open", "due", "ok", "still"]].sum(),
                owed.groupby(ACCOUNT).size(),
                until["amount"].sum(),
                until["day"].max(),
                weighted("to_pay", counted),
                weighted("late", counted),
                counted.groupby(ACCOUNT)["late"].median(),
                weighted("late", latest) - weighted("late", before),
                fell_due.groupby(ACCOUNT)["amount"].sum(),
            ],
            axis=1,
        )

    return {"aging": aging, "open_invoices": open_invoices, "payment_history": payment_history}

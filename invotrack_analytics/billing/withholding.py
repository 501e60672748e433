"""Withholding: tax that the buyer keeps and pays to the tax office for the seller, settled on the day of issue.

One rounding per document and kind, on the amount before tax. The total stays net + tax; what is to be paid is less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.invoice import Invoice, Withheld
from invotrack_analytics.billing.taxing import Taxing
from invotrack_analytics.model.write_offs import WITHHOLDING, WRITE_OFFS
from invotrack_analytics.money import round_to_minor_unit
from invotrack_analytics.warehouse.posting import amend, begin_touching, post, rebalance, touch

_NOTHING = Decimal(0)
_LAID_OUT = "outlay"
_NET = "net"


@dataclass(frozen=True)
class Settlement:
    """What is settled of an invoice on a day by tax withheld; negative where a credit note takes it back."""

    invoice_number: str
    on: date
    amount: Decimal
    reason: str


def with_withholding(invoice: Invoice, taxing: Taxing) -> Invoice:
    """The invoice with what its buyer withholds of it."""
    rule = taxing.withholding_of(invoice.client_id)
    base = sum((line.net_amount for line in invoice.lines if line.category != _LAID_OUT), _NOTHING)
    if rule is None or base <= 0:
        return replace(invoice, withheld=())
    kind, rate = rule
    amount = round_to_minor_unit(base * rate / 100, invoice.currency)
    return replace(invoice, withheld=(Withheld(kind, _NET, base, rate, amount),))


def settle_issued(
    connection: duckdb.DuckDBPyConnection, numbered: Iterable[tuple[str, Invoice]], batch_id: int
) -> None:
    """Settle what is withheld of invoices that are issued."""
    settle(
        connection,
        [
            Settlement(number, invoice.issue_date, one.amount, one.kind)
            for number, invoice in numbered
            for one in invoice.withheld
            if one.amount
        ],
        batch_id,
    )


def settle(connection: duckdb.DuckDBPyConnection, settlements: list[Settlement], batch_id: int) -> None:
    """Enter settlements; of one invoice and day they are one."""
    if not settlements:
        return
    begin_touching(connection)
    new: dict[tuple[str, date], dict[str, object]] = {}
    for one in settlements:
        key = (one.invoice_number, one.on)
        stored = connection.execute(
            "select row_id, amount from books.write_offs where invoice_number = ? and write_off_date = ? and kind = ?",
            [one.invoice_number, one.on, WITHHOLDING],
        ).fetchall()
        if stored:
            amend(connection, WRITE_OFFS, stored[0][0], {"amount": stored[0][1] + one.amount}, batch_id)
        else:
            row = new.setdefault(
                key,
                {
                    "invoice_number": one.invoice_number,
                    "write_off_date": one.on,
                    "kind": WITHHOLDING,
                    "amount": _NOTHING,
                    "reason": one.reason,
                },
            )
            row["amount"] = Decimal(str(row["amount"])) + one.amount
        touch(connection, one.invoice_number)
    post(connection, WRITE_OFFS, list(new.values()), batch_id)
    rebalance(connection)


def credited(
    connection: duckdb.DuckDBPyConnection, number: str, currency: str, net: Decimal, *, is_last: bool
) -> tuple[Withheld, ...]:
    """What a credit note takes back of what was withheld of an invoice; the last note takes the rest."""
    rows = connection.execute(
        """
        select own.kind, own.base, own.rate, own.base_amount, own.amount,
            coalesce(sum(earlier.base_amount), 0), coalesce(sum(earlier.amount), 0)
        from books.invoice_withholdings as own
        left join books.invoices as notes
            on notes.preceding_invoice_number = own.invoice_number
            and notes.kind = 'credit_note' and notes.status = 'issued'
        left join books.invoice_withholdings as earlier
            on earlier.invoice_number = notes.invoice_number and earlier.kind = own.kind
        where own.invoice_number = ?
        group by all
        order by own.kind
        """,
        [number],
    ).fetchall()
    found = []
    for kind, base, rate, base_amount, amount, base_before, amount_before in rows:
        left = amount - amount_before
        taken = left if is_last else min(round_to_minor_unit(net * rate / 100, currency), left)
        found.append(Withheld(kind, base, base_amount - base_before if is_last else net, rate, taken))
    return tuple(one for one in found if one.amount)

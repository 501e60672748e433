"""Credited taxes: what of each tax row of an invoice earlier credit notes have left, and how a credit takes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.apportionment import apportion
from invotrack_analytics.billing.invoice import TaxRow, tax_on
from invotrack_analytics.money import minor_unit

_NOTHING = Decimal(0)
_TWO_PLACES = Decimal("0.01")

Kind = tuple[str, Decimal]
"""A tax row's category and rate."""


def kind_of(category: str | None, rate: Decimal) -> Kind:
    """The row in which a line of this category and rate is taxed."""
    return (category or ("S" if rate else "Z"), rate.normalize() if rate else _NOTHING)


def whole_rate(net: Decimal, tax: Decimal) -> Decimal:
    """A document's tax in percent of its net, for lines that do not tell their own."""
    return (tax * 100 / net).quantize(_TWO_PLACES) if net else _NOTHING


def rows_of(connection: duckdb.DuckDBPyConnection, number: str) -> dict[Kind, TaxRow]:
    """The tax rows of a document: as stored, else as its lines make them, adding up to its net and tax."""
    stored = connection.execute(
        """
        select tax_category, tax_rate, taxable_amount, tax_amount, exemption_code, exemption_reason
        from books.invoice_taxes where invoice_number = ? order by row_id
        """,
        [number],
    ).fetchall()
    if stored:
        return {kind_of(row[0], row[1]): TaxRow(row[0], *row[1:]) for row in stored}
    net, tax, currency = connection.execute(
        """
        select
            total_amount - coalesce(tax_amount, total_amount - net_amount, 0),
            coalesce(tax_amount, total_amount - net_amount, 0), currency
        from books.invoices where invoice_number = ?
        """,
        [number],
    ).fetchone() or (_NOTHING, _NOTHING, "EUR")
    lines = connection.execute(
        """
        select tax_category, tax_rate, coalesce(net_amount, 0), tax_exemption_code, tax_exemption_reason
        from books.invoice_lines where invoice_number = ? order by line_number
        """,
        [number],
    ).fetchall()
    whole = whole_rate(net, tax)
    nets: dict[Kind, Decimal] = {}
    why: dict[Kind, tuple[str | None, str | None]] = {}
    for category, rate, amount, code, reason in lines:
        kind = kind_of(category, whole if rate is None else rate)
        nets[kind] = nets.get(kind, _NOTHING) + amount
        why.setdefault(kind, (code, reason))
    if sum(nets.values(), _NOTHING) != net:
        nets = {kind_of(None, whole): net}
    weights = [max(tax_on(amount, rate, currency), _NOTHING) for (_, rate), amount in nets.items()]
    places = max(minor_unit(currency), -int(tax.normalize().as_tuple().exponent))
    taxes = apportion(tax, weights, places)
    return {
        kind: TaxRow(*kind, amount, part, *why.get(kind, (None, None)))
        for (kind, amount), part in zip(nets.items(), taxes, strict=True)
    }


def rows_left(connection: duckdb.DuckDBPyConnection, number: str) -> dict[Kind, TaxRow]:
    """What earlier credit notes have left of an invoice's rows; never less than nothing."""
    rows = rows_of(connection, number)
    notes = connection.execute(
        """
        select invoice_number from books.invoices
        where kind = 'credit_note' and preceding_invoice_number = ? and status = 'issued'
        order by issue_date, invoice_number
        """,
        [number],
    ).fetchall()
    for (note,) in notes:
        for kind, taken in rows_of(connection, note).items():
            if kind in rows:
                row = rows[kind]
                rows[kind] = replace(
                    row,
                    taxable_amount=max(row.taxable_amount - taken.taxable_amount, _NOTHING),
                    tax_amount=max(row.tax_amount - taken.tax_amount, _NOTHING),
                )
    return {kind: row for kind, row in rows.items() if row.taxable_amount or row.tax_amount}


def shared(amount: Decimal, left: Iterable[TaxRow], currency: str) -> tuple[TaxRow, ...]:
    """An amount before tax, taken of the rows in proportion to what is left of each; tax never more than is left."""
    rows = list(left)
    parts = apportion(amount, [row.taxable_amount for row in rows], minor_unit(currency))
    return tuple(taken(row, part, currency) for row, part in zip(rows, parts, strict=True) if part)


def taken(row: TaxRow, net: Decimal, currency: str) -> TaxRow:
    """So much before tax of a row with its tax: all that is left of it where it takes the last of the net."""
    if net >= row.taxable_amount:
        return replace(row, taxable_amount=net)
    tax = min(tax_on(net, row.rate, currency), row.tax_amount)
    return replace(row, taxable_amount=net, tax_amount=tax)

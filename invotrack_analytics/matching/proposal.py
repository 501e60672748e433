"""Proposals: for each bank line that waits, what it certainly pays, or what it may pay, each with its evidence.

Certain is only what two things agree on: a number (or structured reference) that names the invoices, with an amount
that settles them exactly or one of them in part; or a payer that is one client (by a remembered account or name, or by
the client's name), with the amount of exactly one of its open invoices, or of all. Everything else is a suggestion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.matching.references import (
    SHORTEST_SURE,
    bare,
    known_by,
    name_words,
    numbers_in,
    numbers_in_reference,
    references_in,
)
from invotrack_analytics.warehouse.undated import undated_payments

MOST_SUGGESTIONS = 5
_STRENGTH = {
    "structured_reference": 50,
    "number": 40,
    "known_account": 20,
    "known_name": 18,
    "client_name": 15,
    "amount": 30,
    "all_open": 25,
    "part_payment": 5,
    "reversal": 60,
}
"""How much each kind of evidence counts when suggestions are ranked."""


@dataclass(frozen=True)
class Allocation:
    """A part of a line, and what it pays; no invoice is money on the client's account."""

    invoice_number: str | None
    client_id: str
    amount: Decimal


@dataclass(frozen=True)
class Suggestion:
    """One way to allocate a line."""

    allocations: tuple[Allocation, ...]
    evidence: tuple[str, ...]

    @property
    def strength(self) -> int:
        """By what suggestions are ranked."""
        return sum(_STRENGTH[name] for name in self.evidence)


@dataclass
class LineMatch:
    """A bank line that waits, with what it pays."""

    bank_line_id: str
    booking_date: date
    amount: Decimal
    """What of it is not matched yet."""
    currency: str
    payer_name: str | None
    payer_iban: str | None
    structured_reference: str | None
    remittance: str | None
    end_to_end_id: str | None
    certain: Suggestion | None = None
    suggestions: list[Suggestion] = field(default_factory=list)


@dataclass
class OpenInvoice:
    """An invoice that waits for money."""

    invoice_number: str
    client_id: str
    currency: str
    due_date: date | None
    open_amount: Decimal
    undated: Decimal
    """What was paid of it on a day that is not known, by `paid_by`: a bank line up to then may be that money."""
    paid_by: date | None

    def open_to(self, line: LineMatch) -> Decimal:
        """What a bank line may pay of it."""
        is_it = self.paid_by is not None and line.booking_date <= self.paid_by
        return self.open_amount + self.undated if is_it else self.open_amount

    def take(self, line: LineMatch, amount: Decimal) -> None:
        """Count an amount of a bank line as paid."""
        is_it = self.paid_by is not None and line.booking_date <= self.paid_by
        known = min(self.undated, amount) if is_it else Decimal(0)
        self.undated -= known
        self.open_amount -= amount - known


class Proposer:
    """What the books say of open lines, open invoices and who pays how. Needs the ledger on the connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.invoices = {
            row[0]: OpenInvoice(*row)
            for row in connection.execute(f"""
                with undated as (
                    select invoice_number, sum(amount) as amount, max(paid_by) as paid_by
                    from ({undated_payments()}) group by invoice_number
                )

                select
                    balances.invoice_number, balances.client_id, balances.currency, balances.due_date, balances.balance,
                    coalesce(undated.amount, 0), undated.paid_by
                from invoice_balances as balances
                left join undated on undated.invoice_number = balances.invoice_number
                where (balances.balance > 0 or undated.amount > 0) and balances.status = 'issued'
                order by balances.due_date nulls last, balances.issue_date, balances.invoice_number
            """).fetchall()
        }
        self.names = known_by(connection.execute("select client_id, name from clients").fetchall())
        self.payers = dict(connection.execute("select payer, client_id from payers").fetchall())
        self._taken_back: set[str] = set()
        self._by_number: dict[str, dict[str, str]] = {}
        self._by_client: dict[tuple[str, str], list[OpenInvoice]] = {}
        self._by_amount: dict[tuple[str, Decimal], list[OpenInvoice]] = {}
        plain: dict[tuple[str, str], set[str]] = {}
        for invoice in self.invoices.values():
            plain.setdefault((invoice.currency, bare(invoice.invoice_number)), set()).add(invoice.invoice_number)
            self._by_client.setdefault((invoice.client_id, invoice.currency), []).append(invoice)
            for amount in {invoice.open_amount, invoice.open_amount + invoice.undated}:
                self._by_amount.setdefault((invoice.currency, amount), []).append(invoice)
        for (currency, number), same in plain.items():
            # Two invoices that differ in signs only are not told apart by a text.
            if len(same) == 1 and any(mark.isdigit() for mark in number):
                self._by_number.setdefault(currency, {})[number] = next(iter(same))

    def lines(self) -> list[LineMatch]:
        """The lines of which something waits, oldest first."""
        rows = self.connection.execute("""
            with matched as (
                select payment_id, sum(amount) as amount
                from payments
                where payment_id in (select bank_line_id from bank_lines)
                group by payment_id
            )

            select
                lines.bank_line_id, lines.booking_date, lines.amount - coalesce(matched.amount, 0), lines.currency,
                lines.payer_name, lines.payer_iban, lines.structured_reference, lines.remittance, lines.end_to_end_id
            from bank_lines as lines
            left join matched on matched.payment_id = lines.bank_line_id
            where lines.amount <> coalesce(matched.amount, 0)
            order by lines.booking_date, lines.bank_line_id
        """).fetchall()
        return [LineMatch(*row) for row in rows]

    def propose(self) -> list[LineMatch]:
        """Every waiting line with its certain match or its suggestions.

        What a line certainly pays is open no more for the others; named invoices come first, before mere amounts.
        """
        lines = self.lines()
        for ways in (self._reversal, self._by_name_of_invoice, self._by_payer_and_amount):
            for line in lines:
                if line.certain is None:
                    line.certain = ways(line)
                    if line.certain is not None:
                        self.take(line, line.certain.allocations)
        for line in lines:
            if line.certain is None and line.amount > 0:
                line.suggestions = self._suggestions(line)
        return lines

    def take(self, line: LineMatch, allocations: tuple[Allocation, ...]) -> None:
        """Count a line's allocations as paid."""
        for allocation in allocations:
            if allocation.invoice_number in self.invoices:
                self.invoices[allocation.invoice_number].take(line, allocation.amount)

    def client_of(self, line: LineMatch) -> tuple[str | None, str]:
        """The one client that pays so, and how that is known."""
        iban = bare(line.payer_iban or "")
        if iban and iban in self.payers:
            return self.payers[iban], "known_account"
        if line.payer_name:
            known = self.payers.get(payer_key(line.payer_name))
            if known:
                return known, "known_name"
            named = self.names.get(name_words(line.payer_name), set())
            if len(named) == 1:
                return next(iter(named)), "client_name"
        return None, ""

    def spread(self, line: LineMatch, invoices: list[OpenInvoice]) -> tuple[Allocation, ...]:
        """A line's amount over invoices, one after another; what is left goes to the client's account."""
        amount, found = line.amount, []
        for invoice in invoices:
            part = min(amount, invoice.open_to(line))
            if part > 0:
                found.append(Allocation(invoice.invoice_number, invoice.client_id, part))
                amount -= part
        if amount > 0 and invoices:
            found.append(Allocation(None, invoices[0].client_id, amount))
        return tuple(found)

    def _reversal(self, line: LineMatch) -> Suggestion | None:
        if line.amount >= 0:
            return None
        alike = self.connection.execute(
            """
            select lines.bank_line_id, lines.amount > 0 as came_in
            from bank_lines as lines
            where abs(lines.amount) = $amount and lines.currency = $currency and lines.booking_date <= $day
                and (
                    lines.end_to_end_id = $end_to_end_id
                    or (lines.payer_iban = $iban and coalesce(lines.remittance, '') = coalesce($remittance, ''))
                )
                and lines.bank_line_id in (select payment_id from payments)
            """,
            {
                "amount": -line.amount,
                "currency": line.currency,
                "day": line.booking_date,
                "end_to_end_id": line.end_to_end_id,
                "iban": line.payer_iban,
                "remittance": line.remittance,
            },
        ).fetchall()
        # What was taken back already, by a line before or by one of this pass, is not taken back once more.
        if len(alike) != 1 or not alike[0][1] or alike[0][0] in self._taken_back:
            return None
        self._taken_back.add(alike[0][0])
        paid = self.connection.execute(
            "select invoice_number, client_id, amount from payments where payment_id = ? order by 1", [alike[0][0]]
        ).fetchall()
        return Suggestion(tuple(Allocation(number, client, -amount) for number, client, amount in paid), ("reversal",))

    def _named(self, line: LineMatch) -> tuple[list[OpenInvoice], str]:
        numbers = self._by_number.get(line.currency, {})
        texts = " | ".join(filter(None, (line.remittance, line.structured_reference, line.end_to_end_id)))
        for reference in filter(None, (line.structured_reference, *references_in(texts))):
            found = numbers_in_reference(reference, numbers)
            if found:
                return self._open(line, found), "structured_reference"
        return self._open(line, numbers_in(texts, numbers)), "number"

    def _open(self, line: LineMatch, numbers: list[str]) -> list[OpenInvoice]:
        return [self.invoices[number] for number in numbers if self.invoices[number].open_to(line) > 0]

    def _by_name_of_invoice(self, line: LineMatch) -> Suggestion | None:
        named, how = self._named(line)
        if not named or line.amount <= 0:
            return None
        client, known = self.client_of(line)
        clients = {invoice.client_id for invoice in named}
        if len(clients) > 1 or (client is not None and known.startswith("known") and client not in clients):
            return None
        evidence = [how, *([known] if client in clients else [])]
        total = sum((invoice.open_to(line) for invoice in named), Decimal(0))
        if total == line.amount:
            return Suggestion(self.spread(line, named), (*evidence, "amount"))
        sure = how == "structured_reference" or len(bare(named[0].invoice_number)) >= SHORTEST_SURE
        if len(named) == 1 and line.amount < total and sure:
            return Suggestion(self.spread(line, named), (*evidence, "part_payment"))
        return None

    def _by_payer_and_amount(self, line: LineMatch) -> Suggestion | None:
        client, known = self.client_of(line)
        named, _ = self._named(line)
        if client is None or named or line.amount <= 0:
            return None
        own = [item for item in self._by_client.get((client, line.currency), []) if item.open_to(line) > 0]
        same = [item for item in own if item.open_to(line) == line.amount]
        if len(same) == 1:
            return Suggestion(self.spread(line, same), (known, "amount"))
        if len(own) > 1 and not same and sum(item.open_to(line) for item in own) == line.amount:
            return Suggestion(self.spread(line, own), (known, "all_open", "amount"))
        return None

    def _suggestions(self, line: LineMatch) -> list[Suggestion]:
        found: dict[tuple[Allocation, ...], Suggestion] = {}

        def offer(invoices: list[OpenInvoice], *evidence: str) -> None:
            if invoices:
                suggestion = Suggestion(self.spread(line, invoices), tuple(filter(None, evidence)))
                kept = found.get(suggestion.allocations)
                if kept is None or kept.strength < suggestion.strength:
                    found[suggestion.allocations] = suggestion

        named, how = self._named(line)
        client, known = self.client_of(line)
        for each in {invoice.client_id for invoice in named}:
            own = [invoice for invoice in named if invoice.client_id == each]
            offer(own, how, known if each == client else "")
        same = [
            item for item in self._by_amount.get((line.currency, line.amount), []) if item.open_to(line) == line.amount
        ]
        for invoice in same[:MOST_SUGGESTIONS]:
            offer([invoice], known if invoice.client_id == client else "", "amount")
        if client is not None:
            own = [item for item in self._by_client.get((client, line.currency), []) if item.open_to(line) > 0]
            offer(own, known, "part_payment")
        ranked = sorted(found.values(), key=lambda item: (-item.strength, str(item.allocations)))
        return ranked[:MOST_SUGGESTIONS]


def payer_key(name: str) -> str:
    """A payer's name as it is remembered."""
    return " ".join(name.casefold().split())

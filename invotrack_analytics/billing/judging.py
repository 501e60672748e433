"""Judging: whether an invoice that was composed may be issued, and all that is wanting, before it has a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb

from invotrack_analytics.billing.date_order import later_number
from invotrack_analytics.billing.documents import document_of_parts, party_of
from invotrack_analytics.billing.fiscal import FiscalState, current_chain, euro_rate, fiscal_gaps, is_on, lacks_buyer
from invotrack_analytics.billing.invoice import Invoice
from invotrack_analytics.billing.taxing import Note
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.invoice import InvoiceDocument, Party
from invotrack_analytics.documents.receivers import law
from invotrack_analytics.documents.receivers.claims import Claim, claim_of
from invotrack_analytics.documents.receivers.gap import Gap
from invotrack_analytics.documents.receivers.mandates import mandates_on


@dataclass(frozen=True)
class Buyer:
    """What a client's row says for its documents."""

    party: Party
    language: str | None
    buyer_reference: str | None
    einvoice: str | None


@dataclass(frozen=True)
class Judgement:
    """What is to be said of an invoice before it is issued."""

    reason: str | None
    """Why it is kept back; None where it may be issued."""
    gaps: tuple[Gap, ...]
    """What keeps it back, or is told although it is issued."""
    claim: Claim
    notes: tuple[Note, ...] = ()
    fiscal: FiscalState | None = None


@dataclass
class Judge:
    """Judges invoices of one run; `today` is the day on which they are made."""

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    today: date
    _buyers: dict[str, Buyer] = field(default_factory=dict)
    _later: dict[date, tuple[str, date] | None] = field(default_factory=dict)

    def prepare(self, clients: Iterable[str]) -> None:
        """Read what is to be known of these clients."""
        if is_on(self.settings):
            current_chain(self.connection, self.settings)
        wanted = sorted(set(clients) - self._buyers.keys())
        if wanted:
            self._buyers |= read_buyers(self.connection, wanted)

    def judge(self, number: str, invoice: Invoice) -> Judgement:
        """What is to be said of this invoice under this number."""
        document = self.document(number, invoice)
        claim = claim_of(document)
        rate = euro_rate(self.connection, self.settings, invoice.currency, invoice.issue_date)
        wanting = tuple(law.gaps(document))
        fiscal = fiscal_gaps(self.settings, document, rate=rate, today=self.today)
        keeps = self.settings.billing.incomplete == "keep"
        falls = self._falls(number, invoice.issue_date)
        notes = (*invoice.told, *falls, *self._told(document, () if keeps else wanting))
        reason, gaps = None, wanting
        if lacks_buyer(self.settings, document, rate):
            fill = f"clients.{invoice.client_id}.tax_id"
            reason = "missing_buyer_tax_id"
            gaps = (Gap("verifactu:1110", "the client has no tax number, and the invoice is no simplified one", fill),)
        elif fiscal:
            reason, gaps = "fiscal_gaps", fiscal
        elif wanting and keeps:
            reason = "incomplete"
        elif falls and self.settings.billing.dates == "refuse":
            reason, gaps = "dates_fall", (Gap("dates_fall", falls[0].text, "--issue-date"),)
        elif claim.keeps_back:
            reason, gaps = "einvoice_gaps", claim.gaps
        state = FiscalState(None, None, None, None) if is_on(self.settings) else None
        return Judgement(reason, gaps, claim, notes, state)

    def document(self, number: str, invoice: Invoice) -> InvoiceDocument:
        """The invoice as its receiver would read it."""
        return document_of_parts(number, invoice, self._buyers[invoice.client_id], self.settings)

    def _falls(self, number: str, issue_date: date) -> tuple[Note, ...]:
        """That an earlier number of the series has a later date, with both numbers; asked once a run."""
        if issue_date not in self._later:
            self._later[issue_date] = later_number(self.connection, self.settings.billing.series, issue_date)
        found = self._later[issue_date]
        if found is None:
            return ()
        other, on = found
        return (Note("dates_fall", f"{number} is of {issue_date}, and the earlier {other} is of {on}"),)

    def _told(self, document: InvoiceDocument, wanting: Iterable[Gap]) -> Iterable[Note]:
        for gap in wanting:
            if gap.rule != "no_tax_without_reason":
                yield Note("incomplete", f"{gap.what} ({gap.fill})")
        for mandate in mandates_on(document, self.settings.verifactu.mode, self.settings.verifactu.exempt):
            yield Note(mandate.note, mandate.text)


def read_buyers(connection: duckdb.DuckDBPyConnection, clients: list[str]) -> Mapping[str, Buyer]:
    """What these clients' rows say for their documents."""
    columns = (
        "client_id", "name", "tax_id", "address", "postal_code", "city", "country", "email", "electronic_address",
        "legal_id", "language", "buyer_reference", "einvoice",
    )  # fmt: skip
    rows = connection.execute(
        f"select {', '.join(columns)} from clients where list_contains($clients, client_id)", {"clients": clients}
    ).fetchall()
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    return {
        row["client_id"]: Buyer(party_of(row), row["language"], row["buyer_reference"], row["einvoice"])
        for row in found
    }

"""Fiscal records: made in the transaction that issues, credits or voids, one after another in a chain (Veri*Factu).

An issued document without its record, or the reverse, cannot be: both are written at once, under the writer's lock.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from zoneinfo import ZoneInfo

import duckdb
from stdnum.es import nif as spanish_nif

from invotrack_analytics.billing.documents import documents_of
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.declaration import Producer, declaration
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.receivers.gap import Gap
from invotrack_analytics.documents.verifactu import (
    Annulment,
    Previous,
    Record,
    Registration,
    System,
    annul,
    register,
    validation_url,
)
from invotrack_analytics.documents.verifactu_content import breakdown_of, nif_of, recipient_of
from invotrack_analytics.errors import BillingError
from invotrack_analytics.model.fiscal_chains import FISCAL_CHAINS
from invotrack_analytics.model.fiscal_records import FISCAL_RECORDS
from invotrack_analytics.warehouse.posting import amend, post

_NOTHING = Decimal(0)
_FIRST_DAY = date(2024, 10, 28)
_LONGEST_NUMBER = 60
_FORBIDDEN = frozenset("\"'<>=")
_PRINTABLE = range(32, 127)
_ALWAYS = (Decimal(0), Decimal(4), Decimal(10), Decimal(21))
_FOR_A_TIME = {
    Decimal(5): (date(2022, 7, 1), date(2024, 12, 31)),
    Decimal(2): (date(2024, 10, 1), date(2024, 12, 31)),
    Decimal("7.5"): (date(2024, 10, 1), date(2024, 12, 31)),
}
_CANARIES = ("35", "38")


@dataclass(frozen=True)
class FiscalState:
    """The record of a document as results tell it; without a place in the chain in a rehearsal."""

    position: int | None
    hash: str | None
    qr_url: str | None
    state: str | None


@dataclass(frozen=True)
class Chain:
    """A chain of records, and where it ends."""

    name: str
    position: int
    previous: Previous | None
    generated_at: str | None


def is_on(settings: Settings) -> bool:
    """Whether records are made."""
    return settings.verifactu.mode != "off"


def start_chain(
    connection: duckdb.DuckDBPyConnection, settings: Settings, batch_id: int, at: datetime, reason: str | None = None
) -> str:
    """Begin a chain of the settings' mode; `at` in UTC. Raises BillingError where the producer is not named."""
    verifactu = settings.verifactu
    missing = [key for key in ("producer_name", "producer_nif") if not getattr(verifactu, key)]
    if not is_on(settings):
        message = "verifactu.mode is off; set it to test or production in invotrack.toml first"
        raise BillingError(message)
    if missing:
        message = f"verifactu.{missing[0]} is not set in invotrack.toml; who answers for the program is to be named"
        raise BillingError(message)
    name = f"{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    row = {"chain": name, "mode": verifactu.mode, "started_at": at.isoformat(timespec="seconds"), "reason": reason}
    post(connection, FISCAL_CHAINS, [row], batch_id)
    return name


def stop_chain(connection: duckdb.DuckDBPyConnection, settings: Settings, batch_id: int, on: date) -> date:
    """End the chain with the year; until then it goes on (RD 1007/2023, art. 17). Raises BillingError without one."""
    chain = current_chain(connection, settings)
    ends_on = date(on.year, 12, 31)
    (row_id,) = connection.execute(
        "select row_id from books.fiscal_chains where chain = ?", [chain.name]
    ).fetchone() or (0,)
    amend(connection, FISCAL_CHAINS, row_id, {"ends_on": ends_on}, batch_id)
    return ends_on


def current_chain(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Chain:
    """The latest chain of the settings' mode. Raises BillingError where none was begun."""
    found = connection.execute(
        "select chain from books.fiscal_chains where mode = ? order by started_at desc, row_id desc limit 1",
        [settings.verifactu.mode],
    ).fetchone()
    if found is None:
        message = (
            f"verifactu.mode is {settings.verifactu.mode}, and no chain of records was begun; "
            "`invotrack verifactu start` begins one"
        )
        raise BillingError(message)
    last = connection.execute(
        """
        select position, issuer_nif, invoice_number, issue_date, hash, generated_at
        from books.fiscal_records where chain = ? order by position desc limit 1
        """,
        [found[0]],
    ).fetchone()
    if last is None:
        return Chain(found[0], 0, None, None)
    position, nif, number, issue_date, hash_, generated_at = last
    return Chain(found[0], position, Previous(nif, number, issue_date, hash_), generated_at)


def generated_at(settings: Settings, recorded_at: datetime) -> str:
    """The time of a record, by the company's clock with its offset; `recorded_at` is UTC without one."""
    usual = "Atlantic/Canary" if (settings.company.postal_code or "").startswith(_CANARIES) else "Europe/Madrid"
    zone = ZoneInfo(settings.company.timezone or usual)
    return recorded_at.replace(tzinfo=UTC).astimezone(zone).isoformat(timespec="seconds")


def system_of(settings: Settings, chain: str) -> System:
    """The program as each record names it."""
    verifactu = settings.verifactu
    return System(
        producer_name=verifactu.producer_name or "",
        producer_nif=nif_of(verifactu.producer_nif),
        software_id=verifactu.software_id,
        version=version("invotrack-analytics"),
        installation=chain,
    )


def record_issued(  # noqa: PLR0913, PLR0917  what is recorded, when and by whom
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    numbers: Sequence[str],
    batch_id: int,
    recorded_at: datetime,
    by: str | None = None,
    reason: str | None = None,
) -> dict[str, FiscalState]:
    """Make the record of each of these documents, which the transaction has entered; by number. Nothing when off."""
    if not is_on(settings) or not numbers:
        return {}
    writer = _Writer(connection, settings, batch_id, recorded_at, by, reason)
    for document in documents_of(connection, settings, numbers):
        writer.register(document)
    return writer.written()


def record_void(  # noqa: PLR0913, PLR0917  what is recorded, when and by whom
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    number: str,
    batch_id: int,
    recorded_at: datetime,
    by: str | None = None,
) -> FiscalState | None:
    """Make the record of an annulment, where the document has a record; None where it has none or all is off."""
    if not is_on(settings):
        return None
    chain = current_chain(connection, settings)
    found = connection.execute(
        "select issue_date from books.fiscal_records where chain = ? and invoice_number = ? and kind = 'alta' limit 1",
        [chain.name, number],
    ).fetchone()
    if found is None:
        return None
    writer = _Writer(connection, settings, batch_id, recorded_at, by, None)
    writer.annul(number, found[0])
    return writer.written()[number]


class _Writer:
    def __init__(  # noqa: PLR0913, PLR0917  what is recorded, when and by whom
        self,
        connection: duckdb.DuckDBPyConnection,
        settings: Settings,
        batch_id: int,
        recorded_at: datetime,
        by: str | None,
        reason: str | None,
    ) -> None:
        self.connection, self.settings, self.batch_id = connection, settings, batch_id
        self.by, self.reason = by, reason
        self.chain = current_chain(connection, settings)
        self.system = system_of(settings, self.chain.name)
        self.nif = nif_of(settings.company.tax_id)
        self.at = generated_at(settings, recorded_at)
        self.position, self.previous = self.chain.position, self.chain.previous
        self.rows: list[dict[str, object]] = []

    def register(self, document: InvoiceDocument, correction: str | None = None, rejected: str | None = None) -> None:
        self.position += 1
        told = self._registration(document, correction, rejected)
        record = register(told, self.previous, self.system, self.at)
        url = validation_url(
            self.settings.verifactu.mode, self.nif, document.number, document.issue_date, told.total_amount
        )
        self._keep(
            record,
            document.number,
            document.issue_date,
            kind="alta",
            invoice_type=told.invoice_type,
            rectification="I" if told.rectified else None,
            subsanacion=correction,
            rechazo_previo=rejected,
            tax_amount=told.tax_amount,
            total_amount=told.total_amount,
            qr_url=url,
        )

    def annul(self, number: str, issue_date: date) -> None:
        self.position += 1
        accepted, rejected = self._answers(number)
        told = Annulment(
            self.nif,
            number,
            issue_date,
            self._reference(),
            rejected_before=None,
            never_registered="S" if rejected and not accepted else None,
        )
        record = annul(told, self.previous, self.system, self.at)
        self._keep(record, number, issue_date, kind="anulacion", sin_registro_previo=told.never_registered)

    def written(self) -> dict[str, FiscalState]:
        post(self.connection, FISCAL_RECORDS, self.rows, self.batch_id)
        return {
            str(row["invoice_number"]): FiscalState(
                int(str(row["position"])), str(row["hash"]), _text(row.get("qr_url")), "pending"
            )
            for row in self.rows
        }

    def _answers(self, number: str) -> tuple[bool, bool]:
        """Whether a record of this document was accepted, and whether one was rejected."""
        states = {
            state
            for (state,) in self.connection.execute(
                """
                select answers.state
                from books.fiscal_answers as answers
                join books.fiscal_submissions as submissions on submissions.submission_id = answers.submission_id
                join books.fiscal_records as records
                    on records.chain = submissions.chain and records.position = answers.position
                where records.chain = ? and records.invoice_number = ? and records.kind = 'alta'
                """,
                [self.chain.name, number],
            ).fetchall()
        }
        return bool(states & {"Correcto", "AceptadoConErrores"}), "Incorrecto" in states

    def _registration(self, document: InvoiceDocument, correction: str | None, rejected: str | None) -> Registration:
        sign = -1 if document.kind == "credit_note" else 1
        rate = euro_rate(self.connection, self.settings, document.currency, document.issue_date)
        rows = breakdown_of(document, self.settings.verifactu.regime, sign * (rate or Decimal(1)))
        tax = sum((row.amount or _NOTHING for row in rows), _NOTHING)
        total = sum((row.base for row in rows), tax)
        type_ = self._type(document, total)
        preceding = document.preceding_invoice_number
        rectified = None
        if preceding and document.kind == "credit_note":
            rectified = (preceding, document.preceding_issue_date or document.issue_date)
        return Registration(
            issuer_nif=self.nif,
            issuer_name=self.settings.company.name,
            number=document.number,
            issue_date=document.issue_date,
            invoice_type=type_,
            description="; ".join(line.description for line in document.lines),
            breakdown=rows,
            tax_amount=tax,
            total_amount=total,
            reference=self._reference(),
            operation_date=document.period_end,
            recipient=None if type_ in {"F2", "R5"} else recipient_of(document.buyer),
            rectified=rectified,
            correction=correction,
            rejected_before=rejected,
        )

    def _type(self, document: InvoiceDocument, total: Decimal) -> str:
        del total
        if document.kind != "credit_note":
            return "F1" if recipient_of(document.buyer) else "F2"
        (corrected,) = self.connection.execute(
            "select invoice_type from books.fiscal_records where invoice_number = ? and kind = 'alta' limit 1",
            [document.preceding_invoice_number],
        ).fetchone() or (None,)
        if corrected == "F2" or (corrected is None and not recipient_of(document.buyer)):
            return "R5"
        return document.reason_code or "R1"

    def _reference(self) -> str:
        return f"{self.chain.name}/{self.position}"

    def _keep(self, record: Record, number: str, issue_date: date, **columns: object) -> None:
        self.rows.append(
            {
                "chain": self.chain.name,
                "position": self.position,
                "invoice_number": number,
                "issuer_nif": self.nif,
                "issue_date": issue_date,
                "previous_hash": self.previous.hash if self.previous else None,
                "hash": record.hash,
                "generated_at": record.generated_at,
                "xml": record.xml,
                "xml_sha256": hashlib.sha256(record.xml.encode()).hexdigest(),
                "reason": self.reason,
                "by": self.by,
                **columns,
            }
        )
        self.previous = Previous(self.nif, number, issue_date, record.hash)


def declared(settings: Settings) -> str:
    """The producer's declaration. Raises BillingError where the producer is not named in full."""
    verifactu = settings.verifactu
    wanted = ("producer_name", "producer_nif", "producer_address", "declaration_place", "declaration_date")
    missing = [key for key in wanted if not getattr(verifactu, key)]
    if missing:
        message = f"verifactu.{missing[0]} is not set in invotrack.toml; the declaration is to say it"
        raise BillingError(message)
    producer = Producer(*(str(getattr(verifactu, key)) for key in wanted))
    return declaration(producer, verifactu.software_id, version("invotrack-analytics"))


def euro_rate(connection: duckdb.DuckDBPyConnection, settings: Settings, currency: str, on: date) -> Decimal | None:
    """Euros per unit of a currency on a day, where the company's books are in euros and a rate is loaded."""
    if currency == "EUR":
        return Decimal(1)
    if settings.company.currency != "EUR":
        return None
    (rate,) = connection.execute("select base_rate(?::varchar, ?::date)", [currency, on]).fetchone() or (None,)
    return rate if isinstance(rate, Decimal) else None


def fiscal_gaps(settings: Settings, document: InvoiceDocument, *, rate: Decimal | None, today: date) -> tuple[Gap, ...]:
    """What the tax office would refuse of a document, each by its code; empty where all is off."""
    return tuple(_gaps(settings, document, rate, today)) if is_on(settings) else ()


def _gaps(settings: Settings, document: InvoiceDocument, rate: Decimal | None, today: date) -> Iterator[Gap]:
    yield from _number_gaps(document.number, document.issue_date, today)
    yield from _party_gaps(settings, document)
    for tax in document.taxes:
        if tax.tax_category in {None, "S"} and not _rate_is_known(tax.tax_rate.normalize(), document.issue_date):
            told = f"{tax.tax_rate.normalize():f} % is no rate of IVA on {document.issue_date}"
            yield Gap("verifactu:1124", told, f"clients.{document.client_id}.tax_rate", fatal=True)
    if rate is None:
        told = f"no rate of {document.currency} in euros by {document.issue_date}"
        yield Gap("verifactu:euros", told, "fx_rates", fatal=True)


def _number_gaps(number: str, on: date, today: date) -> Iterator[Gap]:
    if any(ord(letter) not in _PRINTABLE for letter in number) or len(number) > _LONGEST_NUMBER:
        told = f"the number {number!r} has other letters than ASCII, or more than {_LONGEST_NUMBER}"
        yield Gap("verifactu:1130", told, "billing.series", fatal=True)
    if _FORBIDDEN & set(number):
        yield Gap("verifactu:1287", f"the number {number!r} has one of \" ' < > =", "billing.series", fatal=True)
    if on > today:
        yield Gap("verifactu:1112", f"the issue date {on} lies after today", "--issue-date", fatal=True)
    if on < _FIRST_DAY:
        yield Gap("verifactu:1152", f"the issue date {on} lies before {_FIRST_DAY}", "--issue-date", fatal=True)


def _party_gaps(settings: Settings, document: InvoiceDocument) -> Iterator[Gap]:
    if not spanish_nif.is_valid(nif_of(settings.company.tax_id)):
        yield Gap("verifactu:1100", f"{settings.company.tax_id!r} is no Spanish NIF", "company.tax_id", fatal=True)
    buyer = document.buyer
    fill = f"clients.{document.client_id}.tax_id"
    if buyer.country in {None, "ES"} and buyer.tax_id and not spanish_nif.is_valid(nif_of(buyer.tax_id)):
        yield Gap("verifactu:1110", f"{buyer.tax_id!r} is no Spanish NIF", fill, fatal=True)
    for key in ("producer_name", "producer_nif"):
        if not getattr(settings.verifactu, key):
            yield Gap(f"verifactu:{key}", "who answers for the program is not named", f"verifactu.{key}", fatal=True)


def lacks_buyer(settings: Settings, document: InvoiceDocument, rate: Decimal | None) -> bool:
    """Whether it would be a simplified invoice of more than those may come to."""
    if not is_on(settings) or recipient_of(document.buyer):
        return False
    return document.total_amount * (rate or Decimal(1)) > settings.verifactu.simplified_limit


def _rate_is_known(rate: Decimal, on: date) -> bool:
    first, last = _FOR_A_TIME.get(rate, (date.max, date.min))
    return rate in _ALWAYS or first <= on <= last


def _text(value: object) -> str | None:
    return None if value is None else str(value)

"""Veri*Factu: what the Spanish tax office is told of an invoice, its hash and its QR address; knows no books, no clock.

RD 1007/2023 and Orden HAC/1177/2024; the XML is that of SuministroInformacion.xsd, the hash that of the AEAT's document
"Detalle de las especificaciones técnicas para generación de la huella" 0.1.2, the address that of its QR text 0.5.0.
What is hashed is the text as it stands in the record: 15 and 15.00 differ, so each text is written once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from urllib.parse import quote

from lxml import etree

from invotrack_analytics.errors import InvotrackError

_BASE = "https://www2.agenciatributaria.gob.es/static_files/common/internet/dep/aplicaciones/es/aeat/tike/cont/ws"
INFORMATION = f"{_BASE}/SuministroInformacion.xsd"
SUBMISSION = f"{_BASE}/SuministroLR.xsd"
_VALIDATION = {
    "production": "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR",
    "test": "https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR",
}
_BLANKS = " \t\r\n\v\f"
_LARGE = Decimal(100_000_000)
_LONGEST_DESCRIPTION = 500
_LONGEST_NAME = 120
_SOFTWARE = "Invotrack Analytics"

Mode = Literal["test", "production"]


@dataclass(frozen=True)
class Previous:
    """The record before in the chain: the invoice that it is of, and its hash."""

    issuer_nif: str
    number: str
    issue_date: date
    hash: str


@dataclass(frozen=True)
class System:
    """The program that makes the records, and who answers for it."""

    producer_name: str
    producer_nif: str
    software_id: str
    version: str
    installation: str


@dataclass(frozen=True)
class Recipient:
    """Whom the invoice is for: by a Spanish NIF, else by another number, its type (L7) and country."""

    name: str
    nif: str | None = None
    id_type: str | None = None
    number: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Breakdown:
    """One row of the Desglose; amounts in euros. Either qualified (L9) or exempt (L10)."""

    tax: str
    regime: str
    base: Decimal
    qualification: str | None = None
    exemption: str | None = None
    rate: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Registration:
    """What is told of an invoice issued (RegistroAlta); amounts in euros, negative of what is taken back."""

    issuer_nif: str
    issuer_name: str
    number: str
    issue_date: date
    invoice_type: str
    description: str
    breakdown: tuple[Breakdown, ...]
    tax_amount: Decimal
    total_amount: Decimal
    reference: str
    operation_date: date | None = None
    recipient: Recipient | None = None
    rectified: tuple[str, date] | None = None
    """The invoice that it corrects by difference, and its date."""
    correction: str | None = None
    """Subsanacion: S where it corrects an earlier record."""
    rejected_before: str | None = None


@dataclass(frozen=True)
class Annulment:
    """What is told of an invoice that was void before anything came of it (RegistroAnulacion)."""

    issuer_nif: str
    number: str
    issue_date: date
    reference: str
    rejected_before: str | None = None
    never_registered: str | None = None


@dataclass(frozen=True)
class Record:
    """A record as it is kept: its XML, verbatim, and its hash."""

    xml: str
    hash: str
    generated_at: str


def day(on: date) -> str:
    """A date as the tax office writes it."""
    return f"{on:%d-%m-%Y}"


def amount(value: Decimal) -> str:
    """An amount with two places, a sign only where it is less than nothing."""
    return f"{value:.2f}" if value else "0.00"


def fingerprint(pairs: Sequence[tuple[str, str]]) -> str:
    """The hash of these fields: nothing escaped, values without the blanks around them."""
    text = "&".join(f"{name}={value.strip(_BLANKS)}" for name, value in pairs)
    return hashlib.sha256(text.encode()).hexdigest().upper()


def validation_url(mode: str, nif: str, number: str, issue_date: date, total: Decimal) -> str:
    """The address in the QR code of a document, at which its receiver can look it up."""
    values = {"nif": nif, "numserie": number, "fecha": day(issue_date), "importe": amount(total)}
    return f"{_VALIDATION[mode]}?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())


def register(told: Registration, previous: Previous | None, system: System, generated_at: str) -> Record:
    """The record of an invoice, chained to the one before."""
    root = _element("RegistroAlta")
    _text(root, "IDVersion", "1.0")
    _invoice(root, "", told.issuer_nif, told.number, told.issue_date)
    _text(root, "RefExterna", told.reference)
    _text(root, "NombreRazonEmisor", told.issuer_name[:_LONGEST_NAME])
    _text(root, "Subsanacion", told.correction)
    _text(root, "RechazoPrevio", told.rejected_before)
    _text(root, "TipoFactura", told.invoice_type)
    if told.rectified:
        _text(root, "TipoRectificativa", "I")
        named = _element("IDFacturaRectificada", _element("FacturasRectificadas", root))
        _invoice_fields(named, "", told.issuer_nif, *told.rectified)
    if told.operation_date and told.operation_date < told.issue_date:
        _text(root, "FechaOperacion", day(told.operation_date))
    _text(root, "DescripcionOperacion", " ".join(told.description.split())[:_LONGEST_DESCRIPTION] or told.number)
    if abs(told.total_amount) >= _LARGE:
        _text(root, "Macrodato", "S")
    if told.recipient:
        _recipient(_element("IDDestinatario", _element("Destinatarios", root)), told.recipient)
    details = _element("Desglose", root)
    for row in told.breakdown:
        _breakdown(_element("DetalleDesglose", details), row)
    tax, total = amount(told.tax_amount), amount(told.total_amount)
    _text(root, "CuotaTotal", tax)
    _text(root, "ImporteTotal", total)
    return _chained(root, previous, system, generated_at)


def annul(told: Annulment, previous: Previous | None, system: System, generated_at: str) -> Record:
    """The record of an invoice's annulment, chained to the one before."""
    root = _element("RegistroAnulacion")
    _text(root, "IDVersion", "1.0")
    _invoice(root, "Anulada", told.issuer_nif, told.number, told.issue_date)
    _text(root, "RefExterna", told.reference)
    _text(root, "SinRegistroPrevio", told.never_registered)
    _text(root, "RechazoPrevio", told.rejected_before)
    return _chained(root, previous, system, generated_at)


@dataclass(frozen=True)
class Read:
    """What a record says that its chain is verified by."""

    number: str
    hash: str
    recomputed: str
    previous_hash: str
    is_first: bool
    previous_number: str | None


def read(record: etree._Element) -> Read:
    """A record as it stands, with its hash computed anew. Raises InvotrackError for what is none."""
    kind = etree.QName(record).localname
    if kind not in {"RegistroAlta", "RegistroAnulacion"}:
        message = f"{kind} is no record of Veri*Factu"
        raise InvotrackError(message)
    suffix = "" if kind == "RegistroAlta" else "Anulada"
    previous = _found(record, "Encadenamiento/RegistroAnterior/Huella")
    names = [f"{name}{suffix}" for name in ("IDEmisorFactura", "NumSerieFactura", "FechaExpedicionFactura")]
    pairs = [(name, _found(record, f"IDFactura/{name}")) for name in names]
    if not suffix:
        pairs += [(name, _found(record, name)) for name in ("TipoFactura", "CuotaTotal", "ImporteTotal")]
    pairs += [("Huella", previous), ("FechaHoraHusoGenRegistro", _found(record, "FechaHoraHusoGenRegistro"))]
    return Read(
        number=pairs[1][1],
        hash=_found(record, "Huella"),
        recomputed=fingerprint(pairs),
        previous_hash=previous,
        is_first=_found(record, "Encadenamiento/PrimerRegistro") == "S",
        previous_number=_found(record, "Encadenamiento/RegistroAnterior/NumSerieFactura") or None,
    )


def records_in(content: bytes) -> Iterator[etree._Element]:
    """The records of a file: one by itself, or all of a submission. Raises InvotrackError where it is no XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        message = f"it is no XML: {error}"
        raise InvotrackError(message) from error
    if etree.QName(root).localname in {"RegistroAlta", "RegistroAnulacion"}:
        yield root
        return
    yield from root.iter(f"{{{INFORMATION}}}RegistroAlta", f"{{{INFORMATION}}}RegistroAnulacion")


def submission(
    issuer_name: str,
    issuer_nif: str,
    records: Sequence[str],
    *,
    incident: bool = False,
    ends_on: date | None = None,
) -> bytes:
    """A RegFactuSistemaFacturacion of records as they are stored, at most 1,000."""
    root = etree.Element(f"{{{SUBMISSION}}}RegFactuSistemaFacturacion", nsmap={"sf": INFORMATION, "sfLR": SUBMISSION})
    head = etree.SubElement(root, f"{{{SUBMISSION}}}Cabecera")
    issuer = _element("ObligadoEmision", head)
    _text(issuer, "NombreRazon", issuer_name[:_LONGEST_NAME])
    _text(issuer, "NIF", issuer_nif)
    if incident or ends_on:
        voluntary = _element("RemisionVoluntaria", head)
        _text(voluntary, "FechaFinVeriFactu", day(ends_on) if ends_on else None)
        _text(voluntary, "Incidencia", "S" if incident else None)
    for record in records:
        etree.SubElement(root, f"{{{SUBMISSION}}}RegistroFactura").append(etree.fromstring(record))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _chained(root: etree._Element, previous: Previous | None, system: System, generated_at: str) -> Record:
    chain = _element("Encadenamiento", root)
    if previous is None:
        _text(chain, "PrimerRegistro", "S")
    else:
        before = _element("RegistroAnterior", chain)
        _invoice_fields(before, "", previous.issuer_nif, previous.number, previous.issue_date)
        _text(before, "Huella", previous.hash)
    made = _element("SistemaInformatico", root)
    for name, value in (
        ("NombreRazon", system.producer_name[:_LONGEST_NAME]),
        ("NIF", system.producer_nif),
        ("NombreSistemaInformatico", _SOFTWARE),
        ("IdSistemaInformatico", system.software_id),
        ("Version", system.version),
        ("NumeroInstalacion", system.installation),
        ("TipoUsoPosibleSoloVerifactu", "S"),
        ("TipoUsoPosibleMultiOT", "N"),
        ("IndicadorMultiplesOT", "N"),
    ):
        _text(made, name, value)
    _text(root, "FechaHoraHusoGenRegistro", generated_at)
    _text(root, "TipoHuella", "01")
    _text(root, "Huella", "-")
    hash_ = read(root).recomputed
    root[-1].text = hash_
    return Record(etree.tostring(root, encoding="unicode"), hash_, generated_at)


def _recipient(parent: etree._Element, recipient: Recipient) -> None:
    _text(parent, "NombreRazon", recipient.name[:_LONGEST_NAME])
    if recipient.nif:
        _text(parent, "NIF", recipient.nif)
        return
    other = _element("IDOtro", parent)
    _text(other, "CodigoPais", recipient.country)
    _text(other, "IDType", recipient.id_type)
    _text(other, "ID", recipient.number)


def _breakdown(parent: etree._Element, row: Breakdown) -> None:
    _text(parent, "Impuesto", row.tax)
    _text(parent, "ClaveRegimen", row.regime)
    _text(parent, "CalificacionOperacion", row.qualification)
    _text(parent, "OperacionExenta", row.exemption)
    _text(parent, "TipoImpositivo", None if row.rate is None else amount(row.rate))
    _text(parent, "BaseImponibleOimporteNoSujeto", amount(row.base))
    _text(parent, "CuotaRepercutida", None if row.amount is None else amount(row.amount))


def _invoice(parent: etree._Element, suffix: str, nif: str, number: str, issue_date: date) -> None:
    _invoice_fields(_element("IDFactura", parent), suffix, nif, number, issue_date)


def _invoice_fields(parent: etree._Element, suffix: str, nif: str, number: str, issue_date: date) -> None:
    _text(parent, f"IDEmisorFactura{suffix}", nif)
    _text(parent, f"NumSerieFactura{suffix}", number)
    _text(parent, f"FechaExpedicionFactura{suffix}", day(issue_date))


def _element(name: str, parent: etree._Element | None = None) -> etree._Element:
    tag = f"{{{INFORMATION}}}{name}"
    return etree.Element(tag, nsmap={"sf": INFORMATION}) if parent is None else etree.SubElement(parent, tag)


def _text(parent: etree._Element, name: str, value: str | None) -> None:
    if value is not None:
        _element(name, parent).text = value


def _found(record: etree._Element, path: str) -> str:
    steps = "/".join(f"{{{INFORMATION}}}{step}" for step in path.split("/"))
    return record.findtext(steps) or ""

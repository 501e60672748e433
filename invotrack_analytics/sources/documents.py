"""Documents: files in a standard of their own, invoices and bank statements, recognised by their first elements."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.bank_statements import COLUMNS
from invotrack_analytics.sources.camt_statements import CAMT, MESSAGES, read_camt
from invotrack_analytics.sources.e_invoices import CONTENT, read_documents
from invotrack_analytics.sources.envelopes import enveloped_invoice, is_envelope
from invotrack_analytics.sources.pdf_files import attached_invoice
from invotrack_analytics.sources.profile import Format, Profile
from invotrack_analytics.sources.standard import Standard
from invotrack_analytics.sources.standards import standard_of
from invotrack_analytics.sources.swift_statements import MT940, is_swift, read_swift
from invotrack_analytics.sources.table import Table
from invotrack_analytics.sources.text_table import RECORD, TextTable
from invotrack_analytics.sources.xml_files import name_of, start_elements

RECORDS = "records"
"""The profile that reads rejected rows of documents back: a CSV with the column `record`."""
_OTHERS = {
    "urn:oasis:names:specification:ubl:schema:xsd:": "is a UBL {name}, not an invoice; leave it out",
    "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure": "is an order (Order-X), not an invoice; leave it out",
    "http://www.sat.gob.mx/esquemas/retencionpago": "is a certificate of withheld tax, not an invoice; leave it out",
    "http://ivaservizi.agenziaentrate.gov.it": (
        "is an Italian FatturaPA, which no layout reads; export the invoices as UBL or CSV"
    ),
    "urn:iso:std:iso:20022:tech:xsd:pain.": (
        "is a payment order for the bank, not what it booked; export the statement (camt.053 or MT940)"
    ),
}
"""By how its namespace begins, what a document of another standard is, and what to do."""
_FORMAT = Format(date="%Y-%m-%d", decimal=".")
_ENVELOPES = frozenset({"StandardBusinessDocument"})


def read_document(path: Path, kind: str, scratch: Path, own_tax_id: str | None) -> tuple[Profile, TextTable] | None:
    """How a file of a known standard is read; None where it is of none.

    Raises SourceError for a PDF or an envelope without one, and for what is no plain XML.
    """
    source = attached_invoice(path, scratch) if kind == "pdf" else path
    elements = start_elements(source, path)
    root = next(elements, None)
    if root is None:
        return None
    name, namespace = name_of(root)
    if is_envelope(name, namespace):
        return _read_enveloped(path, enveloped_invoice(source, path, scratch), own_tax_id)
    if name == "Document" and kind == "xml" and _is_statement(next(elements, None)):
        return statement_profile(CAMT), TextTable(
            COLUMNS, batches=lambda: read_camt(path, namespace), may_be_empty=True
        )
    standard = standard_of(name, namespace)
    if standard is None and name in _ENVELOPES:
        standard = next(filter(None, (standard_of(*name_of(element)) for element in elements)), None)
    if standard is None:
        if kind == "pdf":
            message = f"{path}: the XML attached to it is of no known standard (Factur-X, ZUGFeRD, XRechnung)"
            raise SourceError(message)
        return None
    return _invoices(source, path, standard, own_tax_id)


def _read_enveloped(path: Path, source: Path, own_tax_id: str | None) -> tuple[Profile, TextTable]:
    """What an envelope carries; an envelope within it is none that anybody makes."""
    standard = next((standard_of(*name_of(root)) for root in start_elements(source, path)), None)
    if standard is None:
        what = other_document(source, path) or "is of no known standard"
        message = f"{path}: is an envelope (AttachedDocument), and what it carries {what}"
        raise SourceError(message)
    return _invoices(source, path, standard, own_tax_id)


def _invoices(source: Path, path: Path, standard: Standard, own_tax_id: str | None) -> tuple[Profile, TextTable]:
    text = TextTable(HEADER, documents=lambda: list(read_documents(source, path, standard, own_tax_id)))
    return document_profile(standard.name), text


def read_statement(text_path: Path, head: str, shown: Path) -> tuple[Profile, TextTable] | None:
    """How a file of SWIFT statements is read; None where it is none."""
    if not is_swift(head):
        return None
    lines = TextTable(COLUMNS, batches=lambda: read_swift(text_path, shown), may_be_empty=True)
    return statement_profile(MT940), lines


def statement_profile(name: str) -> Profile:
    """A format of bank statements as a profile."""
    table = Table("bank_lines", {column: column for column in COLUMNS})
    return Profile(name, (), (table,), format=_FORMAT, origin="standard")


@cache
def document_profile(name: str) -> Profile:
    """A standard as a profile: each row is of the data set that its `record` names."""
    return Profile(
        name=name,
        headers=(RECORD,),
        tables=tuple(
            Table(
                dataset,
                {column: column for column in columns},
                only={RECORD: (dataset,)},
                # What an invoice says of its buyer makes a client and never changes one.
                introduces=dataset == "clients",
            )
            for dataset, columns in CONTENT.items()
        ),
        format=_FORMAT,
        origin="standard",
    )


HEADER = (RECORD, *dict.fromkeys(column for columns in CONTENT.values() for column in columns))


def other_document(path: Path, shown: Path) -> str | None:
    """What a file of a standard that is not read is, and what to do; None where that is not known."""
    root = next(start_elements(path, shown), None)
    name, namespace = name_of(root) if root is not None else ("", "")
    told = (words for begin, words in _OTHERS.items() if namespace.startswith(begin))
    return next((words.format(name=name) for words in told), None)


def _is_statement(message: Any) -> bool:
    return message is not None and name_of(message)[0].startswith(MESSAGES)

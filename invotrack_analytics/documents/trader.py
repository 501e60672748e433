"""Trader: the seller or the buyer in the terms of EN 16931 (BT numbers are its own)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from invotrack_analytics.documents.eas import scheme_of
from invotrack_analytics.documents.electronic_address import electronic_address
from invotrack_analytics.documents.invoice import Party
from invotrack_analytics.documents.markup import writable
from invotrack_analytics.documents.vat import vat_number

_ADDRESS_LINES = 3
_PUNCTUATION = re.compile(r"[\s.\-]")
_REGISTERS: Mapping[str, re.Pattern[str]] = {
    "0007": re.compile(r"\d{10}"),
    "0192": re.compile(r"\d{9}"),
    "0106": re.compile(r"\d{8}"),
    "0002": re.compile(r"\d{9}"),
}
_SCHEME_OF_COUNTRY: Mapping[str, str] = {"SE": "0007", "NO": "0192"}


@dataclass(frozen=True)
class Trader:
    """The seller or the buyer."""

    name: str
    address: tuple[str, ...]
    """Up to three lines."""
    postal_code: str
    city: str
    country: str
    email: str
    endpoint: tuple[str, str] | None
    """BT-34/BT-49: scheme and address."""
    vat_number: str | None
    """BT-31/BT-48."""
    tax_registration: str | None
    """BT-32: of a seller whose tax id is no VAT number."""
    legal_id: tuple[str | None, str] | None
    """BT-30/BT-47, with the scheme that numbers it, where it names one."""
    contact: str = ""
    """BT-41: whom to ask at the seller's."""
    phone: str = ""
    """BT-42."""


def country_of(party: Party) -> str:
    """The country as a code in capitals, or whatever stands there."""
    return writable(party.country).upper()


def trader_of(party: Party, *, shows_vat: bool, sells: bool) -> Trader:
    """The party as it stands on an e-invoice; `shows_vat`: whether a VAT number may stand on it."""
    number = vat_number(party)
    lines = [line for line in map(writable, writable(party.address).splitlines()) if line]
    address = (*lines[: _ADDRESS_LINES - 1], ", ".join(lines[_ADDRESS_LINES - 1 :]))
    tax_id = writable(party.tax_id) or None
    email = writable(party.email)
    endpoint_id, scheme = writable(party.endpoint_id), writable(party.endpoint_scheme)
    legal_id = writable(party.legal_id) or (None if number and shows_vat else tax_id)
    legal_scheme = writable(party.legal_scheme) if writable(party.legal_id) else ""
    return Trader(
        name=writable(party.name),
        address=tuple(line for line in address if line),
        postal_code=writable(party.postal_code),
        city=writable(party.city),
        country=country_of(party),
        email=email,
        endpoint=_endpoint(scheme, endpoint_id, electronic_address(email, number)),
        vat_number=number if shows_vat else None,
        tax_registration=_registration(party, number, tax_id) if sells and shows_vat else None,
        legal_id=(legal_scheme or None, registered(legal_id, legal_scheme, country_of(party))) if legal_id else None,
        contact=writable(party.contact) if sells else "",
        phone=writable(party.phone) if sells else "",
    )


def registered(legal_id: str, scheme: str, country: str) -> str:
    """A number as its register writes it: without blanks, dots and hyphens where it is made of digits alone."""
    bare = _PUNCTUATION.sub("", legal_id)
    known = _REGISTERS.get(scheme) or (_REGISTERS.get(_SCHEME_OF_COUNTRY.get(country, "")) if not scheme else None)
    return bare if known and known.fullmatch(bare) else legal_id


def _endpoint(scheme: str, number: str, default: tuple[str, str] | None) -> tuple[str, str] | None:
    """The address that is told; one of a scheme in no list is left off, since no file may name it (BR-CL-25)."""
    if number and scheme:
        return (scheme, number) if scheme_of(scheme) else None
    return default


def _registration(party: Party, vat: str | None, tax_id: str | None) -> str | None:
    """BT-32: the tax number that is no VAT number."""
    return writable(party.tax_number) or (None if vat else tax_id) or None

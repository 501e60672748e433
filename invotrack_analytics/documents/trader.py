"""Trader: the seller or the buyer in the terms of EN 16931 (BT numbers are its own)."""

from __future__ import annotations

from dataclasses import dataclass

from invotrack_analytics.documents.electronic_address import electronic_address
from invotrack_analytics.documents.invoice import Party
from invotrack_analytics.documents.markup import writable
from invotrack_analytics.documents.vat import vat_number

_ADDRESS_LINES = 3


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
        endpoint=(scheme, endpoint_id) if endpoint_id and scheme else electronic_address(email, number),
        vat_number=number if shows_vat else None,
        tax_registration=tax_id if sells and shows_vat and not number else None,
        legal_id=(legal_scheme or None, legal_id) if legal_id else None,
    )

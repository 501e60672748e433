"""Electronic address: where an e-invoice is sent (BT-34, BT-49), by the code list Electronic Address Scheme (EAS)."""

from __future__ import annotations

from collections.abc import Mapping

_EMAIL = "EM"
# VAT numbers as addresses; the countries whose companies are found by another number (such as SE or NO) are not here.
_OF_VAT_NUMBERS: Mapping[str, str] = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FI": "0213", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935",
    "IT": "0211", "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945",
    "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip


def electronic_address(email: str, vat_number: str | None) -> tuple[str, str] | None:
    """Scheme and address of a party that has told none: its e-mail address, else its VAT number; None without both."""
    if email:
        return _EMAIL, email
    scheme = _OF_VAT_NUMBERS.get((vat_number or "")[:2])
    return (scheme, vat_number) if scheme and vat_number else None

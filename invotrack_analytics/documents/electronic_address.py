"""Electronic address: where an e-invoice is sent (BT-34, BT-49), by the code list Electronic Address Scheme (EAS).

Addresses and numbers in registers are written with the scheme in front, as Peppol does: `9920:ESB12345674`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

EMAIL = "EM"
_WITH_SCHEME = re.compile(rf"({EMAIL}|[0-9]{{4}}):(.+)", re.DOTALL)
# VAT numbers as addresses; the countries whose companies are found by another number (such as SE or NO) are not here.
_OF_VAT_NUMBERS: Mapping[str, str] = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FI": "0213", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935",
    "IT": "0211", "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945",
    "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip


def scheme_and_number(text: str | None) -> tuple[str | None, str | None]:
    """The scheme and what it numbers, of a text such as `0106:12345678`; without a scheme the text is the number."""
    found = _WITH_SCHEME.fullmatch((text or "").strip())
    return (found.group(1), found.group(2).strip()) if found else (None, (text or "").strip() or None)


def electronic_address(email: str, vat_number: str | None) -> tuple[str, str] | None:
    """Scheme and address of a party that has told none: its VAT number, else its e-mail address; None without both.

    The VAT number first, because Peppol knows no e-mail addresses.
    """
    scheme = _OF_VAT_NUMBERS.get((vat_number or "")[:2])
    if scheme and vat_number:
        return scheme, vat_number
    return (EMAIL, email) if email else None

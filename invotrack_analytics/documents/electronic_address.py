"""Electronic address: where an e-invoice is sent (BT-34, BT-49), by the code list Electronic Address Scheme (EAS).

Addresses and numbers in registers are written with the scheme in front, as Peppol does: `9920:ESB12345674`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

EMAIL = "EM"
_WITH_SCHEME = re.compile(rf"({EMAIL}|[0-9]{{4}}):(.+)", re.DOTALL)
# VAT numbers as addresses. Finland's cannot be derived, and what others know their companies by is below.
_OF_VAT_NUMBERS: Mapping[str, str] = {
    "AT": "9914", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935",
    "IT": "0211", "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945",
    "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip

# Where a company's number in its register is a part of its VAT number.
_OF_REGISTERS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "BE": ("0208", re.compile(r"BE([01]\d{9})")),
    "SE": ("0007", re.compile(r"SE(\d{10})\d{2}")),
    "NO": ("0192", re.compile(r"NO(\d{9})(?:MVA)?")),
    "DK": ("0184", re.compile(r"(DK\d{8})")),
}


def scheme_and_number(text: str | None) -> tuple[str | None, str | None]:
    """The scheme and what it numbers, of a text such as `0106:12345678`; without a scheme the text is the number."""
    found = _WITH_SCHEME.fullmatch((text or "").strip())
    return (found.group(1), found.group(2).strip()) if found else (None, (text or "").strip() or None)


def electronic_address(email: str, vat_number: str | None) -> tuple[str, str] | None:
    """Scheme and address of a party that has told none: its VAT number, else its e-mail address; None without both.

    The VAT number first, because Peppol knows no e-mail addresses.
    """
    registered = _registered(vat_number or "")
    if registered:
        return registered
    scheme = _OF_VAT_NUMBERS.get((vat_number or "")[:2])
    if scheme and vat_number:
        return scheme, vat_number
    return (EMAIL, email) if email else None


def _registered(vat_number: str) -> tuple[str, str] | None:
    scheme, pattern = _OF_REGISTERS.get(vat_number[:2], ("", re.compile(r"(?!)")))
    found = pattern.fullmatch(vat_number)
    return (scheme, found.group(1)) if found else None

"""VAT as EN 16931 tells it: the category of what is charged, why nothing is, and which numbers are VAT numbers.

Categories are UNCL 5305's, reasons VATEX's. What is billed is work, so place of supply follows the rules for services.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from invotrack_analytics.documents.invoice import Party, TaxSubtotal

_UNION = frozenset(
    ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"]
)  # fmt: skip
_PREFIX_OF_GREECE = "EL"
_VAT_NUMBER = re.compile(r"([A-Z]{2})[0-9A-Z+*]{2,13}")
_PUNCTUATION = re.compile(r"[\s.\-/]")

OUTSIDE = "O"
_STANDARD, _ZERO, _EXEMPT, _REVERSE, _EXPORT = "S", "Z", "E", "AE", "G"
_CANARY, _CEUTA = "L", "M"
CATEGORIES = frozenset([_STANDARD, _ZERO, _EXEMPT, _REVERSE, _EXPORT, OUTSIDE, _CANARY, _CEUTA])
_REASONS: Mapping[str, tuple[str | None, str]] = {
    _EXEMPT: (None, "Exempt from VAT"),
    _REVERSE: ("VATEX-EU-AE", "Reverse charge"),
    _EXPORT: ("VATEX-EU-G", "Export outside the EU"),
    OUTSIDE: ("VATEX-EU-O", "Not subject to VAT"),
}


@dataclass(frozen=True)
class Category:
    """A VAT category with its rate in percent; outside the scope of VAT there is no rate."""

    code: str
    rate: Decimal | None
    reason_code: str | None = None
    reason: str | None = None

    @property
    def charges_tax(self) -> bool:
        """Whether tax is due at the rate."""
        return self.code in {_STANDARD, _CANARY, _CEUTA}

    @property
    def needs_buyer_number(self) -> bool:
        """Whether the buyer owes the tax, and must therefore be known to the tax office."""
        return self.code == _REVERSE


def category_of(  # noqa: PLR0913, PLR0917  what a category follows from
    rate: Decimal, given: str | None, reason: str | None, seller: Party, buyer: Party, reason_code: str | None = None
) -> Category:
    """The category of what bears this rate: the one given, else the one that rate and countries make likely."""
    code = given or (_STANDARD if rate else _untaxed(seller, buyer))
    usual_code, usual = _REASONS.get(code, (None, None))
    return Category(
        code, None if code == OUTSIDE else rate, reason_code or usual_code, (reason or usual) if usual else None
    )


def exemption_of(tax: TaxSubtotal, seller: Party, buyer: Party) -> tuple[str, str | None] | None:
    """The category that bears no tax, with its reason where one is given; None where the page need not tell it.

    A seller outside the union owes nobody an explanation that it has not been given, nor does a rate of zero.
    """
    category = category_of(tax.tax_rate, tax.tax_category, tax.exemption_reason, seller, buyer, tax.exemption_code)
    told = tax.exemption_reason or (seller.country or "").upper() in _UNION
    return (category.code, tax.exemption_reason) if category.code in _REASONS and told else None


def vat_number(party: Party) -> str | None:
    """The party's tax id without punctuation where it is a VAT number: one that starts with its country's prefix."""
    number = _PUNCTUATION.sub("", party.tax_id or "").upper()
    found = _VAT_NUMBER.fullmatch(number)
    country = (party.country or "").upper()
    prefixes = (_UNION - {"GR"}) | {_PREFIX_OF_GREECE, country}
    return number if found and found.group(1) in prefixes else None


def is_in_union(country: str) -> bool:
    """Whether a country (ISO 3166) is of the European Union."""
    return country.upper() in _UNION


def treatment_of(seller: Party, buyer: Party, *, consumer: bool = False) -> tuple[str, str] | None:
    """The category that follows from both countries and VAT numbers, with its reason; None where tax is as at home.

    Services to a business are taxed where it is (arts. 44 and 196 of directive 2006/112/EC): within the union the buyer
    owes the tax if both have VAT numbers; without one, and for consumers, it is as at home. Outside it is out of scope.
    """
    ours, theirs = ((party.country or "").upper() for party in (seller, buyer))
    if not ours or not theirs or ours == theirs:
        return None
    if ours in _UNION and theirs in _UNION:
        if consumer or not (vat_number(seller) and vat_number(buyer)):
            return None
        return _REVERSE, f"both are in the EU ({ours}, {theirs}) and have VAT numbers: the buyer owes the tax"
    return OUTSIDE, f"work for a client in {theirs} is supplied there, outside the tax of {ours}"


def _untaxed(seller: Party, buyer: Party) -> str:
    ours, theirs = ((party.country or "").upper() for party in (seller, buyer))
    if ours == theirs or not ours or not theirs:
        return _ZERO
    if ours not in _UNION or theirs not in _UNION:
        return OUTSIDE
    return _REVERSE if vat_number(seller) and vat_number(buyer) else _ZERO

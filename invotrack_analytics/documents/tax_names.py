"""Tax names: what the tax on sales is called in the seller's country.

The names are the usual short ones of each country, written down from memory in 2026-08; an adviser of the country
should look at one before it is relied on.
"""

from __future__ import annotations

from collections.abc import Mapping

CANARY_ISLANDS, CEUTA_AND_MELILLA = "L", "M"

_BY_COUNTRY: Mapping[str, str] = {
    "ES": "IVA", "DE": "USt", "AT": "USt", "CH": "MWST", "LI": "MWST", "FR": "TVA", "BE": "TVA", "LU": "TVA",
    "MC": "TVA", "IT": "IVA", "SM": "IVA", "PT": "IVA", "NL": "BTW", "GB": "VAT", "IE": "VAT", "MT": "VAT",
    "DK": "Moms", "SE": "Moms", "NO": "MVA", "FI": "ALV", "IS": "VSK", "PL": "VAT", "CZ": "DPH", "SK": "DPH",
    "HU": "ÁFA", "RO": "TVA", "BG": "ДДС", "GR": "ΦΠΑ", "CY": "ΦΠΑ", "HR": "PDV", "SI": "DDV", "EE": "KM",
    "LV": "PVN", "LT": "PVM", "CA": "GST", "AU": "GST", "NZ": "GST", "SG": "GST", "IN": "GST", "US": "Sales tax",
    "MX": "IVA", "CL": "IVA", "CO": "IVA", "AR": "IVA", "PE": "IGV",
}  # fmt: skip
_OF_SPANISH_TERRITORIES: Mapping[str, str] = {CANARY_ISLANDS: "IGIC", CEUTA_AND_MELILLA: "IPSI"}
_ELSEWHERE = "Tax"


def tax_name(country: str | None, category: str | None = None) -> str:
    """What a seller of this country calls the tax of this category."""
    return _OF_SPANISH_TERRITORIES.get(category or "") or _BY_COUNTRY.get((country or "").upper(), _ELSEWHERE)

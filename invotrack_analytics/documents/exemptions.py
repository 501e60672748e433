"""Exemptions: the words that a small business's law asks for on its invoices, and their codes (VATEX).

Each text names its law; they were written down from memory in 2026-08, so an adviser of the country should look at one
before it is relied on. Spain has no such regime in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Exemption:
    """Why a seller charges no tax: in the words of its law, with a code where the code list VATEX has one."""

    reason: str
    code: str | None = None


SMALL_BUSINESS: Mapping[str, Exemption] = {
    "DE": Exemption("Steuerbefreiung für Kleinunternehmer gemäß § 19 UStG"),
    "AT": Exemption("Umsatzsteuerfrei aufgrund der Kleinunternehmerregelung (§ 6 Abs. 1 Z 27 UStG)"),
    "FR": Exemption("TVA non applicable, article 293 B du CGI", "VATEX-FR-FRANCHISE"),
    "IT": Exemption("Operazione in franchigia da IVA, art. 1, commi 54-89, L. 190/2014"),
    "PT": Exemption("IVA \N{EN DASH} regime de isenção, artigo 53.º do CIVA"),
    "BE": Exemption(
        "Petite entreprise soumise au régime de la franchise de taxe, TVA non applicable, art. 56bis du Code de la TVA"
        " / Kleine onderneming onderworpen aan de vrijstellingsregeling van belasting, btw niet toepasselijk,"
        " art. 56bis Btw-Wetboek"
    ),
    "NL": Exemption("Factuur vrijgesteld van omzetbelasting op grond van artikel 25 Wet op de omzetbelasting 1968"),
}


def small_business_in(country: str) -> Exemption | None:
    """The exemption of small businesses in a country, or None where it has none that we know."""
    return SMALL_BUSINESS.get(country.upper())

"""Peppol: what its network asks of an e-invoice beyond EN 16931; rules are named as in its specification."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from invotrack_analytics.documents.trader import Trader

# Countries whose sellers are to name their number in a register, and by which scheme it is one.
_REGISTERS: Mapping[str, tuple[str, ...]] = {"DK": ("0184",), "IS": ("0196",), "NL": ("0106", "0190")}
_VAT_NUMBERS: Mapping[str, re.Pattern[str]] = {"NO": re.compile(r"NO\d{9}MVA"), "SE": re.compile(r"SE\d{12}")}
_SELLERS_WITH_ADDRESS = frozenset(["IS", "IT", "NL"])
_GREECE = "GR"
_SCHEME = re.compile(r"\d{4}")


def peppol_gaps(seller: Trader, buyer: Trader, *, referenced: bool, names_account: bool) -> Iterator[str]:
    """Why the network would refuse a document between these two; nothing where it would take it.

    `referenced`: whether it has a reference of the buyer or an order; `names_account`: whether it says where to pay,
    or is a credit note of an invoice that it names.
    """
    if not referenced:
        yield "it has neither a reference of the buyer nor an order (R003)"
    for party, who, rule in ((buyer, "the client", "R010"), (seller, "the company", "R020")):
        if party.endpoint is None:
            yield f"{who} has no electronic address ({rule})"
        elif not _SCHEME.fullmatch(party.endpoint[0]):
            yield f"{who} is reached by e-mail alone (CL008)"
    yield from _national_gaps(seller, buyer)
    if seller.country == "NL" and not names_account:
        yield "it does not say where to pay, or which invoice it credits (NL-R-001, NL-R-007)"


def _national_gaps(seller: Trader, buyer: Trader) -> Iterator[str]:
    """What the seller's country asks."""
    country = seller.country
    if country == _GREECE:
        yield "Greek sellers send through their tax office (GR-R-001, GR-R-004)"
    wanted = _REGISTERS.get(country)
    if wanted and not (seller.legal_id and seller.legal_id[0] in wanted):
        yield f"the company has no legal_id by the scheme {' or '.join(wanted)} ({country}-R)"
    pattern = _VAT_NUMBERS.get(country)
    if pattern and seller.vat_number and not pattern.fullmatch(seller.vat_number):
        yield f"the company's VAT number is not as those of {country} are ({country}-R-001)"
    for party in (seller, buyer) if buyer.country == country else (seller,):
        if country in _SELLERS_WITH_ADDRESS and not (party.address and party.postal_code and party.city):
            yield f"the address of {party.name} is not complete ({country}-R)"
    if buyer.country == country == "NL" and buyer.legal_id and buyer.legal_id[0] not in _REGISTERS[country]:
        yield "the client's legal_id is not by the scheme 0106 or 0190 (NL-R-005)"

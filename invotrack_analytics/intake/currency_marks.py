"""Currency marks: what stands beside an amount, such as €, US$ or CHF, and which currencies it may mean.

A mark that several currencies share means the company's own where that is one of them, else the one that Unicode's
CLDR writes so in English ($ is the US dollar, £ the pound sterling, ¥ the yen). Where nobody is first among them (kr),
it has to be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from invotrack_analytics.intake.reading import literal
from invotrack_analytics.money import currencies

FROM_MARK = "currency_from_sign"
OTHER_MARK = "sign_differs_from_currency"

_CERTAIN = {
    "€": "EUR", "US$": "USD", "USD$": "USD", "CA$": "CAD", "C$": "CAD", "CAD$": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "MX$": "MXN", "NT$": "TWD", "R$": "BRL", "CN¥": "CNY",
    "JP¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₪": "ILS", "₫": "VND", "₴": "UAH", "฿": "THB",
    "₱": "PHP", "₦": "NGN", "₵": "GHS", "₡": "CRC", "₸": "KZT", "₾": "GEL", "ZŁ": "PLN", "KČ": "CZK", "FT": "HUF",
    "LEI": "RON", "SFR": "CHF", "FR": "CHF", "R": "ZAR",
}  # fmt: skip
_SHARED = {
    "$": (
        "USD", "CAD", "AUD", "NZD", "MXN", "HKD", "SGD", "TWD", "ARS", "CLP", "COP", "UYU", "BMD", "BSD", "BBD", "BZD",
        "DOP", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD", "BND", "CVE",
    ),
    "£": ("GBP", "GIP", "FKP", "SHP", "EGP", "LBP", "SSP", "SYP", "SDG", "IMP", "JEP", "GGP"),
    "¥": ("JPY", "CNY"),
    "RS": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
}  # fmt: skip
_WITHOUT_FIRST = frozenset({"KR"})
"""Marks that mean none of their currencies before the others."""
_NUMBER = "[-+()0-9.,''\u2019\u2212\\s\u00a0\u2009\u202f]"
PREFIXES = ("US", "USD", "CA", "C", "CAD", "A", "AU", "NZ", "HK", "S", "SG", "MX", "NT", "R")
"""What tells one dollar from another before its sign."""


def mark_beside(text: str) -> str:
    """SQL: what stands in an amount beside its number, in capitals; null where that is nothing."""
    return f"nullif(upper(regexp_replace({text}, '{_NUMBER}', '', 'g')), '')"


@dataclass(frozen=True)
class Marks:
    """What marks mean in one file."""

    company: str
    given: str | None = None
    """The currency that a profile says for the amounts of this file that name none."""

    @property
    def base(self) -> str:
        """The currency of what names none."""
        return self.given or self.company

    @property
    def open(self) -> dict[str, tuple[str, ...]]:
        """Marks that may mean the base, and mean another where the row's client or invoice says so."""
        return {sign: codes for sign, codes in _SHARED.items() if self.base in codes}

    @property
    def untold(self) -> dict[str, tuple[str, ...]]:
        """Marks of which nobody can say what they mean."""
        return {sign: codes for sign, codes in _SHARED.items() if sign in _WITHOUT_FIRST and self.base not in codes}

    def certain(self, mark: str) -> str:
        """SQL: the currency that a mark means whatever the row is of; null where it is open, or no mark."""
        meant = _CERTAIN | {sign: codes[0] for sign, codes in _SHARED.items() if sign not in {*self.open, *self.untold}}
        return f"(case {_whens(mark, meant)} when {mark} in ({_codes()}) then {mark} end)"

    def written(self, text: str) -> str:
        """SQL: the code of a currency that is named by its code or its mark; any other text as it stands."""
        meant = _CERTAIN | dict.fromkeys(self.open, self.base)
        return f"(case {_whens(f'upper({text})', meant)} else upper({text}) end)"

    def fits(self, mark: str, currency: str) -> str:
        """SQL: whether a mark may mean this currency; true for what is no mark."""
        meant = {sign: (code,) for sign, code in _CERTAIN.items()} | _SHARED
        cases = " ".join(
            f"when {mark} = {literal(sign)} then {currency} in ({', '.join(map(literal, codes))})"
            for sign, codes in meant.items()
        )
        return f"(case {cases} when {mark} in ({_codes()}) then {currency} = {mark} else true end)"


def _whens(mark: str, meant: Mapping[str, str]) -> str:
    return " ".join(f"when {mark} = {literal(sign)} then {literal(code)}" for sign, code in meant.items())


@cache
def _codes() -> str:
    return ", ".join(map(literal, sorted(currencies())))

"""The code list Electronic Address Scheme (EAS): which schemes EN 16931 and Peppol know, and how their numbers check.

`eas.csv` is the list of the EN 16931 rules 1.3.16 and of Peppol 2026.5.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from stdnum import luhn
from stdnum.be import vat as belgian
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10
from stdnum.no import orgnr

_GLN = re.compile(r"\d+")
_LOOKS_LIKE_LEITWEG = re.compile(r"\d{8,12}-.*-\d{2}")
_LEITWEG = re.compile(r"\d{2,12}(-[0-9A-Za-z]{1,30})?-\d{2}")


@dataclass(frozen=True)
class Scheme:
    """A scheme of electronic addresses."""

    code: str
    in_en16931: bool
    in_peppol: bool
    check: str


def scheme_of(code: str | None) -> Scheme | None:
    """The scheme of this code; None where no list knows it."""
    return _schemes().get(code or "")


def is_right(scheme: str | None, number: str) -> bool:
    """Whether a number's form and check digits are right, where the scheme has any that are known here."""
    found = scheme_of(scheme)
    check = _CHECKS.get(found.check) if found else None
    return check is None or check(number.strip())


def rule_of(scheme: str | None) -> str:
    """Peppol's rule for the numbers of a scheme."""
    return _RULES.get(scheme or "", "PEPPOL-COMMON")


@cache
def _schemes() -> Mapping[str, Scheme]:
    text = (resources.files("invotrack_analytics.documents") / "eas.csv").read_text("utf-8")
    return {
        row["code"]: Scheme(row["code"], row["in_en16931"] == "yes", row["in_peppol"] == "yes", row["check"])
        for row in csv.DictReader(text.splitlines())
    }


def _valid(validate: Callable[[str], object], number: str) -> bool:
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def _gln(number: str) -> bool:
    if not _GLN.fullmatch(number):
        return False
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return weighed % 10 == 0


def looks_like_leitweg(reference: str) -> bool:
    """Whether a reference is written as a Leitweg-ID is: numbers, a part in the middle, two check digits."""
    return _LOOKS_LIKE_LEITWEG.fullmatch(reference) is not None


def leitweg_is_right(number: str) -> bool:
    """Whether a Leitweg-ID has the form and the check digits of its specification (ISO 7064, mod 97-10)."""
    if not _LEITWEG.fullmatch(number):
        return False
    body = number.replace("-", "").upper()
    return _valid(mod_97_10.validate, body)


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "gln": _gln,
    "luhn": lambda number: bool(re.fullmatch(r"\d{10}", number)) and luhn.is_valid(number),
    "mod11": lambda number: bool(re.fullmatch(r"\d{9}", number)) and _valid(orgnr.validate, number),
    "mod97": lambda number: bool(re.fullmatch(r"\d{10}", number)) and _valid(belgian.validate, number),
    "dk": lambda number: bool(re.fullmatch(r"(DK)?\d{8}", number)),
    "kvk": lambda number: bool(re.fullmatch(r"\d{8}", number)),
    "nlvat": lambda number: bool(re.fullmatch(r"NL\d{9}B\d{2}", number)),
    "leitweg": leitweg_is_right,
}
_RULES: Mapping[str, str] = {
    "0088": "PEPPOL-COMMON-R040",
    "0192": "PEPPOL-COMMON-R041",
    "0184": "PEPPOL-COMMON-R042",
    "0208": "PEPPOL-COMMON-R043",
    "0007": "PEPPOL-COMMON-R049",
    "0106": "PEPPOL-COMMON-R054",
    "9944": "PEPPOL-COMMON-R056-1",
    "0204": "BR-DE-15",
}

"""Header words: what people and banks call the columns of a data set, in the languages they write in.

Only a draft is made with them (see draft_table): nothing is imported because a header merely sounds right.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from invotrack_analytics.money import currencies
from invotrack_analytics.sources.text_table import normal_header

_REMARKS = ("referenz", "note")
"""How headers end that a bank writes, too: a customer's reference, a client's note."""


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((resources.files("invotrack_analytics.sources") / "header_words.toml").read_text("utf-8"))


def plain(header: str) -> str:
    """A header's words without accents, marks, what stands in brackets and the currency of its amounts."""
    without = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", normal_header(header))
    bare = "".join(sign for sign in unicodedata.normalize("NFD", without) if not unicodedata.combining(sign))
    words = re.sub("[^a-z0-9]+", " ", bare.replace("ß", "ss")).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1].upper() in currencies() else words)


def currency_in(header: str) -> str | None:
    """The currency that a header names, as in `Amount (EUR)` and `Amount CZK`."""
    named = [code for code in re.findall(r"\b[A-Z]{3}\b", header) if code in currencies()]
    return named[-1] if named and plain(header) else None


def find(dataset: str, header: Sequence[str]) -> dict[str, str]:
    """Which header each column of a data set is called by, the first word of a column before its others; none twice."""
    found: dict[str, str] = {}
    for column, names in _words()[dataset].items():
        for name in names:
            match = next((item for item in header if item not in found.values() and plain(item) == name), None)
            if match is not None:
                found[column] = match
                break
    return found


def is_bank_statement(header: Sequence[str]) -> bool:
    """Whether these are the columns of a bank's export: a date, an amount, and what only a bank writes."""
    found = find("bank_lines", header)
    words = {plain(item) for item in header}
    bank = _words()["bank"]
    if "booking_date" not in found or not {"amount", "credit"} & found.keys():
        return False
    if any(word.startswith(tuple(bank["foreign"])) and not word.endswith(_REMARKS) for word in words):
        return False
    told = bool(words & set(bank["signs"])) or "payer_iban" in found or {"payer_name", "remittance"} <= found.keys()
    return told and bool({"remittance", "payer_name"} & found.keys())


def words_for_receipts(header: str) -> list[str]:
    """The words by which a column tells what came in from what went out; none where it does not."""
    return _words()["directions"].get(plain(header), [])

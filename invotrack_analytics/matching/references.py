"""References: the invoice numbers that a payer's text or a structured creditor reference names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from stdnum import iso11649
from stdnum.be import ogm_vcs
from stdnum.ch import esr

MOST_WORDS = 6
"""Into how many words a payer's text may break one number."""
SHORTEST_SURE = 4
"""A shorter number may stand in a text by chance."""
_WORDS = re.compile(r"[^\W_]+")
_CREDITOR = re.compile(r"\bRF[0-9]{2}(?: ?[A-Z0-9]{4}){0,5}(?: ?[A-Z0-9]{1,4})?\b")
_BELGIAN = re.compile(r"[+*]{3}\s?([0-9]{3}/[0-9]{4}/[0-9]{5})\s?[+*]{3}")
_SWISS = re.compile(r"\b[0-9]{2}(?: ?[0-9]{5}){5}\b")
_LEGAL_FORMS = frozenset(
    {
        "ab", "ag", "as", "bv", "bvba", "co", "company", "corp", "corporation", "ev", "gmbh", "inc", "incorporated",
        "kg", "limited", "llc", "llp", "ltd", "ltda", "mbh", "nv", "ohg", "oy", "plc", "sa", "sarl", "sas", "se",
        "sl", "slu", "spa", "srl", "the", "ug",
    }
)  # fmt: skip


def bare(text: str) -> str:
    """Letters and digits alone, in upper case."""
    return "".join(_WORDS.findall(text)).upper()


def numbers_in(text: str, invoices: Mapping[str, str]) -> list[str]:
    """The invoices that a text names, in its order; `invoices` gives each by its bare number.

    A number may be cut by spaces or other signs, but never begins or ends within a word.
    """
    words = [word.upper() for word in _WORDS.findall(text)]
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(MOST_WORDS, len(words) - place), 0, -1):
            number = invoices.get("".join(words[place : place + length]))
            if number is not None:
                found.append(number)
                place += length
                break
        else:
            place += 1
    return list(dict.fromkeys(found))


def numbers_in_reference(reference: str, invoices: Mapping[str, str]) -> list[str]:
    """The one invoice that a structured reference stands for; none where it is none or could be several.

    ISO 11649 (RF and two check digits, which must be right) and national references (digits, filled up with zeros, with
    check digits behind) carry the number whole, or its digits.
    """
    core = bare(reference)
    if iso11649.is_valid(core):
        core = core[4:]
    exact = invoices.get(core) or invoices.get(core.lstrip("0"))
    if exact is not None:
        return [exact]
    digits = "".join(mark for mark in core if mark.isdigit())
    within = {
        number
        for plain, number in invoices.items()
        if len(own := "".join(mark for mark in plain if mark.isdigit())) >= SHORTEST_SURE
        # Up to three check digits may follow, and only zeros stand before.
        and (rest := digits.lstrip("0")).startswith(own.lstrip("0"))
        and len(rest) - len(own.lstrip("0")) <= len("000")
    }
    return sorted(within) if len(within) == 1 else []


def references_in(text: str) -> list[str]:
    """The structured references that a payer wrote into a text: ISO 11649, Belgian (+++…+++) and Swiss ones (QRR)."""
    found = []
    for creditor in _CREDITOR.finditer(text):
        # It may be written in groups of four, and a word may follow that looks like one more.
        groups = creditor[0].split()
        shorter = (" ".join(groups[:count]) for count in range(len(groups), 0, -1))
        found += [reference for reference in shorter if iso11649.is_valid(reference)][:1]
    found += [belgian[1] for belgian in _BELGIAN.finditer(text) if ogm_vcs.is_valid(belgian[1])]
    return found + [swiss[0] for swiss in _SWISS.finditer(text) if esr.is_valid(swiss[0])]


def name_words(name: str) -> frozenset[str]:
    """The words that tell a name from others: without case, signs and legal forms."""
    joined = name.casefold().replace(".", "")
    words = frozenset(_WORDS.findall(joined))
    return words - _LEGAL_FORMS or words


def known_by(names: Iterable[tuple[str, str]]) -> dict[frozenset[str], set[str]]:
    """Clients by the words of their names."""
    found: dict[frozenset[str], set[str]] = {}
    for client_id, name in names:
        found.setdefault(name_words(name), set()).add(client_id)
    return found

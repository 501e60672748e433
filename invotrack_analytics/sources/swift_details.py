"""Details of a SWIFT statement line (field 86): who paid and what for, in the ways that banks write it.

- Germany, Austria and their neighbours: a code of three digits, then parts such as `?20` (text), `?31` (account) and
  `?32` (name); in the text, SEPA's own words such as `EREF+`, `SVWZ+`.
- The Netherlands, Scandinavia and SWIFT's own: words between slashes, such as `/REMI/`, `/NAME/`, `/IBAN/`.
- Anything else is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from invotrack_analytics.sources.bank_statements import Line, meaningful

_CODED = re.compile(r"\s*[0-9]{3}([^0-9A-Za-z\s/])(?=[0-9]{2})")
_TEXT_PARTS = frozenset({*map(str, range(20, 30)), *map(str, range(60, 64))})
_NAME_PARTS, _ACCOUNT_PARTS = ("32", "33"), ("31", "38")
FULL_PART, FULL_LINE = 27, 65
"""Signs of a part or line that is full: its text goes on in the next without a space."""
_WORD = re.compile(
    r"(EREF|KREF|MREF|BREF|RREF|CRED|DEBT|SVWZ|ABWA|ABWE|PURP|COAM|OAMT|DDAT|MDAT|SQTP|ORCR|ORMR|IBAN|BIC)(?:\+|: )"
)
_SLASHED = re.compile(
    r"/(EREF|KREF|PREF|REMI|NAME|IBAN|BIC|TRTP|ORDP|BENM|CNTP|CSID|MARF|RTRN|TRCD|ADDR|ULTD|ULTB|ULTC|SWOC|ISDT|PURP"
    r"|SVCL|OCMT|CHGS|EXCH|ADDI|ID)/"
)
_REMITTANCE_KIND = re.compile(r"(USTD/+|STRD/+(?:CUR|ISO)?/*)")
_CREDITOR_REFERENCE = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")
_NAMED_BEHIND = re.compile(r"\s*\bREK: ([A-Z]{2}[0-9]{2}[A-Z0-9]{8,30})/NAAM: (.+)$")
"""How some Dutch banks end a text: account and name of the other party."""
ORIGINAL = "original"
"""What was paid first, of a return whose amount has the bank's fees in it: a currency, if any, and an amount."""
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")


def details_of(lines: Sequence[str]) -> Line:
    """What the details say of a bank line: payer, account, text and references, as far as they do."""
    coded = _CODED.match(lines[0])
    text = _joined(lines, FULL_LINE, mark=coded[1] if coded else "/")
    if coded:
        found = _of_parts(text, coded[1])
    elif _SLASHED.search(text):
        found = _of_slashed(text)
    else:
        found = _of_words(text)
    compact = found.get("remittance", "").replace(" ", "")
    if not found.get("structured_reference") and _CREDITOR_REFERENCE.fullmatch(compact):
        found["structured_reference"] = compact
    found["payer_iban"] = found.get("payer_iban", "").replace(" ", "")
    return {name: " ".join(text.split()) for name, text in found.items()}


def _of_parts(text: str, mark: str) -> Line:
    pieces = re.split(re.escape(mark) + "([0-9]{2})", text)
    parts = list(zip(pieces[1::2], pieces[2::2], strict=True))

    def of(codes: Iterable[str]) -> list[str]:
        return [content for code, content in parts if code in codes]

    found = _of_words(_joined(of(_TEXT_PARTS), FULL_PART))
    account = "".join(of(_ACCOUNT_PARTS[:1])).strip()
    others = "".join(of(_ACCOUNT_PARTS[1:])).strip()
    # Some banks keep 31 for the account within the country, and 38 for its IBAN.
    found["payer_iban"] = (others if _IBAN.fullmatch(others) else account) or found.get("payer_iban", "")
    # The name runs on from one part into the next.
    found["payer_name"] = _joined(of(_NAME_PARTS), FULL_PART) or found.get("payer_name", "")
    return found


def _of_words(text: str) -> Line:
    """A text in which SEPA's words name what follows them; without any, it is what the payer wrote."""
    behind = _NAMED_BEHIND.search(text)
    if behind:
        return {"remittance": text[: behind.start()], "payer_iban": behind[1], "payer_name": behind[2]}
    before, *pieces = _WORD.split(text)
    said: Mapping[str, str] = {word: content.strip() for word, content in zip(pieces[::2], pieces[1::2], strict=True)}
    return {
        "remittance": " ".join(filter(None, [before.strip(), said.get("SVWZ", "")])) if said else text,
        "end_to_end_id": meaningful(said.get("EREF", "")) or meaningful(said.get("KREF", "")),
        "payer_iban": said.get("IBAN", "").split(" ")[0],
        ORIGINAL: said.get("OAMT", ""),
    }


def _of_slashed(text: str) -> Line:
    whole = text
    before, *pieces = _SLASHED.split(text)
    said: dict[str, str] = {}
    for word, content in zip(pieces[::2], pieces[1::2], strict=True):
        said.setdefault(word, content.strip().strip("/"))
    if "CNTP" in said:
        # Account, bank, name and town of the counterparty, one after another.
        account, _bank, name, *_ = [*said["CNTP"].split("/"), "", "", ""]
        said.setdefault("IBAN", account)
        said.setdefault("NAME", name)
    text = said.get("REMI", "")
    kind = _REMITTANCE_KIND.match(text)
    reference = ""
    if kind:
        text = text[kind.end() :]
        reference = text if kind[1].startswith("STRD") else ""
    text = text or before.strip().strip("/")
    if not text and said.keys().isdisjoint({"REMI", "NAME"}):
        # Words of another bank's own, behind which the payer's may stand.
        text = whole
    return {
        "remittance": text,
        "structured_reference": reference,
        "end_to_end_id": meaningful(said.get("EREF", "")),
        "payer_name": said.get("NAME", ""),
        "payer_iban": said.get("IBAN", ""),
        ORIGINAL: said.get("OCMT", ""),
    }


def _joined(pieces: Sequence[str], full: int, mark: str = "") -> str:
    """Pieces of one text: a full one runs on into the next, after a shorter one a space was meant.

    Before what begins with a mark, or one of SEPA's words, nothing is cut in two.
    """
    text = ""
    for piece, following in pairwise([*pieces, ""]):
        if mark and following.startswith(mark):
            text += piece
        else:
            text += piece if len(piece) == full and not _WORD.match(following) else piece + " "
    return text.strip()

"""Encoding: in which one a text file is written, told from its bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from invotrack_analytics.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = ("cp1252", "cp1250")
"""The encodings of Western and of Central Europe, in which spreadsheets there write CSV."""
_LETTER = r"[^\W\d_]"
_ODD = re.compile(
    f"(?<={_LETTER})[\u00a2-\u00a6\u00a8\u00ac\u00af\u00b2-\u00b4\u00b6\u00b8\u00b9\u00bc-\u00be](?={_LETTER})"
    f"|[\u00a3-\u00a5\u00af\u00b3\u00b9\u00bc-\u00be](?={_LETTER})|\ufffd"
)
"""A sign at or in a word that is none of its letters: there a letter was meant."""
FOREIGN_SHARE = 0.5
"""From how many signs beyond ASCII for each ASCII letter on a text is taken for one in another script."""


def encoding_of(path: Path, head: bytes) -> str:
    """The encoding that a file's first bytes show: a mark, UTF-8, else what its letters make sense in.

    Raises SourceError where it cannot be told.
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            rest = head[len(bom) :]
            if name == "utf-16" and rest.isascii() and b"\0" not in rest and len(rest) > 1:
                message = (
                    f"{path}: begins with the mark of UTF-16 and goes on in single bytes; save it again as UTF-8, or "
                    "name its encoding in a profile (format.encoding)"
                )
                raise SourceError(message)
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        letters = sum(sign < 0x80 and chr(sign).isalpha() for sign in head)  # noqa: PLR2004  ASCII ends there
        if sum(sign >= 0x80 for sign in head) <= FOREIGN_SHARE * letters:  # noqa: PLR2004
            # The first of equals: what makes no difference is read as the usual one.
            return min(_LATIN, key=lambda name: len(_ODD.findall(head.decode(name, errors="replace"))))
        best = from_bytes(head).best()
        if best is None:
            message = f"{path}: its encoding cannot be told; name it in a profile (format.encoding)"
            raise SourceError(message) from None
        return best.encoding
    return "utf-8"

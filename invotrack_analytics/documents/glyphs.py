"""Which characters the bundled fonts can print, and what stands for those they cannot.

PDF/A forbids text without a glyph, so a character that no font has must go before the document is set.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"
_MAIN_FONT = FONT_FOLDER / "NotoSans-Regular.ttf"
REPLACEMENT = "\N{WHITE SQUARE}"

_UNICODE = 0
_WINDOWS = 3
_SEGMENTS = 4
_GROUPS = 12

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# Joiners shape Persian; marks and isolates hold a date in Arabic together.
# Other format characters print nothing, and overrides among them could show a figure backwards.
_KEPT_FORMATS = frozenset(
    _JOINERS
    + "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{RIGHT-TO-LEFT ISOLATE}"
    + "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
)
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))


class Replacer:
    """Makes texts printable and remembers what it replaced. `plainly` also gives up marks and all but the main font."""

    def __init__(self, *, plainly: bool = False) -> None:
        self._plainly = plainly
        self._printable = _characters_of(_MAIN_FONT) if plainly else _printable()
        self._replaced: set[str] = set()

    @property
    def replaced(self) -> tuple[str, ...]:
        """The characters that were replaced, each once, in Unicode's order."""
        return tuple(sorted(self._replaced))

    def printable(self, text: str) -> str:
        """The text with a box for each character without a glyph, and without what is invisible."""
        if text.isascii() and text.isprintable():
            return text
        text = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text))
        return "".join(map(self._character, text))

    def _character(self, character: str) -> str:
        category = unicodedata.category(character)
        if character == "\n":
            return character
        if category == "Cc":
            return " "
        if category == "Cf" or character in _VARIATION_SELECTORS:
            kept = character in _KEPT_FORMATS and not (self._plainly and character in _JOINERS)
            return character if kept else ""
        if self._plainly and category.startswith("M"):
            self._replaced.add(character)
            return ""
        # PDF/A asks a meaning of every character, which one of private use has not, glyph or no glyph.
        if ord(character) in self._printable and category != "Co":
            return character
        self._replaced.add("\N{REPLACEMENT CHARACTER}" if category == "Cs" else character)
        return REPLACEMENT


@cache
def _printable() -> frozenset[int]:
    return frozenset().union(*(_characters_of(font) for font in sorted(FONT_FOLDER.glob("*.ttf"))))


@cache
def _characters_of(font: Path) -> frozenset[int]:
    """The code points that a font file maps to a glyph, by its `cmap` table."""
    data = font.read_bytes()
    tables: Mapping[bytes, int] = dict(
        struct.unpack_from(">4s4xL", data, 12 + 16 * index) for index in range(struct.unpack_from(">H", data, 4)[0])
    )
    start = tables[b"cmap"]
    characters: set[int] = set()
    for index in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", data, start + 4 + 8 * index)
        if platform in {_UNICODE, _WINDOWS}:
            characters |= _mapped(data, start + offset)
    return frozenset(characters)


def _mapped(data: bytes, start: int) -> set[int]:
    form = struct.unpack_from(">H", data, start)[0]
    if form == _GROUPS:
        count = struct.unpack_from(">L", data, start + 12)[0]
        groups = struct.iter_unpack(">LLL", data[start + 16 : start + 16 + 12 * count])
        return {code for first, last, _ in groups for code in range(first, last + 1)}
    if form != _SEGMENTS:
        return set()
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    row = struct.Struct(f">{segments}H")
    lasts = row.unpack_from(data, start + 14)
    firsts = row.unpack_from(data, start + 16 + 2 * segments)
    deltas = row.unpack_from(data, start + 16 + 4 * segments)
    offsets_at = start + 16 + 6 * segments
    characters: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(
        zip(firsts, lasts, deltas, row.unpack_from(data, offsets_at), strict=True)
    ):
        for code in range(first, last + 1):
            glyph = code
            if offset:
                at = offsets_at + 2 * index + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, at)[0]
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF:
                characters.add(code)
    return characters

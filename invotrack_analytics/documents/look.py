"""Look: what a company chooses about its documents without touching the template."""

from __future__ import annotations

import base64
import re
import struct
from dataclasses import dataclass

from invotrack_analytics.documents.labels import languages
from invotrack_analytics.documents.template import BUILT_IN, Template
from invotrack_analytics.errors import InvotrackError

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# The frames of a JPEG that say its size: all of C0 to CF but the tables DHT, JPG and DAC.
_SIZED_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_LARGEST_LOGO = 2_000_000


@dataclass(frozen=True)
class Look:
    """The looks of a company's documents. Raises InvotrackError for what cannot be drawn, saying what can.

    `logo` is the content of a PNG, JPEG or SVG file of at most 2 MB, `accent` a colour such as `#2456c7`, `footer` a
    text at the foot of every page, `language` (ISO 639) the language of the words where it is not the document's own,
    `template` how invoices are set.
    """

    logo: bytes | None = None
    accent: str = "#2456c7"
    footer: str | None = None
    language: str | None = None
    template: Template = BUILT_IN

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.accent):
            message = f"accent colour {self.accent!r} is not known; write it as #2456c7"
            raise InvotrackError(message)
        if self.language is not None and self.language not in languages():
            message = f"documents cannot be written in {self.language!r}; use one of {', '.join(languages())}"
            raise InvotrackError(message)
        self.drawing()

    def drawing(self) -> str | None:
        """The logo as SVG: a picture of another kind is put into one."""
        if self.logo is None:
            return None
        if len(self.logo) > _LARGEST_LOGO:
            message = f"the logo has {len(self.logo)} bytes, and 2 MB is the most; make the picture smaller"
            raise InvotrackError(message)
        if self.logo.startswith(_PNG):
            return _picture("png", self.logo, struct.unpack_from(">II", self.logo.ljust(24, b"\0"), 16))
        if self.logo.startswith(_JPEG):
            return _picture("jpeg", self.logo, _jpeg_size(self.logo))
        try:
            text = self.logo.decode()
        except UnicodeDecodeError:
            text = ""
        # A declaration of entities has no place in a drawing, and can make it grow without end.
        if "<svg" not in text or "<!DOCTYPE" in text or "<!ENTITY" in text:
            message = "the logo is no PNG, JPEG or SVG picture"
            raise InvotrackError(message)
        return text


PLAIN = Look()


def _picture(kind: str, content: bytes, size: tuple[int, int]) -> str:
    width, height = size
    if not width or not height:
        message = f"the logo is no whole {kind.upper()} picture"
        raise InvotrackError(message)
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
    )


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - every marker starts so
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _SIZED_FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + length
    return 0, 0

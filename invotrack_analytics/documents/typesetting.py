"""Typesetting: data and a typst template become a PDF, accessible and archivable, the same bytes each time."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

import typst

from invotrack_analytics.documents.glyphs import FONT_FOLDER, Replacer
from invotrack_analytics.errors import InvotrackError

Json: TypeAlias = "str | bool | list[Json] | dict[str, Json] | None"

_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
_MAIN_FAMILY = "Noto Sans"
_Made = TypeVar("_Made")


def typeset(template: Path, data: Json, day: date, inputs: Mapping[str, str] | None = None) -> bytes:
    """Set the data by the template, which finds it as `sheet` beside `fonts` and the other inputs; `day` dates it.

    Raises typst.TypstError, where a font lacks a cluster of characters (see `by_any_font`), and InvotrackError in a
    process that was forked after printing.
    """
    setter = _setter(template)
    content = setter.compiler.compile(
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=datetime.combine(day, time(), UTC),
        sys_inputs={"sheet": json.dumps(data), "fonts": json.dumps(setter.families), **(inputs or {})},
    )
    return cast("bytes", content)


def by_any_font(make: Callable[[Replacer], _Made]) -> _Made:
    """Make a document with texts that the fonts have; once more with plain ones where that is not enough.

    Raises typst.TypstError where the second try fails too.
    """
    try:
        return make(Replacer())
    except typst.TypstError:
        # Each character has a glyph, yet some font must have a whole cluster of them, and of odd ones none may.
        return make(Replacer(plainly=True))


def printable(data: Json, replacer: Replacer) -> Json:
    """The data with every text made printable."""
    if isinstance(data, str):
        return replacer.printable(data)
    if isinstance(data, list):
        return [printable(item, replacer) for item in data]
    if isinstance(data, dict):
        return {name: printable(item, replacer) for name, item in data.items()}
    return data


class _Setter:
    def __init__(self, template: Path) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
        self.families = sorted(fonts.families(), key=lambda family: (family != _MAIN_FAMILY, family))
        self.compiler = typst.Compiler(input=template, root=template.parent, font_paths=fonts, ignore_system_fonts=True)


# A compiler takes one document at a time and costs little to make, so each thread has its own for each template.
_of_this_thread = threading.local()
_used = threading.Event()
_forked_after_use = threading.Event()


def _setter(template: Path) -> _Setter:
    if _forked_after_use.is_set():
        message = "documents cannot be printed in a process forked after printing; start the process afresh (spawn)"
        raise InvotrackError(message)
    _used.set()
    # A company may change its template while the server runs.
    version = (template, template.stat().st_mtime_ns)
    setters: dict[tuple[Path, int], _Setter] = _of_this_thread.__dict__.setdefault("setters", {})
    if version not in setters:
        setters[version] = _Setter(template)
    return setters[version]


def _note_fork() -> None:
    # The typesetter's worker threads do not come along into a forked process, which would wait for them for ever.
    if _used.is_set():
        _forked_after_use.set()


os.register_at_fork(after_in_child=_note_fork)

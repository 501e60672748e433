"""Document fields: what an XML element says, each field by the first of its paths that says anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree


def fields_of(element: Any, paths: Mapping[str, tuple[Any, ...]]) -> dict[str, str]:
    """The text of each field that is there. `paths` are compiled XPaths, the best first."""
    found: dict[str, str] = {}
    for name, ways in paths.items():
        for way in ways:
            texts = texts_of(way(element))
            if texts:
                # A due date may stand once for each instalment, terms in several sentences.
                found[name] = "\n".join(texts) if name in {"due_date", "terms", "laid_out"} else texts[0]
                break
    return found


def texts_of(result: Any) -> list[str]:
    """The texts in what a compiled XPath found, without blank ones."""
    if isinstance(result, bool):
        return ["true"] if result else []
    if not isinstance(result, list):
        return [text] if (text := str(result).strip()) else []
    texts = [("".join(item.itertext()) if etree.iselement(item) else str(item)).strip() for item in result]
    return [text for text in texts if text]


def number_of(fields: Mapping[str, str]) -> str:
    """The printed number, series first; the stamp (UUID) where a document has none."""
    series, number = fields.get("series", ""), fields.get("number", "")
    if not number:
        return fields.get("uuid", "")
    return f"{series}-{number}" if series else number

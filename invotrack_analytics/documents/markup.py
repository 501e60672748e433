"""Markup: writes XML whose elements are never empty, from texts that may hold anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no other name for it

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str | None) -> str:
    """The text without the characters that XML cannot hold, and without blanks around it."""
    return _NOT_IN_XML.sub("", text or "").strip()


class Markup:
    """Makes elements of one vocabulary: `markup("cbc:ID", number)`, with the prefixes of `namespaces`."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = namespaces

    def __call__(self, name: str, *content: Element | str | None, **attributes: str | None) -> Element | None:
        """An element that holds what is not None; None where that is nothing, so that no element is ever empty."""
        element = self.always(name, *content, **attributes)
        return element if len(element) or element.text else None

    def always(self, name: str, *content: Element | str | None, **attributes: str | None) -> Element:
        """An element as of a call, but one that stands even when it holds nothing; attributes of None are left out."""
        prefix, _, local = name.partition(":")
        told = {key: value for key, value in attributes.items() if value is not None}
        element = etree.Element(f"{{{self._namespaces[prefix]}}}{local}", told)
        for item in content:
            if isinstance(item, str):
                element.text = writable(item)
            elif item is not None:
                element.append(item)
        return element


def finished(root: Element, namespaces: Mapping[str, str], default: str | None = None) -> bytes:
    """The file of a root element: UTF-8, indented, each prefix declared once; `default` is the namespace without."""
    declared: dict[str | None, str] = {None: default} if default else {}
    declared.update(namespaces.items())
    whole = etree.Element(root.tag, nsmap=declared)
    whole.extend(list(root))
    etree.cleanup_namespaces(whole, top_nsmap=declared)
    etree.indent(whole)
    return bytes(etree.tostring(whole, xml_declaration=True, encoding="UTF-8")) + b"\n"

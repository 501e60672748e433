"""XML: one element per row, streamed; a document type, and with it every entity, is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.text_table import ELEMENT, Batch, TextTable

SNIFFED_ROWS = 200
SNIFFED_EVENTS = 20_000
BATCH_ROWS = 20_000
LARGEST_DOCUMENT = 256 * 1024 * 1024
"""Bytes of one electronic invoice, its attachments included."""


def _events(path: Path, events: tuple[str, ...], shown: Path | None = None) -> Iterator[tuple[str, Any]]:
    """Parse events of a file without document type. Raises SourceError on anything that is not plain XML."""
    shown = shown or path
    try:
        with path.open("rb") as file:
            parser = etree.iterparse(
                file,
                events=("start", *events),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
            )
            root = None
            for event, element in parser:
                if root is None:
                    root = element
                    if element.getroottree().docinfo.doctype:
                        message = (
                            f"{shown}: has a document type (DOCTYPE), which is refused; export it again without one"
                        )
                        raise SourceError(message)
                if event in events:
                    yield event, element
    except etree.XMLSyntaxError as error:
        raise not_well_formed(shown, error) from error


def not_well_formed(path: Path, error: etree.XMLSyntaxError) -> SourceError:
    """What the parser says, in one line."""
    return SourceError(f"{path}: is not well-formed XML: {' '.join(str(error.msg).split())}")


def start_elements(path: Path, shown: Path) -> Iterator[Any]:
    """The elements of a document as they begin, the root first."""
    for _event, element in _events(path, ("start",), shown):
        yield element


def name_of(element: Any) -> tuple[str, str]:
    """An element's local name and namespace."""
    namespace, _, local = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    return local, namespace.removeprefix("{")


def parse_whole(path: Path, shown: Path) -> Any:
    """The root of a small document, its namespaces taken off; `shown` is the file that errors name.

    Attachments may be larger than what libxml2 allows a text by default, hence `huge_tree`: by then the prolog was seen
    to hold no document type, so that no entity can grow. Raises SourceError.
    """
    has_content(path, shown)
    if path.stat().st_size > LARGEST_DOCUMENT:
        message = f"{shown}: is larger than {LARGEST_DOCUMENT >> 20} MB, too large for one invoice; split it"
        raise SourceError(message)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.parse(str(path), parser).getroot()
        for element in root.iter("{*}*"):
            element.tag = local_name(element)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(shown, error) from error
    except (OSError, ValueError) as error:
        # Bytes that are no text in the encoding, and names with a colon too many.
        message = f"{shown}: is not well-formed XML: its text or a name in it cannot be read"
        raise SourceError(message) from error
    return root


def local_name(element: Any) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    return name_of(element)[0]


def flat_fields(element: Any) -> dict[str, str]:
    """Attributes and leaf children of an element, by name: the canonical form of a row."""
    fields = {str(name).rpartition("}")[2]: value for name, value in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str) and not len(child):
            fields[local_name(child)] = "".join(child.itertext())
    return fields


def _is_row(element: Any) -> bool:
    return bool(element.attrib) or any(isinstance(child.tag, str) and not len(child) for child in element)


def sniff_elements(path: Path) -> dict[str, set[str]]:
    """For the first rows of the file: each row element's name, and the fields seen in it."""
    found: dict[str, set[str]] = {}
    rows = 0
    for _event, element in _events(path, ("end",)):
        parent = element.getparent()
        if parent is None or (not len(element) and not element.attrib) or not _is_row(element):
            continue
        found.setdefault(local_name(element), set()).update(flat_fields(element))
        rows += 1
        if rows >= SNIFFED_ROWS:
            break
    return found


def has_content(path: Path, shown: Path | None = None) -> str:
    """The name of the document's root element, once its prolog has been checked."""
    for _event, element in _events(path, ("start",), shown):
        return local_name(element)
    return ""


def read_flat_xml(path: Path, columns: Mapping[str, tuple[str, ...]]) -> TextTable:
    """Rows of the canonical form; `columns` names, for each row element, the fields to take."""
    header = (ELEMENT, *dict.fromkeys(name for names in columns.values() for name in names))

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        for _event, element in _events(path, ("end",)):
            name = local_name(element)
            if name in columns and element.getparent() is not None and (len(element) or element.attrib):
                yield element.sourceline or 0, {ELEMENT: name, **flat_fields(element)}
                _forget(element)

    return TextTable(header, batches=lambda: _batches(header, rows()))


def read_path_xml(path: Path, row: str, paths: tuple[str, ...]) -> TextTable:
    """Rows of a profile: each `row` element, its columns found by paths such as `Header/Number` or `Party/@id`."""
    steps = {name: tuple(name.strip("/").split("/")) for name in paths}

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        for _event, element in _events(path, ("end",)):
            if local_name(element) == row:
                values = {name: _follow(element, step) for name, step in steps.items()}
                yield element.sourceline or 0, {name: value for name, value in values.items() if value is not None}
                _forget(element)

    return TextTable(paths, batches=lambda: _batches(paths, rows()))


def sample_records(path: Path, most: int) -> tuple[str, list[dict[str, str]]]:
    """The element that likeliest is one row, and the first of them: the texts by the paths that a profile names.

    That is the outermost element with content that comes more than once; the root where none does.
    """
    counts: dict[tuple[int, str], int] = {}
    depth = 0
    for place, (event, element) in enumerate(_events(path, ("start", "end"))):
        depth += 1 if event == "start" else -1
        if event == "end" and (len(element) or element.attrib):
            key = (depth, local_name(element))
            counts[key] = counts.get(key, 0) + 1
        if place >= SNIFFED_EVENTS:
            break
    repeated = [key for key, count in counts.items() if count > 1 and key[0]]
    if repeated:
        outermost = min(depth for depth, _ in repeated)
        row = max((counts[key], key[1]) for key in repeated if key[0] == outermost)[1]
    else:
        row = has_content(path)
    records: list[dict[str, str]] = []
    for _event, element in _events(path, ("end",)):
        if local_name(element) == row:
            records.append(dict(_paths(element, "")))
            _forget(element)
            if len(records) >= most:
                break
    return row, records


def _paths(element: Any, before: str) -> Iterator[tuple[str, str]]:
    # Of what comes twice under one path, a profile takes the first.
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        found.setdefault(f"{before}@{str(name).rpartition('}')[2]}", value)
    for child in element:
        if isinstance(child.tag, str):
            path = f"{before}{local_name(child)}"
            inner = _paths(child, f"{path}/")
            for name, value in ((path, child.text or ""), *inner) if not len(child) else inner:
                if value.strip():
                    found.setdefault(name, value)
    yield from found.items()


def _follow(element: Any, steps: tuple[str, ...]) -> str | None:
    for place, step in enumerate(steps):
        if step.startswith("@"):
            wanted = step[1:]
            return next(
                (value for name, value in element.attrib.items() if str(name).rpartition("}")[2] == wanted),
                None,
            )
        if step in {".", ""}:
            continue
        for child in element:
            if local_name(child) == step:
                found = _follow(child, steps[place + 1 :])
                if found is not None:
                    return found
        return None
    return "".join(element.itertext())


def _forget(element: Any) -> None:
    # Rows already read are dropped, so that memory does not grow with the file.
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _batches(header: tuple[str, ...], rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[Batch]:
    lines: list[int] = []
    columns: list[list[str | None]] = [[] for _ in header]
    last = 0
    for line, fields in rows:
        # A line of its own for each row, also where the whole document stands on one.
        last = max(line, last + 1)
        lines.append(last)
        for column, name in zip(columns, header, strict=True):
            column.append(fields.get(name))
        if len(lines) >= BATCH_ROWS:
            yield lines, columns
            lines, columns = [], [[] for _ in header]
    if lines:
        yield lines, columns

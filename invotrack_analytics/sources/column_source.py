"""Column source: where a column comes from in a file, as a profile declares it, and found in one file's header.

In TOML a source is a header, a list of alternative headers, or a table:

    header = "Total"            a header or a list of alternatives; `*` stands for any text, as in "Amount (*)"
    join = ["First Name", "Last Name"]      several cells, a space between
    header_part = "Amount (*)"  no cell, but the text that stands for `*` in the header, such as a currency
    multiply = ["Quantity", "UnitAmount"]   a product; divide = ["Amount", "Duration"] the amount per hour
    less_percent = "Discount", plus = ["TaxAmount"], minus = ["Balance"]    with any of header, multiply, divide
    taxed_by = "TaxType"        where no cell of plus is filled, the only percentage that this text names is added;
                                where it names none, and no word for no tax, the row is told of (tax_not_stated)
    tax_only = true             what plus and taxed_by add, without the number itself
    ordinal = true              the row's place among the rows of its document

and says what is done to the text, in this order:

    pattern = "([A-Z]{3})$"     only what the group matches
    percentage = true           the only percentage that the text names, as in "VAT 20 %"
    values = { Paid = "issued", "*" = "draft" }     other words for it, whatever the case; `*` is any other text
    negative = "credit_note"    this word where the number is negative, else nothing
    absent = "undated"          this word where none of the cells is filled, else nothing
    absolute = true             the number without its sign
    blank_if_zero = true        a zero says nothing
    blank = "No client"         what a blank cell means, and a column that the file does not have
    name = true                 the text is a name; the id is derived from it, and from another's
    within = "Client"           to which it belongs
    sum = true                  the rows of one document are added up
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from invotrack_analytics.sources.text_table import normal_header

How = Literal["cell", "join", "header_part", "multiply", "divide", "ordinal"]
Headers = tuple[str, ...]
"""Alternative headers of one cell."""

_KINDS: tuple[How, ...] = ("join", "header_part", "multiply", "divide", "ordinal")
_FLAGS = ("absolute", "blank_if_zero", "name", "percentage", "sum", "tax_only")
_TEXTS = ("pattern", "negative", "absent", "blank")
_KNOWN = frozenset(
    {"header", "less_percent", "plus", "minus", "taxed_by", "within", "values", *_KINDS, *_FLAGS, *_TEXTS}
)


@dataclass(frozen=True)
class Source:
    """Where a column comes from, by headers that a file may or may not have."""

    terms: tuple[Headers, ...]
    how: How = "cell"
    less_percent: Headers = ()
    plus: tuple[Headers, ...] = ()
    minus: tuple[Headers, ...] = ()
    taxed_by: Headers = ()
    within: Headers = ()
    pattern: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    negative: str | None = None
    absent: str | None = None
    absolute: bool = False
    blank_if_zero: bool = False
    blank: str | None = None
    name: bool = False
    sum: bool = False
    tax_only: bool = False
    percentage: bool = False

    @property
    def headers(self) -> Headers:
        """Every header that it may take something from."""
        terms = (*self.terms, *self.plus, *self.minus, self.less_percent, self.taxed_by, self.within)
        return tuple(name for term in terms for name in term)

    @property
    def is_arithmetic(self) -> bool:
        """Whether the value is computed from several numbers."""
        return self.how in {"multiply", "divide"} or bool(self.plus or self.minus)


@dataclass(frozen=True)
class BoundSource:
    """A source with its cells found in one file."""

    source: Source
    cells: tuple[Headers, ...] = ()
    """For each term, the headers exactly as they stand in the file; the first that is filled counts. None: a blank."""
    less_percent: Headers = ()
    plus: tuple[Headers, ...] = ()
    minus: tuple[Headers, ...] = ()
    taxed_by: Headers = ()
    within: Headers = ()
    constant: str | None = None
    """The text that the header itself gives."""


def source_of(value: str | Source) -> Source:
    """A plain header or path as a source."""
    return value if isinstance(value, Source) else Source(((value,),))


def parse_source(value: Any) -> Source | str:
    """A source from its declaration, or the problem with it in words."""
    if isinstance(value, str) or _is_texts(value):
        return Source((_headers(value),))
    if not isinstance(value, dict):
        return "must be a header, a list of headers or a table"
    unknown = sorted(value.keys() - _KNOWN)
    if unknown:
        return f"{', '.join(unknown)} is not known; allowed are {', '.join(sorted(_KNOWN))}"
    if sum(key in value for key in ("header", *_KINDS)) != 1:
        return "needs one of header, join, header_part, multiply, divide or ordinal"
    wrong = _wrong_value(value)
    if wrong:
        return wrong
    how: How = next((key for key in _KINDS if key in value), "cell")
    content = value["header" if how == "cell" else how]
    terms: tuple[Headers, ...]
    if how == "ordinal":
        terms = ()
    elif how in {"join", "multiply", "divide"}:
        terms = tuple(_headers(term) for term in content)
    else:
        terms = (_headers(content),)
    return Source(
        terms=terms,
        how=how,
        less_percent=_headers(value.get("less_percent", ())),
        plus=tuple(_headers(term) for term in value.get("plus", ())),
        minus=tuple(_headers(term) for term in value.get("minus", ())),
        taxed_by=_headers(value.get("taxed_by", ())),
        within=_headers(value.get("within", ())),
        values={key.casefold(): word for key, word in value.get("values", {}).items()},
        **{key: value[key] for key in (*_TEXTS, *_FLAGS) if key in value},
    )


def _wrong_value(value: Mapping[str, Any]) -> str | None:
    for key in ("header", "header_part", "less_percent", "taxed_by", "within"):
        if key in value and not isinstance(value[key], str) and not _is_texts(value[key]):
            return f"{key} = {value[key]!r}: must be a header or a list of headers"
    for key in ("join", "multiply", "divide", "plus", "minus"):
        content = value.get(key, [])
        if not isinstance(content, list) or not all(isinstance(term, str) or _is_texts(term) for term in content):
            return f"{key} = {content!r}: must be a list of headers"
    for key in (*_FLAGS, "ordinal"):
        if not isinstance(value.get(key, True), bool):
            return f"{key} = {value[key]!r}: must be true or false"
    for key in _TEXTS:
        if not isinstance(value.get(key, ""), str):
            return f"{key} = {value[key]!r}: must be a text"
    words = value.get("values", {})
    if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
        return f"values = {words!r}: must be a table of texts"
    return _wrong_pattern(value.get("pattern"))


def _wrong_pattern(pattern: str | None) -> str | None:
    if pattern is None:
        return None
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        return f"pattern = {pattern!r}: is no pattern: {error}"
    return None if groups == 1 else f"pattern = {pattern!r}: must have one group, in brackets"


def find_header(wanted: str, header: Sequence[str]) -> str | None:
    """The header of the file that a declared one means, `*` standing for any text; None where there is none."""
    if not _has_part(wanted):
        normal = normal_header(wanted)
        return next((name for name in header if normal_header(name) == normal), None)
    return next((name for name in header if _part(wanted, name) is not None), None)


def _has_part(wanted: str) -> bool:
    # A leading asterisk is what some tools put before the headers that must be filled.
    return "*" in wanted.lstrip("*")


def _part(wanted: str, name: str) -> str | None:
    if not _has_part(wanted):
        return None
    before, _, after = " ".join(wanted.split()).casefold().lstrip("*").partition("*")
    shown = " ".join(name.replace("\ufeff", "").split())
    low = shown.casefold()
    # Where folding the case changes the length, the part could not be cut out at its place.
    fits = len(low) == len(shown) >= len(before) + len(after) and low.startswith(before) and low.endswith(after)
    return shown[len(before) : len(shown) - len(after)].strip() if fits else None


def bind(source: Source, header: Sequence[str]) -> BoundSource | None:
    """Find a source's cells in a file's header; None where the file has not what it needs."""
    if source.how == "ordinal":
        return BoundSource(source)
    if source.how == "header_part":
        parts = (_part(wanted, name) for wanted in source.terms[0] for name in header)
        part = next((part for part in parts if part), None)
        return BoundSource(source, constant=part) if part else None
    cells = tuple(_present(term, header) for term in source.terms)
    if source.absent is not None and not any(cells):
        return BoundSource(source, constant=source.absent)
    if source.how == "join":
        cells = tuple(found for found in cells if found)
    if source.how == "cell" and source.blank is not None and not any(cells):
        cells = ()
    elif not cells or not all(cells):
        return None
    return BoundSource(
        source,
        cells,
        less_percent=_present(source.less_percent, header),
        plus=_all_present(source.plus, header),
        minus=_all_present(source.minus, header),
        taxed_by=_present(source.taxed_by, header),
        within=_present(source.within, header),
    )


def _present(term: Headers, header: Sequence[str]) -> Headers:
    found = (find_header(wanted, header) for wanted in term)
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _all_present(terms: Sequence[Headers], header: Sequence[str]) -> tuple[Headers, ...]:
    return tuple(found for found in (_present(term, header) for term in terms) if found)


def _headers(value: Any) -> Headers:
    return (value,) if isinstance(value, str) else tuple(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)

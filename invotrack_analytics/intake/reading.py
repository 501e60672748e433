"""Reading: SQL for the text that a profile's source takes from the cells of a raw row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from invotrack_analytics.sources.column_source import BoundSource, Headers
from invotrack_analytics.sources.names import HASH_LENGTH, SLUG_LENGTH, SPACE

# One percentage and no other: "20% (VAT on Income)", "Tax on Sales (8,25 %)"; of "5% GST + 7% PST" none.
_PERCENTAGE = r"^(?:[^%]*[^%0-9.,])?([0-9]{1,2}(?:[.,][0-9]{1,4})?)\s*%[^%]*$"
_FORMULA_SIGNS = "('=', '+', '-', '@', chr(9), chr(13))"


def literal(value: str | None) -> str:
    """A text as SQL."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


class PlainColumn(str):
    """A raw column no cell of which has anything to be taken off its ends; to know that spares a look at each."""

    __slots__ = ()


class UsualNumbers(PlainColumn):
    """A raw column with nothing but numbers as computers write them: no sign beside them, no grouping, one mark."""

    __slots__ = ("mark",)

    def __new__(cls, raw_column: str, mark: str) -> Self:
        """`mark` is the decimal mark of its numbers, empty where all are whole."""
        column = super().__new__(cls, raw_column)
        column.mark = mark
        return column

    mark: str


def usual_number(text: str, marks: str) -> str:
    """SQL: whether a text is a number as computers write it; to see that costs less than any step of reading others."""
    return f"regexp_full_match({text}, '-?[0-9]{{1,15}}([{marks}][0-9]{{1,3}})?')"


def is_plain(raw_column: str) -> str:
    """SQL over all rows: whether every cell of a raw column may be read as it stands."""
    # Below 40 stand blanks, control characters and the quote: of what begins so, each cell is looked at.
    first = f"ascii({raw_column}) > 39 and ascii({raw_column}) <> 160"
    last = " and ".join(f"not ends_with({raw_column}, chr({sign}))" for sign in (9, 10, 13, 32, 160))
    return f"coalesce(bool_and({first} and {last}), true)"


def trimmed(raw_column: str) -> str:
    """The cell without surrounding space; null where nothing is left."""
    if isinstance(raw_column, PlainColumn):
        return raw_column
    return f"nullif(trim({raw_column}, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '')"


def unguarded(raw_column: str) -> str:
    """The cell's text without the quote that our own CSV puts before a formula sign, so that no spreadsheet runs it."""
    if isinstance(raw_column, PlainColumn):
        return raw_column
    text = trimmed(raw_column)
    guarded = _is_guarded(raw_column)
    # Nearly every cell begins and ends with a plain sign: to see that costs a sixth of trimming it.
    plain = f"regexp_full_match({raw_column}, '(?s)[!-&(-~](.*[!-~])?')"
    return f"(case when {plain} then {raw_column} when {guarded} then trim({raw_column})[2:] else {text} end)"


def as_it_stood(raw_column: str) -> str:
    """The cell as its file has it, without the quote that our own CSV puts before a formula sign; never null."""
    if isinstance(raw_column, PlainColumn):
        return f"coalesce({raw_column}, '')"
    return f"coalesce(case when {_is_guarded(raw_column)} then {raw_column}[2:] else {raw_column} end, '')"


def _is_guarded(raw_column: str) -> str:
    return f"({raw_column}[1] = '''' and ltrim({raw_column}, '''')[1] in {_FORMULA_SIGNS})"


def normal_name(text: str) -> str:
    """A name as it is compared: case, runs of space and the way accents are coded do not matter."""
    return f"trim(regexp_replace(lower(nfc_normalize({text})), '[{SPACE}]+', ' ', 'g'))"


def derived_id(texts: Sequence[str]) -> str:
    """An id from names, as `sources.names.id_of_name` makes it."""
    normal = [normal_name(text) for text in texts]
    slug = f"trim(left(regexp_replace(strip_accents({normal[-1]}), '[^a-z0-9]+', '-', 'g'), {SLUG_LENGTH}), '-')"
    digest = f"left(md5({' || chr(31) || '.join(normal)}), {HASH_LENGTH})"
    return f"(case when {slug} = '' then {digest} else {slug} || '-' || {digest} end)"


def cell(headers: Headers, names: Mapping[str, str]) -> str:
    """The first of several cells that is filled."""
    texts = [unguarded(names[header]) for header in headers]
    return texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"


def text_of(bound: BoundSource, names: Mapping[str, str]) -> str:
    """The text that a source gives, before it is typed; `names` are the raw columns under the file's headers."""
    source = bound.source
    if bound.constant is not None:
        text = literal(bound.constant)
    elif source.how == "join":
        text = f"nullif(concat_ws(' ', {', '.join(cell(term, names) for term in bound.cells)}), '')"
    elif not bound.cells:
        text = "null::varchar"
    else:
        text = cell(bound.cells[0], names)
    text = _finished(bound, text)
    if not source.name:
        return text
    # A file without the owner's column makes the same ids as one in which it is blank.
    owner = f"coalesce({cell(bound.within, names)}, '-')" if bound.within else literal("-")
    return derived_id([owner, text] if source.within else [text])


def percentage_in(text: str) -> str:
    """SQL for the percentage in a text where it is the only one, with a decimal point; null elsewhere."""
    return f"replace(nullif(regexp_extract({text}, '{_PERCENTAGE}', 1), ''), ',', '.')"


def _finished(bound: BoundSource, text: str) -> str:
    source = bound.source
    if source.pattern is not None:
        text = f"nullif(regexp_extract({text}, {literal(source.pattern)}, 1), '')"
    if source.percentage:
        text = percentage_in(text)
    if source.values:
        text = _other_word(source.values, text)
    if source.negative is not None:
        text = f"(case when regexp_matches({text}, '^[^0-9]*[-\u2212(]|-\\s*$') then {literal(source.negative)} end)"
    if source.absent is not None and bound.constant is None:
        text = f"(case when {text} is null then {literal(source.absent)} end)"
    if source.absolute:
        text = f"regexp_replace({text}, '[-\u2212()+]', '', 'g')"
    if source.blank_if_zero:
        text = f"(case when regexp_matches({text}, '[1-9]') then {text} end)"
    if source.blank is not None:
        text = f"coalesce({text}, {literal(source.blank)})"
    return text


def _other_word(words: Mapping[str, str], text: str) -> str:
    cases = " ".join(
        f"when {literal(word)} then nullif({literal(meaning)}, '')" for word, meaning in words.items() if word != "*"
    )
    rest = f"case when {text} is not null then {literal(words['*'])} end" if "*" in words else text
    return f"(case lower({text}) {cases} else {rest} end)" if cases else f"({rest})"


def among(header: str, choices: Sequence[str], names: Mapping[str, str]) -> str:
    """Whether a cell has one of the texts, whatever the case; `*` in them stands for any text."""
    patterns = ", ".join(_like(choice.casefold()) for choice in choices)
    return f"coalesce(list_bool_or([lower({trimmed(names[header])}) like p escape '\\' for p in [{patterns}]]), false)"


def _like(choice: str) -> str:
    escaped = choice.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return literal(escaped.replace("*", "%"))

"""Bank statements, whatever their format: their lines, each known by a key, in batches.

Only booked money received counts: a credit is a line, a credit taken back a negative one. A line is known by the bank's
reference where that tells it from every other; without one it gets a key from its content and how many equal lines
stood before it in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from invotrack_analytics.model.bank_lines import BANK_LINES
from invotrack_analytics.sources.text_table import Batch

COLUMNS = BANK_LINES.column_names
BATCH_ROWS = 20_000
REFERENCE = "reference"
"""What the bank knows a line by, whatever statement it stands on; it becomes the key."""
MARK = "mark"
"""What the bank tells lines apart by that say the same; it goes into the key made from the content."""
_NOTHING = frozenset({"", "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"})

Line = dict[str, str]
"""The columns of a bank line that are filled, and what it may be known by."""


def in_batches(lines: Iterable[tuple[int, Line]]) -> Iterator[Batch]:
    """The lines, each with the line of the file where it stands, as batches of columns."""
    seen: dict[str, int] = {}
    places: list[int] = []
    columns: list[list[str | None]] = [[] for _ in COLUMNS]
    last = 0
    for at, line in lines:
        line["bank_line_id"] = _key(line, seen)
        last = max(at, last + 1)
        places.append(last)
        for column, name in zip(columns, COLUMNS, strict=True):
            column.append(line.get(name) or None)
        if len(places) >= BATCH_ROWS:
            yield places, columns
            places, columns = [], [[] for _ in COLUMNS]
    if places:
        yield places, columns


def meaningful(text: str) -> str:
    """A reference, where it is one and not the word for none."""
    return "" if text.upper() in _NOTHING else text


def _key(line: Line, seen: dict[str, int]) -> str:
    content = "\x1f".join([*(line.get(name, "") for name in COLUMNS[1:]), *filter(None, [line.pop(MARK, "")])])
    key = line.pop(REFERENCE, "") or hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()[:16]
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key}-{seen[key]}"

"""Macros: the table macros and views of a connection's database, made when they are first asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import duckdb

_HEAD = re.compile(r"^(?=create (?:or replace )?(?P<kind>macro|view) (?P<name>\w+))", re.MULTILINE)
_COMMENT = re.compile(r"--.*")
_WORD = re.compile(r'(\w+)"?(\s*\()?')


@dataclass(frozen=True)
class Macro:
    """A statement that makes a macro or a view."""

    name: str
    kind: str
    sql: str

    def asked_in(self, words: Collection[tuple[str, bool]]) -> bool:
        """Whether a text of these words asks it: a macro is called, a view is named."""
        return (self.name, True) in words or (self.kind == "view" and (self.name, False) in words)


class Macros:
    """What can be made in a connection's database. To make all of it takes longer than most questions."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._known: dict[str, Macro] = {}
        self._made: set[str] = set()

    def know(self, macros: Iterable[Macro]) -> None:
        """Know more of them, each after those that it asks."""
        self._known.update((macro.name, macro) for macro in macros)

    def make(self, names: Iterable[str]) -> None:
        """Make those of these names, and what they ask; what has another name is somebody else's."""
        wanted: set[str] = set()
        found = [self._known[name] for name in names if name in self._known]
        while found:
            macro = found.pop()
            if macro.name not in wanted | self._made:
                wanted.add(macro.name)
                words = _words(macro.sql)
                found.extend(other for other in self._known.values() if other.asked_in(words))
        for name, macro in self._known.items():
            if name in wanted:
                self.connection.execute(macro.sql)
                self._made.add(name)


def macros_in(script: str) -> Iterator[Macro]:
    """The macros and views that a script makes, in its order."""
    code = _COMMENT.sub("", script)
    heads = list(_HEAD.finditer(code))
    for head, after in zip(heads, [*(next_one.start() for next_one in heads[1:]), len(code)], strict=True):
        yield Macro(head["name"], head["kind"], code[head.start() : after])


def names_in(query: str) -> set[str]:
    """Every name that a query may ask, and its other words."""
    return {word for word, _ in _words(query.lower())}


@cache
def _words(sql: str) -> frozenset[tuple[str, bool]]:
    """The words of a text, each with whether it is called."""
    return frozenset((word, bool(opened)) for word, opened in _WORD.findall(sql))

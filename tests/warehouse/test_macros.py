"""Macros and views are made when they are asked for, each with what it asks, and no others."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from invotrack_analytics.warehouse.connection import connect, share_out
from invotrack_analytics.warehouse.macros import Macros, macros_in, names_in

SCRIPT = """
-- Asks nothing: parts().
create or replace view parts as select 1 as part;

create or replace macro halved(amount) as amount / 2;

create or replace macro halves() as table
select halved(part) as halved from parts;

create or replace macro others() as table
select 1 as halves, 2 as parts_of;
"""


@pytest.fixture
def macros() -> Iterator[Macros]:
    with connect() as connection:
        macros = Macros(connection)
        macros.know(macros_in(SCRIPT))
        yield macros


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        ({"parts"}, {"parts"}),
        ({"halved"}, {"halved"}),
        ({"halves"}, {"parts", "halved", "halves"}),
        # A column that has a macro's name does not ask it.
        ({"others"}, {"others"}),
        (names_in('select * from "HALVES"() -- as they are'), {"parts", "halved", "halves"}),
        ({"unknown"}, set()),
    ],
)
def test_what_is_asked_is_made_with_what_it_asks(asked: set[str], made: set[str], macros: Macros) -> None:
    macros.make(asked)
    macros.make(asked)
    found = macros.connection.execute("""
        select function_name from duckdb_functions() where not internal
        union
        select view_name from duckdb_views() where not internal
    """).fetchall()
    assert {name for (name,) in found} == made


def test_what_is_asked_later_is_made_then(macros: Macros) -> None:
    macros.make({"halved"})
    with pytest.raises(duckdb.CatalogException):
        macros.connection.execute("from halves()")
    macros.make({"halves"})
    assert macros.connection.execute("from halves()").fetchall() == [(0.5,)]


def test_what_is_large_is_read_on_every_core() -> None:
    with connect() as connection, duckdb.connect(":memory:") as of_its_own:
        cores = of_its_own.execute("select current_setting('threads')").fetchone()
        share_out(connection, 1_000_000)
        assert connection.execute("select current_setting('threads')").fetchone() == (1,)
        share_out(connection, 1_000_000_000)
        assert connection.execute("select current_setting('threads')").fetchone() == cores


def test_a_name_in_a_query_is_no_variable_of_the_program() -> None:
    variable = [(1,)]
    with connect() as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("from variable")
    assert variable

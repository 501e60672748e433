"""Rows come out of DuckDB and go in alike on every version that we run on, whatever was asked before and not read."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.results import offered, table_of

MANY = "select range as number from range(100000)"


def test_a_result_that_nobody_read_to_its_end_stands_in_no_ones_way() -> None:
    with connect() as connection:
        assert connection.execute(MANY).fetchone() == (0,)
        assert table_of(connection, "select 1.10::decimal(18, 3) as amount").to_pylist() == [
            {"amount": Decimal("1.100")}
        ]
        connection.execute(MANY)
        with offered(connection, "given", pa.table({"number": [1, 2]})):
            assert connection.execute("select number from given").fetchone() == (1,)
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize("parameters", [{"low": 3}, None])
def test_parameters_are_bound(parameters: dict[str, object] | None) -> None:
    with connect() as connection:
        query = "select 3 as number" if parameters is None else "select $low::integer as number"
        assert table_of(connection, query, parameters).to_pylist() == [{"number": 3}]


def test_what_was_offered_is_gone_after_the_block() -> None:
    with connect() as connection:
        with offered(connection, "given", pa.table({"number": [1]})):
            pass
        assert table_of(connection, "from duckdb_views() where view_name = 'given'").num_rows == 0

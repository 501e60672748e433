"""Exact frames: Arrow tables as pandas DataFrames on Arrow types, decimals exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_ROOM = 30
"""Digits of a decimal: Arrow adds one for each addition and refuses a 39th, so a column of 38 could not be added."""


def exact_frame(table: pa.Table) -> Any:
    """The rows as a DataFrame; a decimal column that fits leaves room for what is computed with it."""
    import pandas as pd
    import pyarrow as pa

    for place, column in enumerate(table.schema):
        if pa.types.is_decimal(column.type) and column.type.precision > _ROOM:
            try:
                narrower = table.column(place).cast(pa.decimal128(_ROOM, column.type.scale))
            except pa.ArrowInvalid:
                continue  # An amount that needs every digit keeps them.
            table = table.set_column(place, column.name, narrower)
    return table.to_pandas(types_mapper=pd.ArrowDtype)

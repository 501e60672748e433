"""What a data set is: columns, key, references and row rules, declared once; its pandera schema follows from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandera.polars as pa
    import polars as pl

Kind = Literal["text", "currency", "date", "time", "integer", "boolean", "money", "price", "hours", "percent", "rate"]

SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "currency": "VARCHAR",
    "date": "DATE",
    "time": "TIME",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "money": "DECIMAL(18,3)",
    "price": "DECIMAL(18,6)",
    "hours": "DECIMAL(9,4)",
    "percent": "DECIMAL(9,4)",
    "rate": "DECIMAL(18,9)",
}
NUMBERS: frozenset[Kind] = frozenset({"integer", "money", "price", "hours", "percent", "rate"})


@dataclass(frozen=True)
class Column:
    """One column: its name in the canonical layout, what it holds, and what is allowed in it."""

    name: str
    kind: Kind
    description: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    default: str | None = None
    """What a blank means, where it always means the same; written in the canonical layout."""
    minimum: int | None = None
    late: bool = False
    """Added to a table that had rows, to which DuckDB adds no check: what is allowed is held at import alone."""

    @property
    def sql_type(self) -> str:
        """The column's type in the warehouse."""
        return SQL_TYPES[self.kind]

    @property
    def mandatory(self) -> bool:
        """Whether a row in the books always has a value here."""
        return self.required or self.default is not None


@dataclass(frozen=True)
class Reference:
    """A column whose value must be the key of a row of another data set."""

    column: str
    dataset: str
    reason: str


@dataclass(frozen=True)
class Rule:
    """A condition on one row; `holds` gives a polars expression, true or null where the row is right."""

    reason: str
    description: str
    holds: Callable[[], pl.Expr]
    columns: tuple[str, ...]
    """What it looks at; a rejected row tells their values."""
    warning: bool = False
    """A warning is counted and told, and the row is accepted."""


@dataclass(frozen=True)
class Dataset:
    """One kind of record that the books keep, in its canonical layout."""

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[Reference, ...] = ()
    rules: tuple[Rule, ...] = ()
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({column.name: column for column in self.columns})

    def __getitem__(self, column: str) -> Column:
        return self._by_name[column]

    def __contains__(self, column: object) -> bool:
        return column in self._by_name

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in the canonical order."""
        return tuple(self._by_name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which there is no row."""
        return tuple(column.name for column in self.columns if column.required)

    @cached_property
    def warnings(self) -> frozenset[str]:
        """Reasons that are told but do not keep a row out."""
        return frozenset(rule.reason for rule in self.rules if rule.warning)

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema of typed rows, for polars; each check's error is the reject reason.

        Built on first use: pandera takes a second to import, and only an import needs it.
        """
        import pandera.polars as pa

        return pa.DataFrameSchema(
            {column.name: _pandera_column(column) for column in self.columns},
            checks=[_check(rule.reason, rule.holds()) for rule in self.rules],
            strict=False,
            name=self.name,
        )


def _pandera_column(column: Column) -> pa.Column:
    import pandera.polars as pa
    import polars as pl

    value = pl.col(column.name)
    checks: list[pa.Check] = []
    if column.required:
        checks.append(_check(f"missing_{column.name}", value.is_not_null()))
    if column.minimum is not None:
        checks.append(_check(f"negative_{column.name}", value >= Decimal(column.minimum)))
    if column.allowed:
        checks.append(_check(f"not_a_{column.name}", value.is_in(list(column.allowed))))
    if column.kind == "currency":
        from invotrack_analytics.money import currencies

        checks.append(_check("not_a_currency", value.is_in(sorted(currencies()))))
    return pa.Column(
        checks=checks,
        nullable=True,
        required=True,
        title=column.name,
        description=column.description,
        metadata={"kind": column.kind},
    )


def _check(reason: str, holds: pl.Expr) -> pa.Check:
    import pandera.polars as pa

    # A check passes where the value is absent: absence has a reason of its own (missing_<column>).
    return pa.Check(lambda data: data.lazyframe.select(holds.fill_null(value=True)), name=reason, error=reason)

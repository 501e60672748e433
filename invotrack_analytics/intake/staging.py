"""Staging: a file's text rows land in the database as they are, then each data set's columns are cut out and typed.

A text that does not become what its column holds is a problem of that row, never an error of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from invotrack_analytics.intake.casting import FLOAT_NOISE, Casting, hours_between, or_default
from invotrack_analytics.intake.currency_marks import Marks
from invotrack_analytics.intake.dialect import Dialect, RawColumn, tell_date_format, tell_decimal_mark
from invotrack_analytics.intake.documents import (
    by_document,
    lines_as_credited,
    negative_as_credited,
    payments_as_refunded,
    whole_documents,
)
from invotrack_analytics.intake.keys import with_key
from invotrack_analytics.intake.landing import CONTROL_CHARACTER, create_problems, land
from invotrack_analytics.intake.named_tax import TAX_NOT_STATED, rows_without_tax
from invotrack_analytics.intake.raw_columns import raw_columns
from invotrack_analytics.intake.reading import as_it_stood, literal, text_of
from invotrack_analytics.intake.selection import left_out, passed_over_payments, wanted, warned
from invotrack_analytics.intake.told_currency import ToldCurrency, told_currency
from invotrack_analytics.model import BY_NAME, INVOICE_LINES, Column, Dataset
from invotrack_analytics.model.dataset import NUMBERS
from invotrack_analytics.model.payments import UNDATED
from invotrack_analytics.sources.column_source import BoundSource, Source, source_of
from invotrack_analytics.sources.identify import BoundTable, Layout, rejection_columns
from invotrack_analytics.sources.profile import CANONICAL, Format


@dataclass(frozen=True)
class StagedTable:
    """What one data set gets from the file."""

    dataset: Dataset
    name: str
    """Temp table: `line`, then every column of the data set, typed."""
    present: tuple[str, ...]
    """The columns that the file has something to say on."""
    introduces: bool = False
    """Only rows whose key is not known yet are taken; they are what other rows mention."""
    named: bool = False
    """The key is derived from names, so a row of the books with the same name is meant."""
    generated: bool = False
    """The file has no number for the rows: their key is made from their content."""
    open_marks: str | None = None
    """Temp table of rows whose currency a shared mark such as $ tells only together with their client's."""

    @property
    def part(self) -> str:
        """What the table's part of a rejected row is called."""
        return f"new {self.dataset.name}" if self.introduces else self.dataset.name


@dataclass(frozen=True)
class StagedFile:
    """A file in the database, typed, with its problems; nothing of it is in the books yet."""

    number: int
    tables: tuple[StagedTable, ...]
    header: tuple[str, ...]
    profile: str
    reject_id: str | None = None
    """The raw table's column that holds reject ids."""
    accept: str | None = None
    """The raw table's column that says which reason a row comes back in spite of."""
    originals: str = "[]"
    """SQL list of the raw columns of the original layout."""
    warnings: Mapping[str, int] = field(default_factory=dict)
    """How often each thing was found that does not keep a row out."""
    passed_over: str | None = None
    """Temp table (id): payments of rows that the profile passes over for their status, which it states as empty."""
    documents: str | None = None
    """Temp table (line, document): lines that stand or fall with the others of their document."""
    origins: str | None = None
    """Temp table (line, batch_id, source_line, reject_id): for rows that were read by an earlier batch."""
    files: tuple[int, ...] | None = None
    """Where the rows are of several files: for each line, from 1, the place of its file; `origins` has it as `file`."""

    beside: tuple[StagedFile, ...] = ()
    """The other files of the same import, as far as they are at hand: what is said together is judged together."""

    @property
    def together(self) -> bool:
        """Whether the rows are of several files."""
        return self.files is not None

    @property
    def has_whole_documents(self) -> bool:
        """Whether each document in the file comes with all of its lines."""
        fed = {table.dataset.name for table in self.tables if not table.introduces}
        partly = self.reject_id is not None or (self.origins is not None and not self.together)
        return {"invoices", "invoice_lines"} <= fed and not partly

    def table(self, dataset: str) -> StagedTable:
        """The table that the data set's own rows are in."""
        return next(table for table in self.tables if table.dataset.name == dataset and not table.introduces)

    @property
    def raw(self) -> str:
        """Temp table: `line` and the text columns."""
        return f"raw_{self.number}"

    @property
    def problems(self) -> str:
        """Temp table: line, dataset, reason, column_name, value."""
        return f"problems_{self.number}"


def stage(connection: duckdb.DuckDBPyConnection, layout: Layout, number: int, company_currency: str) -> StagedFile:
    """Land and type one file. Raises SourceError where it has no rows or cannot be read as its layout says.

    What is computed from its cells is rounded to the minor unit of the currency it names, else the company's.
    """
    create_problems(connection, number)
    raw = f"raw_{number}"
    cleaned = land(connection, layout, raw, number)
    names = raw_columns(connection, layout, raw)
    dialect = _dialect(connection, layout, raw, names)
    fed = [bound for bound in layout.tables if bound.table.is_fed_by(layout.text.header)]
    warnings = _told(connection, layout, raw, names)
    warnings[TAX_NOT_STATED] = sum(rows_without_tax(connection, bound, raw, names) for bound in fed)
    tables: list[StagedTable] = []
    for place, bound in enumerate(fed):
        currency = _currency(layout, bound, names, company_currency)
        casting = Casting(
            raw, wanted(bound, names), dialect, currency, _marks(bound, layout.profile.format, company_currency)
        )
        table, told = _cut_out(connection, bound, names, casting, layout.path, number=number, place=place)
        tables.append(table)
        # A row of the file is told once, however many data sets it feeds.
        warnings |= {warning: max(rows, warnings.get(warning, 0)) for warning, rows in told.items()}
    _settle_credit_notes(connection, fed, tables)
    documents = f"documents_{number}"
    whole = [
        statement for bound in layout.tables for statement in whole_documents(bound, documents, f"raw_{number}", names)
    ]
    for statement in whole:
        connection.execute(statement)
    for bound, table in zip(fed, tables, strict=True):
        if bound.table.undated and bound.table.warning:
            warnings[bound.table.warning] = warnings.get(bound.table.warning, 0) + _undated(connection, table)
        elif bound.table.warning and _is_remainder(bound):
            (rows,) = connection.execute(f"select count(*) from {table.name}").fetchone() or (0,)
            warnings[bound.table.warning] = rows
    passed_over = f"passed_over_{number}"
    empty = [query for bound in fed if (query := passed_over_payments(bound, raw, names))]
    if empty:
        connection.execute(f"create or replace temp table {passed_over} as {' union '.join(empty)}")
    if cleaned:
        warnings[CONTROL_CHARACTER] = cleaned
    reject_id, accept, original = rejection_columns(layout.text)
    return StagedFile(
        number=number,
        tables=tuple(tables),
        header=original,
        profile=layout.profile.name,
        reject_id=names[reject_id] if reject_id else None,
        accept=names[accept] if accept else None,
        warnings={warning: count for warning, count in warnings.items() if count},
        passed_over=passed_over if empty else None,
        documents=documents if whole else None,
        originals="[" + ", ".join(as_it_stood(names[name]) for name in original) + "]",
    )


def _settle_credit_notes(
    connection: duckdb.DuckDBPyConnection, fed: Sequence[BoundTable], tables: Sequence[StagedTable]
) -> None:
    """Make the parts of a document that is negative as a whole those of a credit note."""
    for bound, invoices in zip(fed, tables, strict=True):
        if invoices.dataset.name != "invoices":
            continue
        if bound.table.negative:
            connection.execute(negative_as_credited(bound.table.negative, invoices.name))
        for part in tables:
            if part.dataset is INVOICE_LINES:
                connection.execute(lines_as_credited(part.name, invoices.name))
            elif part.dataset.name == "payments" and bound.table.negative:
                connection.execute(payments_as_refunded(part.name, invoices.name))


def discard(connection: duckdb.DuckDBPyConnection, staged: StagedFile) -> None:
    """Free what a file took in the database."""
    others = (
        f"documents_{staged.number}",
        f"origins_{staged.number}",
        f"landed_{staged.number}",
        f"passed_over_{staged.number}",
    )
    views = {name for (name,) in connection.execute("select view_name from duckdb_views() where temporary").fetchall()}
    told = (table.open_marks for table in staged.tables if table.open_marks)
    for name in (staged.raw, staged.problems, *others, *told, *(table.name for table in staged.tables)):
        connection.execute(f"drop {'view' if name in views else 'table'} if exists {name}")


def _dialect(connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str, names: dict[str, str]) -> Dialect:
    def of_kind(*kinds: str) -> list[RawColumn]:
        return [
            RawColumn(text, header)
            for bound in layout.tables
            for column, source in bound.columns.items()
            if BY_NAME[bound.table.dataset][column].kind in kinds
            for header, text in _texts_of(source, names)
        ]

    canonical = layout.profile.name == CANONICAL
    delimiter = layout.text.csv.delimiter if layout.text.csv else ","
    return Dialect(
        date=layout.profile.format.date or tell_date_format(connection, raw, of_kind("date"), layout.path),
        decimal=layout.profile.format.decimal
        or tell_decimal_mark(
            connection,
            raw,
            of_kind("money", "price", "hours", "percent", "rate"),
            layout.path,
            dot_is_usual=canonical and delimiter != ";",
        ),
    )


def _texts_of(source: BoundSource, names: Mapping[str, str]) -> list[tuple[str, str]]:
    if source.source.is_arithmetic:
        cells = (name for term in (*source.cells, *source.plus, *source.minus) for name in term)
        return [(name, names[name]) for name in cells]
    if not source.cells or source.source.percentage:
        return []
    plain = len(source.cells[0]) == 1 and source.source == Source(source.source.terms)
    (header, *_) = source.cells[0]
    return [(header, names[header] if plain else text_of(source, names))]


def _currency(layout: Layout, bound: BoundTable, names: Mapping[str, str], company_currency: str) -> str:
    """SQL on the raw row for the currency of a table's amounts: its own, or that of the document it is a part of."""
    for table in (bound, *layout.tables):
        if "currency" in table.columns:
            return f"coalesce({text_of(table.columns['currency'], names)}, {literal(company_currency)})"
        if "currency" in table.table.constants:
            return literal(table.table.constants["currency"])
    return literal(company_currency)


def _marks(bound: BoundTable, written: Format, company_currency: str) -> Marks | None:
    """What the marks beside a table's amounts mean, where its rows have a currency that nothing says for all."""
    if "currency" not in BY_NAME[bound.table.dataset] or "currency" in bound.table.constants:
        return None
    return Marks(company_currency, written.currency)


def _cut_out(  # noqa: PLR0913
    connection: duckdb.DuckDBPyConnection,
    bound: BoundTable,
    names: Mapping[str, str],
    casting: Casting,
    path: Path,
    *,
    number: int,
    place: int,
) -> tuple[StagedTable, dict[str, int]]:
    """Make the table of one data set; also how often its amounts told a currency, or spoke against it."""
    dataset, table = BY_NAME[bound.table.dataset], bound.table
    for column in dataset.columns:
        if column.name in bound.columns:
            _add(casting, column, bound.columns[column.name], names, dataset)
        elif column.name in table.constants:
            casting.add(column, literal(table.constants[column.name]), constant=True)
    if table.negative:
        casting.add_value(dataset["kind"], literal(dataset["kind"].default))
    typed = _typed(dataset, casting, defaults=not table.document)
    suspect = " or ".join(suspicion.condition for suspicion in casting.suspicions) or "false"
    query = casting.query(
        f"select line, coalesce({suspect}, false) as suspect, {casting.mark} is not null as marked, {typed}"
    )
    if table.document:
        query = by_document(dataset, bound, query)
    query = _something(bound, query)
    generated = table.key_is_generated or (table.key_may_be_blank and dataset.key[0] not in bound.columns)
    if generated or table.key_may_be_blank:
        query = with_key(dataset, table.identity or casting.present, query)
    if table.introduces:
        # Who is not mentioned is not made; whether that may be, is for the row that should have mentioned it.
        query = f'select * from ({query}) where "{dataset.key[0]}" is not null'
    name = f"staged_{number}_{place}"
    _fill(connection, name, dataset, casting, query)
    suspects, marked = connection.execute(f"select bool_or(suspect), bool_or(marked) from {name}").fetchone() or (0, 0)
    noisy = 0
    if suspects:
        noise = " or ".join(suspicion.condition for suspicion in casting.suspicions if suspicion.warning) or "false"
        (noisy,) = connection.execute(casting.query("select count(*)") + f" where {noise}").fetchone() or (0,)
        for suspicion in (found for found in casting.suspicions if not found.warning):
            connection.execute(
                f"insert into problems_{number} "
                + casting.query(f"select line, $dataset, $reason, $column, {suspicion.text}")
                + f" where {suspicion.condition}",
                {"dataset": dataset.name, "reason": suspicion.reason, "column": suspicion.column},
            )
    key = bound.columns.get(dataset.key[0])
    named = table.introduces and key is not None and key.source.name
    told = told_currency(connection, name, casting, path) if marked and casting.marks else ToldCurrency()
    present = dict.fromkeys((*casting.present, "currency")) if marked or casting.given_currency else casting.present
    warnings = {**told.warnings, **({FLOAT_NOISE: noisy} if noisy else {})}
    return StagedTable(dataset, name, tuple(present), table.introduces, named, generated, told.open_marks), warnings


def _typed(dataset: Dataset, casting: Casting, *, defaults: bool) -> str:
    values = {column.name: casting.value(column) for column in dataset.columns}
    if casting.marks:
        values["currency"] = casting.told_currency
    if dataset.name == "timesheets" and {"start_time", "end_time"} <= set(casting.present):
        values["hours"] = f"coalesce({values['hours']}, {hours_between(values['start_time'], values['end_time'])})"
    if defaults:
        values = {column.name: or_default(column, values[column.name]) for column in dataset.columns}
    return ", ".join(f'{value} as "{name}"' for name, value in values.items())


def _fill(connection: duckdb.DuckDBPyConnection, name: str, dataset: Dataset, casting: Casting, query: str) -> None:
    """Make the temp table from the query; a column that the file says nothing of, and no later step fills, is virtual.

    In a large file those would take memory and time as the others do.
    """
    filled = {*casting.present, *dataset.key, "currency", *(reference.column for reference in dataset.references)}
    columns, stored = ["line bigint", "suspect boolean", "marked boolean"], ["line", "suspect", "marked"]
    for column in dataset.columns:
        if column.name in filled or column.kind in NUMBERS:
            columns.append(f'"{column.name}" {column.sql_type}')
            stored.append(f'"{column.name}"')
        else:
            blank = or_default(column, f"null::{column.sql_type}")
            columns.append(f'"{column.name}" {column.sql_type} generated always as ({blank}) virtual')
    names = ", ".join(stored)
    connection.execute(f"create or replace temp table {name} ({', '.join(columns)})")
    connection.execute(f"insert into {name} ({names}) select {names} from ({query})")


def _add(casting: Casting, column: Column, source: BoundSource, names: Mapping[str, str], dataset: Dataset) -> None:
    if source.source.how == "ordinal":
        key = casting.value(dataset[dataset.key[0]])
        casting.add_value(column, f"(row_number() over (partition by {key} order by line))::integer")
    elif source.source.is_arithmetic:
        casting.add_computed(column, source, names)
    else:
        casting.add(column, text_of(source, names), constant=source.source.percentage)


def _something(bound: BoundTable, query: str) -> str:
    """The query without the rows that say that nothing was paid or written off."""
    if bound.table.undated:
        return f"select * from ({query}) where amount is distinct from 0"
    return f"select * from ({query}) where amount > 0 or amount is null" if _is_remainder(bound) else query


def _is_remainder(bound: BoundTable) -> bool:
    """Whether a write-off is what a document's other amounts leave, which is mostly nothing."""
    return bound.table.dataset == "write_offs" and source_of(bound.table.columns["amount"]).is_arithmetic


def _undated(connection: duckdb.DuckDBPyConnection, table: StagedTable) -> int:
    (rows,) = connection.execute(f"select count(*) from {table.name} where method = '{UNDATED}'").fetchone() or (0,)
    return int(rows)


def _told(connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str, names: Mapping[str, str]) -> dict[str, int]:
    """How many rows, or documents, the profile warns of: those it leaves out for what they lack, and those it takes."""
    found: dict[str, int] = {}
    for bound in layout.tables:
        for reason, condition in warned(bound, names).items():
            (rows,) = connection.execute(f"select count(*) from {raw} where {condition}").fetchone() or (0,)
            found[reason] = found.get(reason, 0) + rows
        if bound.table.warning and not bound.table.undated and not _is_remainder(bound):
            document = bound.columns.get("invoice_number")
            counted = f"distinct {text_of(document, names)}" if document else "*"
            condition = left_out(bound, names)
            (rows,) = connection.execute(f"select count({counted}) from {raw} where {condition}").fetchone() or (0,)
            found[bound.table.warning] = found.get(bound.table.warning, 0) + rows
    return found

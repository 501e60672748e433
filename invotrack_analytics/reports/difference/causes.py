"""Causes: which batches between two moments concern a row of a difference.

A batch concerns a row when it entered, changed or ended something that the row's report is made of, for what the row is
about: its client, currency, project, employee, invoice or entry, as far as either says so. Which data sets a report is
made of is asked of its query plan, so that nobody has to keep a list. Where no batch touched precisely what a row is
about (a balance that moved because of another line, say) those that touched its account are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import duckdb

from invotrack_analytics.model import DATASETS, Dataset
from invotrack_analytics.reports.report import Column, Report
from invotrack_analytics.warehouse.schema import sql_of

CAUSES = (
    Column("batches", "text", "Batches", "The changes of the books between the two moments that concern the row."),
    Column("caused_by", "text", "Caused by", "What these were: import of which file, bill, void, credit or match."),
)

_ABOUT = ("currency", "client_id", "project_id", "employee_id", "invoice_number", "entry_id", "number")
"""What a row can be about, the widest first."""
_WORK = ("client_id", "project_id", "employee_id", "entry_id")
"""What a timesheet entry ties together."""


def find_causes(
    connection: duckdb.DuckDBPyConnection, report: Report, moments: tuple[datetime | None, datetime | None]
) -> None:
    """Make the temp table `causes` for the temp table `differing`, by the batches recorded between the two moments."""
    connection.execute(sql_of("invotrack_analytics.reports.difference", "known_links.sql"))
    first, last = (_last_batch(connection, moment) for moment in moments)
    read = _data_sets_of(connection, report)
    columns = {name for name, *_ in connection.execute("describe differing").fetchall()}
    about = [name for name in _ABOUT if name in columns]
    for width in range(len(about), -1, -1):
        connection.execute("""
            create or replace temp table unexplained as
            select * from differing where row_id not in (select row_id from reasons)
        """)
        for dataset in read:
            connection.execute(_reasons(dataset, about[:width], first, last))
    connection.execute(sql_of("invotrack_analytics.reports.difference", "causes.sql"))


def _last_batch(connection: duckdb.DuckDBPyConnection, moment: datetime | None) -> int:
    query = "select coalesce(max(batch_id), 0) from books.batches where $moment is null or recorded_at <= $moment"
    (last,) = connection.execute(query, {"moment": moment}).fetchone() or (0,)
    return int(last)


def _data_sets_of(connection: duckdb.DuckDBPyConnection, report: Report) -> list[Dataset]:
    # What the optimiser prunes by a table's statistics might be read another day; what it prunes by logic never is.
    connection.execute("set disabled_optimizers = 'statistics_propagation'")
    try:
        plan = connection.execute(f"explain (format json) select * from {report.name}(date '2000-01-01')").fetchall()
    finally:
        connection.execute("reset disabled_optimizers")
    tables = set(re.findall(r'"Table":\s*"books\.main\.(\w+)"', str(plan[0][1])))
    return [dataset for dataset in DATASETS if {dataset.name, f"{dataset.name}_history"} & tables]


def _reasons(dataset: Dataset, about: Sequence[str], first: int, last: int) -> str:
    """Enter a reason for each row not yet explained and batch that touched the data set where the row is about it."""
    found = {name: f"touched.{name}" for name in _ABOUT if name in dataset}
    joins = []
    if "invoice_number" in found:
        found["number"] = "touched.number"
        if "client_id" not in found:
            joins.append("join known_invoices on known_invoices.invoice_number = touched.invoice_number")
            found |= {name: f"known_invoices.{name}" for name in ("client_id", "currency")}
        if "entry_id" not in found and {"project_id", "employee_id", "entry_id"} & set(about):
            joins.append("join known_billed on known_billed.invoice_number = touched.invoice_number")
            found["entry_id"] = "known_billed.entry_id"
    known = [name for name in _WORK if name in found]
    wanted = [name for name in _WORK if name in about and name not in found]
    # A rate card that names nobody is for everybody.
    is_card = dataset.name == "rates"
    if known and wanted and not is_card:
        joins.append("join known_work on " + " and ".join(f"known_work.{name} = {found[name]}" for name in known))
        found |= {name: f"known_work.{name}" for name in wanted}
    names = [name for name in about if name in found]
    shown = "".join(f", {found[name]} as {name}" for name in names)
    # A client or project without a currency of its own may be billed in any.
    open_to_any = names if is_card else ["currency"]
    matches = [
        f"(touched.{name} is null or touched.{name} = unexplained.{name})"
        if name in open_to_any
        else f"touched.{name} = unexplained.{name}"
        for name in names
    ]
    return f"""
        insert into reasons
        select unexplained.row_id, touched.batch_id
        from unexplained
        join (
            select distinct touched.batch_id{shown}
            from ({" union all ".join(_touched(dataset, first, last))}) as touched
            {" ".join(joins)}
        ) as touched on {" and ".join(matches) or "true"}
    """


def _touched(dataset: Dataset, first: int, last: int) -> Iterator[str]:
    """Queries for what the batches between entered into the data set, changed in it or ended in it."""
    own = [name for name in _ABOUT if name in dataset]
    shown = "".join(f", {name}" for name in own) + f", {dataset.key[0]}::varchar as number"
    tables = [(dataset.name, "recorded_in")]
    tables += [(f"{dataset.name}_history", batch) for batch in ("recorded_in", "superseded_in")]
    for table, batch in tables:
        yield f"select {batch} as batch_id{shown} from books.{table} where {batch} > {first} and {batch} <= {last}"
        if "preceding_invoice_number" in dataset:
            # A credit note concerns the invoice that it reduces too.
            other = shown.replace("invoice_number", "preceding_invoice_number as invoice_number", 1)
            yield (
                f"select {batch}{other} from books.{table} "
                f"where {batch} > {first} and {batch} <= {last} and preceding_invoice_number is not null"
            )

"""Exporting: which entries go to the ledger, noted before the file is written, so that each goes once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import duckdb

from invotrack_analytics.bookkeeping import reading, wording
from invotrack_analytics.bookkeeping.account_book import add_accounts
from invotrack_analytics.bookkeeping.chart import Chart, load_chart
from invotrack_analytics.bookkeeping.formats import check_format, render
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.ledger.journal import BALANCE_SHEET, Entry, Journal, Line, balances_of
from invotrack_analytics.documents.ledger.rendered import Rendered
from invotrack_analytics.documents.ledger.sales_documents import DOCUMENTS
from invotrack_analytics.errors import BookkeepingError
from invotrack_analytics.model.ledger_exports import LEDGER_EXPORTS
from invotrack_analytics.warehouse.books import Books, new_batch, transaction
from invotrack_analytics.warehouse.connection import connect
from invotrack_analytics.warehouse.ledger import create_ledger
from invotrack_analytics.warehouse.macros import Macros, macros_in
from invotrack_analytics.warehouse.posting import last_row_id
from invotrack_analytics.warehouse.reader import Reader
from invotrack_analytics.warehouse.schema import sql_of

_PACKAGE = "invotrack_analytics.bookkeeping"
_NOTHING = Decimal(0)
_FIRST_DAY = date(1900, 1, 1)
DOCUMENT_FORMATS = frozenset({"xero", "quickbooks"})
"""Formats that hold documents alone; receipts reach those programs by the bank."""


@dataclass(frozen=True)
class LedgerExport:
    """One export: its id (null where it records nothing or had nothing new), and its files."""

    export_id: str | None
    format: str
    entries: int
    rendered: Rendered


@dataclass(frozen=True)
class PastExport:
    """An export that was recorded."""

    export_id: str
    format: str
    entries: int
    made_at: datetime
    exported_through: date


@dataclass(frozen=True)
class UsedAccount:
    """An account of the journal and what it is for."""

    role: str
    account: str
    client_id: str | None
    category: str | None
    tax_rate: Decimal | None
    kind: str | None
    """Of a write-off."""


def export_period(  # noqa: PLR0913  a period of one format
    reader: Reader,
    settings: Settings,
    *,
    format_: str,
    first_day: date,
    last_day: date,
    made_at: datetime,
) -> LedgerExport:
    """The journal of a period by itself: an opening entry, then what falls in it. Records nothing.

    Raises BookkeepingError, SettingsError.
    """
    chart, connection = load_chart(settings), reader.connection
    check_format(settings, chart, format_)
    if first_day > last_day:
        message = f"the period from {first_day} to {last_day} ends before it begins"
        raise BookkeepingError(message)
    _journal(connection, reader.macros, format_, last_day)
    add_accounts(connection, chart, format_)
    entries = reading.booked(connection, first_day.isoformat())
    if format_ not in DOCUMENT_FORMATS:
        entries = (*_opening(connection, chart, first_day), *entries)
    journal = Journal(
        company=settings.company.name,
        base_currency=settings.company.currency,
        entries=entries,
        first_day=first_day,
        last_day=last_day,
        made_at=f"{made_at:%Y%m%d%H%M%S}",
        clients=reading.clients_of(connection),
        balances=balances_of(entries),
        asserted_on=last_day,
    )
    return LedgerExport(None, format_, len(entries), render(settings, chart, format_, journal))


def export_new(
    books: Books, settings: Settings, *, format_: str, last_day: date, recorded_at: datetime
) -> LedgerExport:
    """What a format has not had yet, up to a day: entries, and reversals of what is not so any more.

    The facts are committed before the file is made. Raises BookkeepingError, SettingsError.
    """
    chart = load_chart(settings)
    check_format(settings, chart, format_)
    books.snapshot()  # Attaching would make an empty file where there are no books.
    with connect() as connection, books.writing(connection):
        # Nobody else writes until the end, so what is read here still holds in the transaction.
        macros = create_ledger(connection, settings)
        _journal(connection, macros, format_, last_day)
        add_accounts(connection, chart, format_)
        asked = {"format": format_, "through": last_day, "closed": chart.closed_through}
        connection.execute(sql_of(_PACKAGE, "handing_over.sql"), asked)
        with transaction(connection):
            export_id = _record(connection, format_, last_day, chart.closed_through, recorded_at)
        if export_id is None:
            return LedgerExport(None, format_, 0, Rendered({}))
        return _written(connection, settings, chart, export_id)


def export_again(connection: duckdb.DuckDBPyConnection, settings: Settings, export_id: str) -> LedgerExport:
    """An export once more, as it was. Raises BookkeepingError where there is none of this id."""
    return _written(connection, settings, load_chart(settings), export_id)


def past_exports(connection: duckdb.DuckDBPyConnection) -> list[PastExport]:
    """Every recorded export, oldest first."""
    rows = connection.execute(
        """
        select export_id, min(format), count(distinct entry_id), min(made_at), min(exported_through)
        from books.ledger_exports
        group by export_id
        order by export_id
        """
    ).fetchall()
    return [
        PastExport(export_id, format_, entries, datetime.strptime(made_at, "%Y%m%d%H%M%S"), through)  # noqa: DTZ007  UTC
        for export_id, format_, entries, made_at, through in rows
    ]


def used_accounts(reader: Reader, settings: Settings, format_: str) -> list[UsedAccount]:
    """Every account that the journal of all days has in a format, by what it is for. Raises BookkeepingError."""
    chart = load_chart(settings)
    check_format(settings, chart, format_)
    _journal(reader.connection, reader.macros, format_, date.max)
    add_accounts(reader.connection, chart, format_)
    rows = reader.connection.execute(
        """
        select distinct
            role, account, client_id, case when role = 'sales' then qualifier end, tax_rate,
            case when role = 'write_off' then qualifier end
        from booked
        order by all
        """
    ).fetchall()
    return [UsedAccount(*row) for row in rows]


def _journal(connection: duckdb.DuckDBPyConnection, macros: Macros, format_: str, last_day: date) -> None:
    macros.know(macros_in(sql_of(_PACKAGE, "journal_lines.sql")))
    macros.make(["journal_lines"])
    kinds = ", ".join(f"'{kind}'" for kind in sorted(DOCUMENTS | {"void"}))
    narrowed = f"where kind in ({kinds})" if format_ in DOCUMENT_FORMATS else ""
    connection.execute(
        "create or replace temp table journal as "
        f"select * from journal_lines(date '{_FIRST_DAY}', date '{last_day}') {narrowed}"
    )


def _opening(connection: duckdb.DuckDBPyConnection, chart: Chart, first_day: date) -> list[Entry]:
    """What the accounts of the balance sheet stood at before the period, one entry a currency."""
    before = [
        (currency, line)
        for currency, role, line in reading.balances_before(connection, first_day.isoformat())
        if role in BALANCE_SHEET
    ]
    account = chart.account("opening")
    if before and not account:
        message = "ledger.toml: the role opening has no account; name one under [roles]"
        raise BookkeepingError(message)
    entries = []
    for currency in dict.fromkeys(currency for currency, _ in before):
        lines = [line for held, line in before if held == currency]
        rest = -sum((line.amount for line in lines), _NOTHING)
        if rest:
            lines.append(Line("opening", account, max(rest, _NOTHING), max(-rest, _NOTHING)))
        entries.append(
            Entry(f"opening:{currency}", first_day, "opening", "", wording.opening(), currency, tuple(lines))
        )
    return entries


def _record(
    connection: duckdb.DuckDBPyConnection,
    format_: str,
    last_day: date,
    closed_through: date | None,
    recorded_at: datetime,
) -> str | None:
    (found,) = connection.execute("select count(*) from handing_over").fetchone() or (0,)
    if not found:
        return None
    (number,) = connection.execute(
        "select coalesce(max(export_id[2:]::integer), 0) + 1 from books.ledger_exports"
    ).fetchone() or (1,)
    export_id = f"L{number:05d}"
    batch = new_batch(connection, "ledger", recorded_at)
    last = last_row_id(connection, LEDGER_EXPORTS)
    columns = ", ".join(f'"{name}"' for name in LEDGER_EXPORTS.column_names)
    given = {
        "export_id": f"'{export_id}'",
        "format": "$format",
        "made_at": f"'{recorded_at:%Y%m%d%H%M%S}'",
        "exported_through": f"date '{last_day}'",
        "closed_through": f"date '{closed_through}'" if closed_through else "null",
    }
    values = ", ".join(given.get(name, f'"{name}"') for name in LEDGER_EXPORTS.column_names)
    connection.execute(
        f"""
        insert into books.ledger_exports (row_id, {columns}, batch_id, source_line, recorded_in)
        select row_number() over (order by place, line_number) + {last}, {values}, {batch}, null, {batch}
        from handing_over
        """,
        {"format": format_},
    )
    return export_id


def _written(connection: duckdb.DuckDBPyConnection, settings: Settings, chart: Chart, export_id: str) -> LedgerExport:
    known = connection.execute(
        """
        select min(format), min(made_at), min(exported_through), min(closed_through), min(entry_date)
        from books.ledger_exports
        where export_id = ?
        having count(*) > 0
        """,
        [export_id],
    ).fetchone()
    if known is None:
        message = f"there is no ledger export {export_id}; `invotrack ledger exports` lists them"
        raise BookkeepingError(message)
    format_, made_at, through, closed, first = known
    entries = reading.handed_over(connection, export_id)
    balances = reading.balances_closed(connection, format_, export_id, closed) if closed else ()
    journal = Journal(
        company=settings.company.name,
        base_currency=settings.company.currency,
        entries=entries,
        first_day=first,
        last_day=max(through, *(entry.day for entry in entries)),
        made_at=made_at,
        clients=reading.clients_of(connection),
        balances=balances,
        asserted_on=closed if balances else None,
        known_accounts=reading.accounts_before(connection, format_, export_id),
    )
    return LedgerExport(export_id, format_, len(entries), render(settings, chart, format_, journal))

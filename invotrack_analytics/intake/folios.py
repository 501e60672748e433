"""Folios: Mexican credit notes and payment receipts name an invoice by its stamp (UUID); they get its number.

A receipt may give the invoice's series and folio beside the stamp. Those are written by hand, and may be other than on
the invoice, so that the stamp goes first; they count where the invoice is known without its stamp.
"""

from __future__ import annotations

import duckdb

from invotrack_analytics.intake.resolving import make_changeable
from invotrack_analytics.model import Dataset
from invotrack_analytics.sources.e_invoices import FOLIO

_REFERENCES = {
    "payments": "invoice_number",
    "invoices": "preceding_invoice_number",
    "replacements": "replaced_invoice_number",
}
_LENGTH = len("01234567-89AB-CDEF-0123-456789ABCDEF")
_SHAPE = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


def stamped(table: str) -> str:
    """SQL for one row per stamped invoice of a table: `folio`, in upper case, and `invoice_number`, which may be it."""
    return (
        f"select upper(regexp_extract(notes, '{FOLIO}({_SHAPE})', 1)) as folio, invoice_number "
        f"from {table} where contains(notes, '{FOLIO}') "
        f"union all select upper(invoice_number), invoice_number from {table} where length(invoice_number) = {_LENGTH}"
    )


def awaits_folios(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a row in quarantine waits for an invoice that it knows by its stamp."""
    return connection.execute(
        f"select count(*) from books.awaited where dataset = 'invoices' and length(key) = {_LENGTH}"
    ).fetchone() != (0,)


def named_by_stamp() -> str:
    """SQL for the `reject_id` of waiting payments whose invoice is there by its stamp, under whatever number."""
    return f"""
        select kept.reject_id
        from books.quarantine as kept
        join books.layouts as layouts on layouts.layout_id = kept.layout_id
        join ({stamped("books.invoices")}) as stamped
            on stamped.folio = upper(kept.parts->'payments'->>'invoice_stamp')
        where list_contains(layouts.header, 'invoice_stamp')
            and kept.reject_id not in (select reject_id from books.awaited where dataset <> 'invoices')
    """


def numbers_for_folios(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """Give arriving rows (`resolved`) the number of the invoice that they name by its stamp, where it is known."""
    column = _REFERENCES.get(dataset.name)
    if column is None:
        return
    # To see the length first costs next to nothing.
    named = f"length({column}) = {_LENGTH} and regexp_full_match({column}, '{_SHAPE}')"
    if dataset.name == "payments":
        named += " or invoice_stamp is not null"
    if connection.execute(f"select count(*) from resolved where {named}").fetchone() == (0,):
        return
    make_changeable(connection)
    known = stamped("books.invoices") + (f" union all {stamped('resolved')}" if dataset.name == "invoices" else "")
    connection.execute(f"""
        create or replace temp table folios as
        select folio, min(invoice_number) as invoice_number from ({known}) group by folio
    """)
    connection.execute(f"""
        update resolved set {column} = folios.invoice_number
        from folios where folios.folio = upper(resolved.{column}) and length(resolved.{column}) = {_LENGTH}
    """)
    if dataset.name == "payments":
        # An invoice of that number with a stamp of its own is another one.
        connection.execute("""
            update resolved set invoice_number = resolved.invoice_stamp
            from folios
            where folios.invoice_number = resolved.invoice_number and folios.folio <> resolved.invoice_stamp
        """)
        connection.execute("""
            update resolved set invoice_number = folios.invoice_number
            from folios where folios.folio = resolved.invoice_stamp
        """)

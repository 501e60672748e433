"""What the command line says of the ledger export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from invotrack_analytics.telling import plain_table, say

if TYPE_CHECKING:
    from invotrack_analytics.bookkeeping.exporting import LedgerExport, PastExport, UsedAccount


def export_document(export: LedgerExport, files: Sequence[Path]) -> dict[str, Any]:
    """What `ledger export --json` prints."""
    return {
        "export_id": export.export_id,
        "format": export.format,
        "files": [str(path) for path in files],
        "entries": export.entries,
        "told": [
            {"document": item.document, "reason": item.reason, "text": item.text} for item in export.rendered.told
        ],
    }


def export_summary(export: LedgerExport, files: Sequence[Path]) -> None:
    """What `ledger export` says."""
    if not export.entries:
        say(f"Nothing new for {export.format}; no file was written.")
        return
    named = f" as export {export.export_id}" if export.export_id else ""
    say(f"{export.entries:,} entries for {export.format}{named}:")
    for path in files:
        say(f"  {path}")
    for item in export.rendered.told:
        say(f"  {item.document}: {_REASONS[item.reason].format(text=item.text)}")


_REASONS = {
    "void_left_out": "is void and was left out",
    "changed_since": "was changed after it was handed over; change it in the program itself, too",
    "text_fitted": "its text was made to fit: {text}",
    "number_fitted": "its number was made to fit: {text}",
    "not_in_this_format": "this format has no place for it",
}


def exports_document(past: Sequence[PastExport]) -> list[dict[str, Any]]:
    """What `ledger exports --json` prints."""
    return [
        {
            "export_id": export.export_id,
            "format": export.format,
            "entries": export.entries,
            "made_at": export.made_at,
            "exported_through": export.exported_through,
        }
        for export in past
    ]


def exports_table(past: Sequence[PastExport]) -> Table:
    """What `ledger exports` shows."""
    table = plain_table("Export", "Format", "Entries", "Made at (UTC)", "Through")
    for export in past:
        table.add_row(
            export.export_id,
            export.format,
            f"{export.entries:,}",
            f"{export.made_at:%Y-%m-%d %H:%M}",
            export.exported_through.isoformat(),
        )
    return table


def accounts_document(used: Sequence[UsedAccount]) -> list[dict[str, Any]]:
    """What `ledger accounts --json` prints."""
    return [
        {
            "role": item.role,
            "account": item.account,
            "client_id": item.client_id,
            "category": item.category,
            "tax_rate": item.tax_rate,
            "kind": item.kind,
        }
        for item in used
    ]


def accounts_table(used: Sequence[UsedAccount]) -> Table:
    """What `ledger accounts` shows."""
    table = plain_table("Account", "Role", "Client", "Category", "Tax %", "Kind")
    for item in used:
        rate = f"{item.tax_rate.normalize():f}" if item.tax_rate is not None else ""
        table.add_row(item.account, item.role, item.client_id or "", item.category or "", rate, item.kind or "")
    return table

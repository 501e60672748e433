"""What the command line says of invoices: all of them in a table, one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from invotrack_analytics.money import minor_unit, round_to_minor_unit
from invotrack_analytics.telling import say

if TYPE_CHECKING:
    from invotrack_analytics.documents.invoice import InvoiceDocument

_COLUMNS = ("number", "kind", "document_date", "client_name", "amount", "currency", "status")


def invoices_table(found: Sequence[dict[str, Any]]) -> None:
    """What `invoices list` says."""
    if not found:
        say("There are no invoices.")
        return
    table = Table(*(name.replace("_", " ") for name in _COLUMNS))
    for row in found:
        cells = {**row, "amount": _money(row["amount"], row["currency"])}
        table.add_row(*(Text(str(cells[name]), justify="right" if name == "amount" else "left") for name in _COLUMNS))
    _print(table)


def invoices_document(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What `invoices list --json` prints."""
    return {"invoices": [{**row, "amount": _money(row["amount"], row["currency"])} for row in found]}


def invoice_document(document: InvoiceDocument, files: Sequence[Path]) -> dict[str, Any]:
    """What `invoices show --json` prints: every part of the document."""
    parts: dict[str, Any] = _written(asdict(document), document.currency)
    return {**parts, "files": [str(path) for path in files]}


def invoice_summary(document: InvoiceDocument, files: Sequence[Path]) -> None:
    """What `invoices show` says."""
    due = f", due {document.due_date}" if document.due_date else ""
    corrects = f", corrects {document.preceding_invoice_number}" if document.preceding_invoice_number else ""
    say(f"{document.kind.replace('_', ' ').capitalize()} {document.number} of {document.issue_date}{due}{corrects}")
    say(f"{document.seller.name} to {document.buyer.name}")
    table = Table("no.", "description", "quantity", "price", "tax %", f"net {document.currency}")
    for line in document.lines:
        figures = (
            f"{line.quantity.normalize():f}",
            f"{line.unit_price.normalize():f}",
            f"{line.tax_rate.normalize():f}",
        )
        cells = (str(line.number), line.description, *figures, _money(line.net_amount, document.currency))
        table.add_row(*map(Text, cells))
    _print(table)
    for name, amount in (
        ("Net", document.net_amount),
        ("Tax", document.tax_amount),
        ("Total", document.total_amount),
    ):
        say(f"{name}  {_money(amount, document.currency)} {document.currency}")
    for path in files:
        say(str(path))


def _written(part: Any, currency: str, name: str = "") -> Any:
    """The part with its amounts as money and its other figures with the digits they have."""
    if isinstance(part, dict):
        return {key: _written(value, currency, key) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return [_written(value, currency) for value in part]
    if isinstance(part, Decimal):
        return _money(part, currency) if name.endswith("amount") else f"{part.normalize():f}"
    return part


def _money(amount: Decimal, currency: str) -> str:
    return f"{round_to_minor_unit(amount, currency):.{minor_unit(currency)}f}"


def _print(table: Table) -> None:
    # A file or a pipe has no width: nothing is folded or cut there.
    console = Console(highlight=False)
    console.print(table, width=None if console.is_terminal else 1_000)

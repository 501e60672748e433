"""What the command line says of invoices: what was billed, all of them in a table, one of them in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from invotrack_analytics.model.unbillable import UNBILLABLE
from invotrack_analytics.telling import counted, money, plain_table, problem, say, show

if TYPE_CHECKING:
    from invotrack_analytics.billing.invoice import Line
    from invotrack_analytics.billing.result import BillingResult, IssuedInvoice, ShownLine
    from invotrack_analytics.config import Settings
    from invotrack_analytics.documents.invoice import InvoiceDocument


_COLUMNS = ("number", "kind", "document_date", "client_name", "amount", "currency", "status")


def bill_document(result: BillingResult) -> dict[str, Any]:
    """What `bill --json` prints."""
    return {
        "invoices": [_invoice_told(invoice) for invoice in result.invoices],
        "unbillable": [{"entry_id": entry.entry_id, "reason": entry.reason} for entry in result.unbillable],
        "unbillable_items": [asdict(item) for item in result.unbillable_items],
        "overruns": [
            {**asdict(over), "budget": str(over.budget), "reached": str(over.reached)} for over in result.overruns
        ],
        "kept_back": [
            {"client_id": one.client_id, "reason": one.reason, "gaps": [asdict(gap) for gap in one.gaps]}
            for one in result.kept_back
        ],
        "problems": list(result.problems),
        "notes": list(result.notes),
    }


def _invoice_told(invoice: IssuedInvoice) -> dict[str, Any]:
    """An invoice, draft or credit note as `bill --json` prints it."""
    return {
        "invoice_number": invoice.invoice_number,
        "client_id": invoice.client_id,
        "currency": invoice.currency,
        "net_amount": money(invoice.net_amount, invoice.currency),
        "tax_amount": money(invoice.tax_amount, invoice.currency),
        "total_amount": money(invoice.total_amount, invoice.currency),
        "hours": str(invoice.hours),
        "entry_ids": list(invoice.entry_ids),
        "files": [str(path) for path in invoice.files],
        "status": invoice.status,
        "taxes": [
            {
                "name": tax.name,
                "category": tax.category,
                "rate": f"{tax.rate.normalize():f}",
                "taxable_amount": money(tax.taxable_amount, invoice.currency),
                "tax_amount": money(tax.tax_amount, invoice.currency),
            }
            for tax in invoice.taxes
        ],
        "withholdings": [
            {
                "kind": one.kind,
                "rate": f"{one.rate.normalize():f}",
                "base_amount": money(one.base_amount, invoice.currency),
                "amount": money(one.amount, invoice.currency),
            }
            for one in invoice.withheld
        ],
        "payable_amount": money(invoice.payable_amount, invoice.currency),
        "notes": [{"note": note.note, "text": note.text} for note in invoice.told],
        "einvoice": None
        if invoice.claim is None
        else {
            "asked": invoice.claim.asked,
            "claims": invoice.claim.claims,
            "gaps": [asdict(gap) for gap in invoice.claim.gaps],
        },
        "fiscal": None if invoice.fiscal is None else asdict(invoice.fiscal),
        "lines": [
            {
                "description": line.description,
                "quantity": f"{line.quantity.normalize():f}",
                "unit_price": f"{line.unit_price.normalize():f}",
                "discount_amount": money(line.discount_amount, invoice.currency),
                "net_amount": money(line.net_amount, invoice.currency),
                "category": line.category,
            }
            for line in invoice.lines
        ],
    }


def note_document(note: IssuedInvoice) -> dict[str, Any]:
    """What `credit --json` prints: as `bill --json`, the note its one invoice."""
    return {
        "invoices": [_invoice_told(note)],
        "unbillable": [],
        "unbillable_items": [],
        "overruns": [],
        "kept_back": [],
        "problems": list(note.problems),
        "notes": list(note.notes),
    }


def bill_summary(result: BillingResult, settings: Settings, *, dry_run: bool) -> None:
    """What `bill` says."""
    if not result.invoices:
        say("There is nothing to bill.")
    elif dry_run:
        say("Nothing was issued (--dry-run). It would be:")
    for invoice in result.invoices:
        amount = money(invoice.total_amount, invoice.currency)
        files = ", ".join(str(_shortened(path, settings.folder)) for path in invoice.files)
        parts = (invoice.invoice_number, invoice.client_id, f"{invoice.hours} h", f"{amount} {invoice.currency}", files)
        say("  ".join(part for part in parts if part))
        if dry_run:
            lines_table(invoice.lines, invoice.currency)
    reasons = Counter(entry.reason for entry in result.unbillable)
    for reason, count in reasons.items():
        say(f"{counted(count, 'entry', 'entries')} cannot be billed: {reason}. {_meaning(reason)}")
    _kept_back(result)
    for item in result.unbillable_items:
        name = f"{item.kind.replace('_', ' ')} {item.item_id} of {item.project_id}"
        say(f"{name} cannot be billed: {item.reason}. {_meaning(item.reason)}")
    for over in result.overruns:
        measure = over.measure.replace("_", " ")
        say(f"project {over.project_id} is beyond its {measure} of {_figure(over.budget)}: {_figure(over.reached)}")
    for note in result.notes:
        say(note)
    for text in result.problems:
        problem(text)


def _kept_back(result: BillingResult) -> None:
    for invoice in result.invoices:
        for note in invoice.told:
            say(f"{invoice.invoice_number}: {note.text}")
    for kept in result.kept_back:
        for gap in kept.gaps:
            say(f"client {kept.client_id} is kept back ({gap.rule}): {gap.what}; fill in {gap.fill}")


def _meaning(reason: str) -> str:
    return UNBILLABLE[reason].replace("`", "")


def lines_table(lines: Sequence[ShownLine | Line], currency: str) -> None:
    """Lines of an invoice that is not issued yet."""
    discounted = any(line.discount_amount for line in lines)
    heads = ("", "Description", "Quantity", "Price", *(("Discount",) if discounted else ()), f"Net {currency}")
    table = plain_table(*heads)
    for number, line in enumerate(lines, 1):
        discount = (money(line.discount_amount, currency) if line.discount_amount else "",) if discounted else ()
        cells = (
            f"  {number}",
            line.description,
            _figure(line.quantity),
            _figure(line.unit_price),
            *discount,
            money(line.net_amount, currency),
        )
        table.add_row(*map(Text, cells))
    show(table)


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _shortened(path: Path, folder: Path) -> Path:
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def invoices_table(found: Sequence[dict[str, Any]]) -> None:
    """What `invoices list` says."""
    if not found:
        say("There are no invoices.")
        return
    table = plain_table(*(name.replace("_", " ").capitalize() for name in _COLUMNS))
    for row in found:
        cells = {**row, "amount": money(row["amount"], row["currency"])}
        table.add_row(*(Text(str(cells[name]), justify="right" if name == "amount" else "left") for name in _COLUMNS))
    show(table)


def invoices_document(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What `invoices list --json` prints."""
    return {"invoices": [{**row, "amount": money(row["amount"], row["currency"])} for row in found]}


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
    table = plain_table("No.", "Description", "Quantity", "Price", "Tax %", f"Net {document.currency}")
    for line in document.lines:
        figures = (
            f"{line.quantity.normalize():f}",
            f"{line.unit_price.normalize():f}",
            f"{line.tax_rate.normalize():f}",
        )
        cells = (str(line.number), line.description, *figures, money(line.net_amount, document.currency))
        table.add_row(*map(Text, cells))
    show(table)
    for allowance in document.allowances:
        say(f"{allowance.reason}  {money(-allowance.amount, document.currency)} {document.currency}")
    for name, amount in (
        ("Net", document.net_amount),
        ("Tax", document.tax_amount),
        ("Total", document.total_amount),
    ):
        say(f"{name}  {money(amount, document.currency)} {document.currency}")
    for path in files:
        say(str(path))


def _written(part: Any, currency: str, name: str = "") -> Any:
    """The part with its amounts as money and its other figures with the digits they have."""
    if isinstance(part, dict):
        return {key: _written(value, currency, key) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return [_written(value, currency) for value in part]
    if isinstance(part, Decimal):
        return money(part, currency) if name.endswith("amount") else f"{part.normalize():f}"
    return part

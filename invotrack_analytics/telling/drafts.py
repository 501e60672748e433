"""What the command line says of drafts: all of them in a table, one in full, one as a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from invotrack_analytics.telling import money, plain_table, say, say_json, show
from invotrack_analytics.telling.invoices import lines_table

if TYPE_CHECKING:
    from invotrack_analytics.billing.drafts import Draft
    from invotrack_analytics.workbench import Workbench

_COLUMNS = ("Draft", "Client", "Net", "Total", "Currency", "Hours", "Made by", "Approved by")


def drafts_document(found: Sequence[Draft]) -> dict[str, Any]:
    """What `drafts list --json` and `drafts show --json` print."""
    from invotrack_analytics.billing.draft_file import draft_document

    return {
        "drafts": [
            {
                **draft_document(draft),
                "client_id": draft.invoice.client_id,
                "client_name": draft.client_name,
                "currency": draft.invoice.currency,
                "issue_date": draft.invoice.issue_date,
                "due_date": draft.invoice.due_date,
                "net_amount": money(draft.invoice.net_amount, draft.invoice.currency),
                "tax_amount": money(draft.invoice.tax_amount, draft.invoice.currency),
                "total_amount": money(draft.invoice.total_amount, draft.invoice.currency),
                "hours": str(draft.invoice.hours),
                "entry_ids": list(draft.invoice.entry_ids),
                "made_by": draft.made_by,
                "approved_by": draft.approved_by,
            }
            for draft in found
        ]
    }


def drafts_table(found: Sequence[Draft]) -> None:
    """What `drafts list` says."""
    if not found:
        say("There are no drafts; `invotrack bill --draft` makes them.")
        return
    table = plain_table(*_COLUMNS)
    for draft in found:
        invoice = draft.invoice
        cells = (
            draft.code,
            draft.client_name,
            money(invoice.net_amount, invoice.currency),
            money(invoice.total_amount, invoice.currency),
            invoice.currency,
            f"{invoice.hours.normalize():f}",
            draft.made_by or "",
            draft.approved_by or "",
        )
        table.add_row(*map(Text, cells))
    show(table)


def draft_summary(draft: Draft) -> None:
    """What `drafts show` and `drafts edit` say."""
    invoice = draft.invoice
    state = f"approved by {draft.approved_by}" if draft.approved_by else "not approved"
    made = f"made by {draft.made_by}, " if draft.made_by else ""
    say(f"Draft {draft.code} for {draft.client_name} ({invoice.client_id}): {made}{state}")
    lines_table(invoice.lines, invoice.currency)
    for name, amount in (
        ("Net", invoice.net_amount),
        ("Tax", invoice.tax_amount),
        ("Total", invoice.total_amount),
    ):
        say(f"{name}  {money(amount, invoice.currency)} {invoice.currency}")
    for name, text in (("Notes", invoice.notes), ("Purchase order", invoice.purchase_order)):
        if text:
            say(f"{name}: {text}")


def write_draft(draft: Draft, target: Path, book: Workbench) -> None:
    """The draft as a file: to edit (.toml, .json) or to look at (.pdf)."""
    from invotrack_analytics.billing.draft_file import draft_document, draft_toml
    from invotrack_analytics.publish.files import replaced_file

    if target.suffix.lower() == ".json":
        say_json(draft_document(draft), target)
        return
    content = book.draft_pdf(draft.code) if target.suffix.lower() == ".pdf" else draft_toml(draft).encode()
    with replaced_file(target) as stream:
        stream.write(content)

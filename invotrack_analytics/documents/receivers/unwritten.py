"""Unwritten: profiles that may be asked for, and whose files are not made yet; a file must not claim what it is not.

Facturae is not written at all. For the French platforms the notes of BR-FR-05 are checked, and not yet written into the
file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from invotrack_analytics.documents.receivers.gap import Gap

if TYPE_CHECKING:
    from invotrack_analytics.documents.einvoice import EInvoice


def gaps(invoice: EInvoice) -> Iterator[Gap]:
    """That there is no such file yet."""
    yield Gap(
        "not_written_yet",
        "this version writes no file that this receiver takes; choose another e-invoice, or none",
        f"clients.{invoice.document.client_id}.einvoice",
    )

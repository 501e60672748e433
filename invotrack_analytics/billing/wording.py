"""Every word of ours that billing puts on a document; a translation is another `Wording`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """English; names of projects, tasks and people come from the books."""

    language: str = "en"
    other_work: str = "Other work"
    """A line of entries that name no task."""
    separator: str = " · "
    credited_invoice: str = "Invoice {number}"
    """The line of a credit note for an invoice whose lines are not in the books."""
    credited_rest: str = "Invoice {number}, rest"
    """The line of a credit note for what earlier ones have left."""


WORDING = Wording()

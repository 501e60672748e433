"""Claims: which profile of e-invoice a document may claim, and what keeps it from the one that is asked.

A file claims a profile only if its receiver's rules hold. Asked for nothing in particular it is the best that holds:
Peppol, else EN 16931, else none; asked for one, it is that one or none at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from invotrack_analytics.documents.einvoice import EInvoice
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.receivers import ctc_fr, en16931, peppol, unwritten, xrechnung
from invotrack_analytics.documents.receivers.gap import Gap

AUTO, NONE, EN_16931, PEPPOL = "auto", "none", "en16931", "peppol"
_BEYOND: Mapping[str, Callable[[EInvoice], Iterable[Gap]]] = {
    "peppol": peppol.gaps,
    "xrechnung": xrechnung.gaps,
    "xrechnung-cii": xrechnung.gaps,
    "ctc-fr": lambda invoice: (*ctc_fr.gaps(invoice), *unwritten.gaps(invoice)),
    "facturae": unwritten.gaps,
}


@dataclass(frozen=True)
class Claim:
    """What was asked, what may be claimed, and every gap with the rule that it breaks."""

    asked: str
    claims: str
    gaps: tuple[Gap, ...] = ()

    @property
    def keeps_back(self) -> bool:
        """Whether a profile that was asked by name does not hold."""
        return self.asked not in {AUTO, NONE} and self.claims == NONE


def claim_of(document: InvoiceDocument) -> Claim:
    """The profile that the document may claim of the one that it is asked for."""
    asked = document.einvoice
    if asked == NONE:
        return Claim(asked, NONE)
    basic = en16931.gaps(document)
    if any(gap.fatal for gap in basic):
        return Claim(asked, NONE, basic)
    invoice = EInvoice(document)
    beyond = _BEYOND.get(PEPPOL if asked == AUTO else asked)
    more = (*basic, *(beyond(invoice) if beyond else ()))
    if any(gap.fatal for gap in more):
        return Claim(asked, EN_16931 if asked == AUTO else NONE, more)
    return Claim(asked, PEPPOL if asked == AUTO else asked, more)

"""EN 16931: why a document cannot be an e-invoice at all."""

from __future__ import annotations

import re

from invotrack_analytics.documents.eas import scheme_of
from invotrack_analytics.documents.einvoice import gaps as reasons
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.receivers.gap import Gap

_RULE = re.compile(r" \(([^()]+)\)$")
_FILL = {
    "BT-27": "company.name",
    "BT-31": "company.tax_id",
    "BT-40": "company.country",
    "BT-44": "clients.{client}.name",
    "BT-55": "clients.{client}.country",
    "BR-AE-02": "clients.{client}.tax_id",
}


def gaps(document: InvoiceDocument) -> tuple[Gap, ...]:
    """What is wanting, each by its business term or rule; an address of no known scheme is told and left off."""
    found = []
    for reason in reasons(document):
        named = _RULE.search(reason)
        rule = named.group(1) if named else "EN16931"
        fill = _FILL.get(rule, "company.tax_id" if rule.endswith("-02") else None)
        found.append(Gap(rule, _RULE.sub("", reason), fill and fill.format(client=document.client_id)))
    return (*found, *address_gaps(document))


def address_gaps(document: InvoiceDocument) -> tuple[Gap, ...]:
    """Addresses of schemes in no list (BR-CL-25): they are left off, so the file itself holds."""
    return tuple(
        Gap(
            "BR-CL-25",
            f"{party.endpoint_scheme} is no scheme of electronic addresses; the address is left off",
            fill,
            fatal=False,
        )
        for party, fill in (
            (document.seller, "company.electronic_address"),
            (document.buyer, f"clients.{document.client_id}.electronic_address"),
        )
        if party.endpoint_scheme and scheme_of(party.endpoint_scheme) is None
    )

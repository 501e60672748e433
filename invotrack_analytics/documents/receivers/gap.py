"""Gap: what is wanting in a document, by the rule that asks it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """What is wanting.

    `rule` is the rule's own id, `fill` the setting or column that mends it, such as `company.phone` or
    `clients.C1.electronic_address`; a fatal one keeps the document from its receiver.
    """

    rule: str
    what: str
    fill: str | None = None
    fatal: bool = True

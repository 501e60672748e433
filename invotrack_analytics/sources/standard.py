"""Standard: where one kind of electronic invoice keeps its figures, as tables of paths by local names.

A path is XPath 1.0 on a document whose namespaces were taken off, so that prefixes do not matter. Several paths for one
field are tried in turn; the first that holds text counts. Amounts stand as the document states them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Paths = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Standard:
    """One kind of electronic invoice: what marks it, and where its fields stand."""

    name: str
    roots: Mapping[str, str]
    """Local name of the root → how its namespace begins or ends; an empty text is any."""
    documents: str
    """The invoices of a file, from its root."""
    head: Paths
    lines: str = ""
    """Lines that add up to the net amount, from the document."""
    line: Paths = field(default_factory=dict)
    allowances: str = ""
    """Discounts and charges of the whole document, from the document."""
    allowance: Paths = field(default_factory=dict)
    payments: str = ""
    """Payments that the document reports, one for each invoice they settle."""
    payment: Paths = field(default_factory=dict)
    instalments: str = ""
    """Parts in which the document falls due, from the document: those with a day and an amount."""
    instalment: Paths = field(default_factory=dict)
    advances: str = ""
    """Numbers of the advance invoices that the document takes off, from the document."""
    earlier: str = ""
    """Earlier invoices that the document changes, from the document; `is_replaced`: it states them anew as a whole."""
    earlier_document: Paths = field(default_factory=dict)
    seller_tax_ids: tuple[str, ...] = ()
    buyer_tax_ids: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> Compiled:
        """The paths, ready to run."""
        return Compiled(self)


class Compiled:
    """A standard's paths as compiled XPath."""

    def __init__(self, standard: Standard) -> None:
        from lxml import etree

        def one(path: str) -> Any:
            return etree.XPath(path) if path else None

        def several(paths: Paths) -> dict[str, tuple[Any, ...]]:
            return {name: tuple(etree.XPath(path) for path in given) for name, given in paths.items()}

        self.documents = one(standard.documents)
        self.head = several(standard.head)
        self.lines, self.line = one(standard.lines), several(standard.line)
        self.allowances, self.allowance = one(standard.allowances), several(standard.allowance)
        self.payments, self.payment = one(standard.payments), several(standard.payment)
        self.instalments, self.instalment = one(standard.instalments), several(standard.instalment)
        self.advances = one(standard.advances)
        self.earlier, self.earlier_document = one(standard.earlier), several(standard.earlier_document)
        self.seller_tax_ids = tuple(etree.XPath(path) for path in standard.seller_tax_ids)
        self.buyer_tax_ids = tuple(etree.XPath(path) for path in standard.buyer_tax_ids)

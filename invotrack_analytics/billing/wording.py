"""Every word of ours that billing puts on a document; a language is one more `Wording` here."""

from __future__ import annotations

from collections.abc import Mapping
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
    credited_part: str = "Invoice {number}, in part"
    """The line of a credit note for an amount that no line names."""
    fixed_fee: str = "{project}: fixed fee"
    retainer: str = "{project}: retainer {month}"
    milestone: str = "{project}: {milestone}"
    expense: str = "Expense"
    """An expense that has neither category nor description."""
    discount: str = "Discount"
    """A discount without a reason of its own."""
    capped: str = "Agreed maximum"
    """Why hours beyond a project's cap are not charged."""
    drawn_down: str = "Covered by the retainer"
    """Why an hour is not charged whole."""


_WORDINGS: Mapping[str, Wording] = {
    "en": Wording(),
    "es": Wording(
        language="es",
        other_work="Otros trabajos",
        credited_invoice="Factura {number}",
        credited_rest="Factura {number}, resto",
        credited_part="Factura {number}, en parte",
        fixed_fee="{project}: precio cerrado",
        retainer="{project}: iguala {month}",
        milestone="{project}: {milestone}",
        expense="Gasto",
        discount="Descuento",
        capped="Máximo acordado",
        drawn_down="Cubierto por la iguala",
    ),
}
_FALLBACK = "en"


def wording_in(language: str | None, locale: str) -> Wording:
    """The words for a client of this language (ISO 639, or a locale), else in the language of the company's locale."""
    for name in (language, locale):
        if name:
            return _WORDINGS.get(name[:2].lower(), _WORDINGS[_FALLBACK])
    return _WORDINGS[_FALLBACK]

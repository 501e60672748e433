"""Asked: what a report may be asked, as callers write it; every way to ask passes it whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from invotrack_analytics.days import Day, Moment


class Asked(TypedDict, total=False):
    """The parameters of a report, each of which may be left out or None; `answer.settle` makes `Parameters` of them."""

    as_of: Day | None
    """What held at the end of this day; today."""
    known_on: Moment | None
    """As the books stood then; now."""
    date_from: Day | None
    """First day of the period; of the twelve months that end with `as_of`."""
    date_to: Day | None
    """Last day of the period; `as_of`."""
    basis: str | None
    """Age since which date: due or issue."""
    buckets: Sequence[int] | None
    """Limits of the aging columns, in days; the company's."""
    client: str | Iterable[str] | None
    """Only this client, or these, by id."""
    currency: str | Iterable[str] | None
    """Only this currency, or these, by code."""


def listed(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """One, several or none as a tuple, each once, in the order given."""
    if value is None:
        return ()
    return tuple(dict.fromkeys(one for one in ([value] if isinstance(value, str) else value) if one))

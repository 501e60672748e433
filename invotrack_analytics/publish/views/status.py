"""How late a client or an invoice is: in words, with the tone that colours them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from invotrack_analytics.publish.display import MISSING
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.buckets import NOT_DUE, Bucket
from invotrack_analytics.reports.report import Value


@dataclass(frozen=True)
class Status:
    """`tone` is one of calm, soon, late, latest; `text` says as much."""

    text: str
    tone: str


def late_status(row: Mapping[str, Value], buckets: Sequence[Bucket]) -> Status:
    """The status of an `aging` row: that of its oldest bucket with anything in it."""
    for place, bucket in reversed(list(enumerate(buckets, start=1))):
        if row[bucket.name]:
            return Status(WORDS.days_late.format(days=bucket.title), _tone(place, len(buckets)))
    if row[NOT_DUE]:
        return Status(WORDS.not_due, "calm")
    return Status(WORDS.in_credit, "calm") if row["unapplied_credit"] else Status(MISSING, "calm")


def _tone(place: int, last: int) -> str:
    if place == last:
        return "latest"
    return "soon" if place == 1 else "late"

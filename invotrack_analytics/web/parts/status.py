"""How late a client or an invoice is: in words, with the tone that colours them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from invotrack_analytics.publish.display import MISSING
from invotrack_analytics.publish.words import WORDS
from invotrack_analytics.reports.buckets import NOT_DUE, Bucket, overdue_buckets
from invotrack_analytics.reports.report import Column, Result, Value

_TONES = {"overdue": "late", "part_paid": "soon", "paid": "good"}


@dataclass(frozen=True)
class Status:
    """`tone` is one of good, calm, soon, late, latest; `text` says as much."""

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


def status_of(result: Result, column: Column, row: Mapping[str, Value]) -> Status | None:
    """The status that a cell of a report is: of an invoice, or its bucket; None where the cell is none."""
    value = row[column.name]
    if value is None or column.name not in {"status", "bucket"}:
        return None
    if column.name == "status":
        return Status(term(str(value)), _TONES.get(str(value), "calm"))
    buckets = overdue_buckets(result.parameters.buckets)
    for place, bucket in enumerate(buckets, start=1):
        if bucket.name == value:
            return Status(WORDS.days_late.format(days=bucket.title), _tone(place, len(buckets)))
    return Status(WORDS.not_due, "calm")


def term(name: str) -> str:
    """A name of the books as a word to read: part_paid is “part paid”."""
    return name.replace("_", " ")


def _tone(place: int, last: int) -> str:
    if place == last:
        return "latest"
    return "soon" if place == 1 else "late"

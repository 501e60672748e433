"""Age and buckets. "Any rising list of limits may replace 30,60,90"."""

from collections.abc import Sequence
from datetime import date

from tests.reference.instalments import Part

DEFAULT_LIMITS = (30, 60, 90)
NOT_DUE = "not_due"


def age_of(part: Part, as_of: date, basis: str) -> int:
    """Return "as_of - due date (basis `due`, default) or - issue date (basis `issue`)", in whole calendar days."""
    return (as_of - {"due": part.due_date, "issue": part.invoice.issue_date}[basis]).days


def bucket_names(limits: Sequence[int]) -> list[str]:
    """Name the columns: `--buckets 15,45` gives `d1_15`, `d16_45`, `d46_plus`, after `not_due`."""
    names, first_day = [NOT_DUE], 1
    for limit in limits:
        names.append(f"d{first_day}_{limit}")
        first_day = limit + 1
    return [*names, f"d{first_day}_plus"]


def bucket_of(age: int, limits: Sequence[int]) -> str:
    """Find the bucket: "due today is not overdue; one day late is bucket 1-30"."""
    names = bucket_names(limits)
    if age <= 0:
        return NOT_DUE
    for name, limit in zip(names[1:], limits, strict=False):
        if age <= limit:
            return name
    return names[-1]

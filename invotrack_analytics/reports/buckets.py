"""Aging buckets: names and SQL for any rising list of limits, such as 30, 60, 90."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOT_DUE = "not_due"
_NAME = re.compile(r"d([0-9]+)_([0-9]+|plus)")


@dataclass(frozen=True)
class Bucket:
    """Ages from `first` to `last` days, both included; no `last` means without end."""

    name: str
    title: str
    first: int
    last: int | None


def overdue_buckets(limits: Sequence[int]) -> tuple[Bucket, ...]:
    """The buckets after *not due*: limits 15, 45 give d1_15, d16_45, d46_plus."""
    firsts = [1, *(limit + 1 for limit in limits)]
    bounded = [
        Bucket(f"d{first}_{last}", f"{first}–{last}", first, last)  # noqa: RUF001  the dash of a range
        for first, last in zip(firsts, limits, strict=False)
    ]
    return (*bounded, Bucket(f"d{firsts[-1]}_plus", f"{firsts[-1]}+", firsts[-1], None))


def bucket_title(name: str) -> str:
    """A bucket's code as people say it: d91_plus is 91+; what is no bucket's code stays as it is."""
    if name == NOT_DUE:
        return "Not due"
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    return f"{found[1]}+" if found[2] == "plus" else f"{found[1]}–{found[2]}"  # noqa: RUF001  the dash of a range


def bucket_sql(limits: Sequence[int]) -> Mapping[str, str]:
    """What stands for the $names in SQL: column names cannot be bound, so they are written, from whole numbers."""
    buckets = overdue_buckets([int(limit) for limit in limits])

    def age(bucket: Bucket) -> str:
        return f">= {bucket.first}" if bucket.last is None else f"between {bucket.first} and {bucket.last}"

    sums = (
        f"coalesce(sum(items.open_amount) filter (where items.age_days {age(bucket)}), 0) as {bucket.name}"
        for bucket in buckets
    )
    return {
        "bucket_sums": ", ".join(sums),
        "bucket_values": ", ".join(f"coalesce(by_age.{bucket.name}, 0) as {bucket.name}" for bucket in buckets),
        "bucket_amounts": ", ".join(
            f"to_minor_unit(accounts.{bucket.name}, accounts.in_currency) as {bucket.name}" for bucket in buckets
        ),
        "bucket_total": " + ".join(f"accounts.{bucket.name}" for bucket in buckets),
        "any_bucket": " or ".join(f"accounts.{bucket.name} <> 0" for bucket in buckets),
        "bucket_rows": ", ".join(["('not_due', 0)", *(f"('{bucket.name}', {bucket.first})" for bucket in buckets)]),
        "bucket_names": " ".join(f"when items.age_days {age(bucket)} then '{bucket.name}'" for bucket in buckets),
    }

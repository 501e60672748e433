"""Batches: what was imported when, from which file, with which counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb


@dataclass(frozen=True)
class Batch:
    """One import of one file; `datasets` has its counts (read, added, updated, unchanged, rejected) by data set."""

    batch_id: int
    recorded_at: datetime
    path: str
    sha256: str
    profile: str
    datasets: dict[str, dict[str, int]]


def imports(connection: duckdb.DuckDBPyConnection) -> list[Batch]:
    """Every import known to a reader, oldest first."""
    query = (
        "select batch_id, recorded_at, path, sha256, profile, counts from batches "
        "where kind = 'import' order by batch_id"
    )
    return [
        Batch(batch_id, recorded_at.replace(tzinfo=UTC), path, sha256, profile, json.loads(counts))
        for batch_id, recorded_at, path, sha256, profile, counts in connection.execute(query).fetchall()
    ]

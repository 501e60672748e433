"""Importing: files into the books, one transaction each, and what became of every row."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import duckdb

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import InvotrackError, SourceError
from invotrack_analytics.intake.gathering import DocumentRows, document_keys, stage_together
from invotrack_analytics.intake.landing import let_go
from invotrack_analytics.intake.loading import Counts, Origin, load, load_together
from invotrack_analytics.intake.quarantine import part_of, stage_waiting
from invotrack_analytics.intake.staging import StagedFile, discard, stage
from invotrack_analytics.intake.stray_rows import leave_out_strays
from invotrack_analytics.intake.totals import TOTALS, leave_out_totals
from invotrack_analytics.intake.validation import validate
from invotrack_analytics.model import DATASETS
from invotrack_analytics.sources.identify import Layout, files_in, identify
from invotrack_analytics.sources.profile import Profile, built_in_profiles, load_profiles, read_profile
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.connection import connect, share_out
from invotrack_analytics.warehouse.ledger import IMPORTING, create_ledger

MEMORY_LIMIT = "1250MB"
"""Of DuckDB while it imports; Python with its libraries takes some 400 MB beside it."""
FILES_AT_ONCE = 100
DOCUMENTS_AT_ONCE = 1000
ROWS_AT_ONCE = 200_000
_CHUNK = 1 << 20

Advance = Callable[[int, int, str], None]
"""Told how many of how many files are done, and what is at work."""


@dataclass
class ImportedFile:
    """What became of one file."""

    path: str
    profile: str | None = None
    sha256: str | None = None
    batch_id: int | None = None
    datasets: dict[str, Counts] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    """Sentences with the figures behind the warnings."""
    error: str | None = None

    @property
    def rejected(self) -> int:
        """Rows of it that wait in quarantine."""
        return max((counts.rejected for counts in self.datasets.values()), default=0)


@dataclass
class ImportResult:
    """What became of every file of one import."""

    files: list[ImportedFile]
    resolved: int = 0
    """Rows of earlier imports that left the quarantine because what they refer to has come."""

    @property
    def failed(self) -> list[ImportedFile]:
        """Files of which nothing was loaded."""
        return [file for file in self.files if file.error]

    @property
    def rejected(self) -> int:
        """Rows that wait in quarantine."""
        return sum(file.rejected for file in self.files)


@dataclass(frozen=True)
class _Identified:
    layout: Layout
    sha256: str
    report: ImportedFile
    stamp: tuple[int, int] | None
    """Its size and time when it was identified."""


def import_files(  # noqa: PLR0913  each is an option of the command
    books: Books,
    settings: Settings,
    paths: Sequence[Path],
    *,
    recorded_at: datetime,
    profile: str | None = None,
    dry_run: bool = False,
    advance: Advance | None = None,
    names: Mapping[Path, str] | None = None,
) -> ImportResult:
    """Import files and folders. A file that cannot be read is told in the result; the others load.

    `names` says how files are called in the books where that is not their path: uploads lie nowhere for long.
    Raises InvotrackError only for what concerns all of them: no file at all, an unknown or wrong profile.
    """
    files = files_in(paths)
    if not files:
        shown = ", ".join(str(path) for path in paths)
        message = f"{shown}: holds no file to import (.csv, .tsv, .txt, .xml, .xlsx, .parquet, .pdf, .sta)"
        raise SourceError(message)
    own = load_profiles(settings.profiles_folder)
    chosen = _chosen(profile, own) if profile else None
    profiles = (*own, *(item for item in built_in_profiles() if item.name not in {mine.name for mine in own}))
    result = ImportResult([ImportedFile((names or {}).get(path, str(path))) for path in files])
    settings.warehouse_folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.warehouse_folder, prefix=".import-") as scratch:
        identified: list[_Identified] = []
        for place, (path, report) in enumerate(zip(files, result.files, strict=True)):
            try:
                folder = Path(scratch) / str(place)
                stamp = _stamp(path)
                layout = identify(path, profiles, chosen, folder, settings.company.tax_id)
                report.profile, report.sha256 = layout.profile.name, _sha256(path)
                identified.append(_Identified(layout, report.sha256, report, stamp))
            except InvotrackError as error:
                report.error = str(error)
        identified.sort(key=_place)
        with _staging_connection(Path(scratch)) as connection:
            share_out(connection, sum(item.stamp[0] for item in identified if item.stamp))
            # What a row may say of the past depends on the day on which it comes.
            connection.execute(f"set variable recorded_on = date '{recorded_at:%Y-%m-%d}'")
            session = _Session(books, settings, connection, recorded_at, dry_run=dry_run)
            for place, item in enumerate(identified):
                if advance:
                    advance(place, len(identified), item.layout.path.name)
                session.take(item)
            result.resolved = session.finish(result)
            if advance:
                advance(len(identified), len(identified), "done")
    for path, report in zip(files, result.files, strict=True):
        report.error = report.error and report.error.replace(str(path), report.path)
    return result


def _place(item: _Identified) -> tuple[int, str]:
    """Files that others refer to come first; documents of one standard stand together."""
    order = {dataset.name: place for place, dataset in enumerate(DATASETS)}
    layout = item.layout
    first = min(order[table.dataset] for table in layout.profile.tables)
    return first, layout.profile.name if layout.text.documents else ""


def _chosen(name: str, own: Sequence[Profile]) -> Profile:
    if name.endswith(".toml") or "/" in name:
        return read_profile(Path(name))
    for profile in (*own, *built_in_profiles()):
        if profile.name == name:
            return profile
    known = ", ".join(sorted({profile.name for profile in (*own, *built_in_profiles())}))
    message = f"there is no profile {name}; known are {known}; or name a file ending in .toml"
    raise SourceError(message)


def _staging_connection(scratch: Path) -> duckdb.DuckDBPyConnection:
    connection = connect()
    spill = str(scratch / "spill").replace("'", "''")
    connection.execute(f"set temp_directory = '{spill}'")
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    # Texts go to validation as they lie in memory, without a copy.
    connection.execute("set produce_arrow_string_view = true")
    connection.execute("set arrow_output_version = '1.4'")
    return connection


class _Session:
    """One import at work: files are staged without the lock, then a number of them is loaded while it is held."""

    def __init__(
        self,
        books: Books,
        settings: Settings,
        connection: duckdb.DuckDBPyConnection,
        recorded_at: datetime,
        *,
        dry_run: bool,
    ) -> None:
        self.books = books
        self.settings = settings
        self.connection = connection
        self.recorded_at = recorded_at
        self.dry_run = dry_run
        self._staged: list[tuple[list[_Identified], StagedFile]] = []
        self._rows = 0
        self._loaded = False
        self._documents: list[tuple[_Identified, DocumentRows]] = []
        self._keys: set[tuple[str, ...]] = set()
        self._number = 0

    def take(self, item: _Identified) -> None:
        """Stage and validate one file; what is wrong with it as a whole goes into its report.

        Small documents are gathered first: a transaction for each would take longer than reading them.
        """
        try:
            if item.layout.text.documents is not None:
                self._gather(item, item.layout.text.documents())
                return
            self._stage_gathered()
            staged = stage(self.connection, item.layout, self._next(), self.settings.company.currency)
            item.report.warnings = validate(self.connection, staged, str(item.layout.path))[0]
            csv = item.layout.text.csv
            item.report.warnings |= leave_out_strays(self.connection, staged, csv.delimiter if csv else None)
            if totals := leave_out_totals(self.connection, staged, selects=item.layout.selects):
                item.report.warnings[TOTALS] = totals
            (rows,) = self.connection.execute(f"select count(*) from {staged.raw}").fetchone() or (0,)
            let_go(self.connection, item.layout, staged.number)
        except InvotrackError as error:
            item.report.error = str(error)
            return
        except duckdb.OutOfMemoryException:
            # Such as a text joined from hundreds of columns of many rows.
            _too_large([item])
            return
        self._keep([item], staged, rows)

    def _gather(self, item: _Identified, rows: DocumentRows) -> None:
        keys = document_keys(rows)
        if (
            # A key that comes twice is two versions of one thing only if it comes in two steps.
            not self._keys.isdisjoint(keys)
            or len(self._documents) >= DOCUMENTS_AT_ONCE
            or (self._documents and self._documents[0][0].layout.profile.name != item.layout.profile.name)
        ):
            self._stage_gathered()
        self._documents.append((item, rows))
        self._keys |= keys

    def _stage_gathered(self) -> None:
        if not self._documents:
            return
        items = [item for item, _ in self._documents]
        gathered, self._documents, self._keys = self._documents, [], set()
        try:
            staged = stage_together(
                self.connection,
                items[0].layout,
                [rows for _, rows in gathered],
                number=self._next(),
                company_currency=self.settings.company.currency,
            )
            warned = validate(self.connection, staged, str(items[0].layout.path))
        except InvotrackError as error:
            for item in items:
                item.report.error = str(error)
            return
        except duckdb.OutOfMemoryException:
            _too_large(items)
            return
        for place, warnings in warned.items():
            items[place].report.warnings = warnings
        self._keep(items, staged, sum(len(rows) for _, rows in gathered))

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _keep(self, items: list[_Identified], staged: StagedFile, rows: int) -> None:
        self._staged.append((items, staged))
        self._rows += rows
        # What is accepted is judged together with all of the import.
        accepts = any(other.accept for _, other in self._staged)
        if (len(self._staged) >= FILES_AT_ONCE or self._rows >= ROWS_AT_ONCE) and not accepts:
            self._load()

    def finish(self, result: ImportResult) -> int:
        """Load what is gathered and staged; then try waiting rows again. Returns how many left the quarantine."""
        self._stage_gathered()
        if not self._staged and not self._loaded:
            return 0
        with self._writing():
            self._load_staged()
            return 0 if self.dry_run else self._resolve(result)

    def _load(self) -> None:
        with self._writing():
            self._load_staged()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self.books.writing(self.connection):
            create_ledger(self.connection, self.settings).make(IMPORTING)
            yield

    def _load_staged(self) -> None:
        """One transaction for each file, or for documents that came together."""
        kept = [staged for _, staged in self._staged]
        for items, staged in self._staged:
            if changed := [item for item in items if _stamp(item.layout.path) != item.stamp]:
                for item in items:
                    item.report.error = f"{changed[0].layout.path}: changed while it was read; import it again"
                kept.remove(staged)
                discard(self.connection, staged)
                continue
            origins = [
                Origin("import", self.recorded_at, item.report.path, item.sha256, item.layout.profile.name)
                for item in items
            ]
            try:
                whole = replace(staged, beside=tuple(other for other in kept if other is not staged))
                loaded = load_together(self.connection, whole, origins, dry_run=self.dry_run)
            except duckdb.OutOfMemoryException:
                _too_large(items)
                kept.remove(staged)
                discard(self.connection, staged)
                continue
            for item, outcome in zip(items, loaded, strict=True):
                item.report.datasets = outcome.counts
                item.report.warnings |= outcome.warnings
                item.report.told += outcome.told
                item.report.batch_id = None if self.dry_run else outcome.batch_id
        # Until all are loaded, each says what the others state.
        for staged in kept:
            discard(self.connection, staged)
        self._staged, self._rows, self._loaded = [], 0, True

    def _resolve(self, result: ImportResult) -> int:
        """Try the waiting rows again, until no more of them find what they refer to. Returns how many left."""
        resolved = 0
        by_batch = {report.batch_id: report for report in result.files if report.batch_id is not None}
        while staged := stage_waiting(self.connection, self._next()):
            try:
                load(self.connection, staged, Origin("resolve", self.recorded_at))
            except duckdb.OutOfMemoryException:
                # They wait on, and are tried again by the next import.
                discard(self.connection, staged)
                break
            left = self.connection.execute(f"""
                select origins.batch_id, json_keys(origins.parts) as datasets, count(*)
                from {staged.origins} as origins
                anti join {staged.problems} using (line)
                group by all
            """).fetchall()
            for batch_id, datasets, rows in left:
                if batch_id in by_batch:
                    _move_to_added(by_batch[batch_id], datasets, rows)
                else:
                    resolved += rows
            discard(self.connection, staged)
        return resolved


def _too_large(items: Sequence[_Identified]) -> None:
    for item in items:
        item.report.error = f"{item.layout.path}: needs over {MEMORY_LIMIT} of memory; map fewer columns, or split it"


def _move_to_added(report: ImportedFile, datasets: Sequence[str], rows: int) -> None:
    # The row waited only for a file of the same import: to its owner it was simply added.
    for name in map(part_of, datasets):
        if name in report.datasets and report.datasets[name].rejected >= rows:
            report.datasets[name].rejected -= rows
            report.datasets[name].added += rows


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

"""Packs: which reports stand in one file, and for whom. One report that fails costs its own place only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import ExportError, InvotrackError, ReportError
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.publish.pdf_pack import write_pdf
from invotrack_analytics.reports import REPORTS
from invotrack_analytics.reports.report import Report, Result

FOR_CLIENT = ("statement", "open_invoices", "billed_hours")
"""What may go to a client: its account, what it owes and the hours behind its invoices; nothing else ever."""


@dataclass
class Pack:
    """Reports for one file. Narrowed to clients it holds none of the whole company: its totals are others' figures."""

    names: tuple[str, ...]
    left_out: tuple[Report, ...] = ()
    """Those that cannot be narrowed to a client."""
    problems: list[str] = field(default_factory=list)
    """What failed, each with its report's name."""

    @classmethod
    def of(cls, names: Iterable[str] | None, *, narrowed: bool) -> Pack:
        """The reports of these names, or all, as far as they may stand in the file."""
        wanted = set(names) if names is not None else {report.name for report in REPORTS}
        chosen = [report for report in REPORTS if report.name in wanted]
        left_out = tuple(report for report in chosen if narrowed and not report.narrows)
        return cls(tuple(report.name for report in chosen if report not in left_out), left_out)

    def answers(self, ask: Callable[[str], Result]) -> Iterator[Result]:
        """Each report's answer in order, asked when it is its turn; what fails is kept as a problem."""
        for name in self.names:
            try:
                yield ask(name)
            except InvotrackError as error:
                told = str(error)
                self.problems.append(told if told.startswith(f"{name}:") else f"{name}: {told}")

    def write(self, ask: Callable[[str], Result], target: Path, settings: Settings) -> None:
        """Write the reports as one file: a PDF where its name ends so, else a workbook.

        Raises ExportError where a report failed; the file then holds all the others. Raises WriteError.
        """
        answers = self.answers(ask)
        first = next(answers, None)
        if first is None:
            message = "; ".join(self.problems) or "there is no report that can be narrowed to a client"
            raise ReportError(message)
        results = _before(first, answers)
        if target.suffix.lower() == ".pdf":
            write_pdf(results, target, settings, left_out=self.left_out)
        else:
            write_workbook(results, target, settings, left_out=self.left_out)
        if self.problems:
            message = f"{target} was written without what failed: {'; '.join(self.problems)}"
            raise ExportError(message)


def _before(first: Result, others: Iterator[Result]) -> Iterator[Result]:
    yield first
    yield from others

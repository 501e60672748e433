"""What the workbench hands out beside reports, so that a notebook shows it as a table; it is otherwise the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from invotrack_analytics.billing.result import BillingResult
from invotrack_analytics.config import Settings
from invotrack_analytics.intake.importing import ImportResult
from invotrack_analytics.intake.quarantine import RejectedRow
from invotrack_analytics.publish.display import display
from invotrack_analytics.publish.notebook import ShownResult, show_list
from invotrack_analytics.reports.check import Invariant
from invotrack_analytics.reports.difference import where_it_differs


@dataclass(frozen=True, repr=False)
class ShownDifference(ShownResult):
    """A difference, shown without the figures that differ nowhere; `.df()` and `.arrow()` have every column."""

    def _repr_html_(self) -> str:
        return ShownResult.of(where_it_differs(self), self.settings)._repr_html_()

    def to_excel(self, path: str | Path) -> Path:
        """Write what is shown as a workbook; returns where. Raises WriteError."""
        return ShownResult.of(where_it_differs(self), self.settings).to_excel(path)


@dataclass
class ShownImport(ImportResult):
    """An import, a line for each file and data set."""

    settings: Settings | None = None

    @classmethod
    def of(cls, result: ImportResult, settings: Settings) -> ShownImport:
        """The same result, with what it takes to show it."""
        return cls(result.files, result.resolved, settings)

    def _repr_html_(self) -> str:
        words = ["1 file" if len(self.files) == 1 else f"{len(self.files):,} files"]
        if self.rejected:
            words.append(f"{self.rejected:,} {'row waits' if self.rejected == 1 else 'rows wait'} in quarantine")
        if self.resolved:
            words.append(f"{self.resolved:,} {'row' if self.resolved == 1 else 'rows'} of earlier imports left it")
        heads = ("File", "Data set", "Read", "Added", "Updated", "Unchanged", "Rejected", "Note")
        rows: list[tuple[object, ...]] = []
        for file in self.files:
            name = Path(file.path).name
            note = file.error or ", ".join(f"{reason} in {count:,}" for reason, count in file.warnings.items())
            rows += [
                (name, dataset, count.read, count.added, count.updated, count.unchanged, count.rejected, note)
                for dataset, count in file.datasets.items()
            ] or [(name, "", 0, 0, 0, 0, 0, note)]
        return show_list("Import", ", ".join(words), heads, rows, display(_locale(self.settings)))


class ShownRejects(list[RejectedRow]):
    """Rows in quarantine, each with its reasons."""

    def _repr_html_(self) -> str:
        heads = ("Id", "File", "Line", "Data set", "Reason", "Column", "Value")
        rows = [
            (row.reject_id, Path(row.path).name, str(row.line or ""), *map(str, problem_words))
            for row in self
            for problem_words in (
                (problem.dataset, problem.reason, problem.column or "", problem.value or "") for problem in row.problems
            )
        ]
        words = "1 row" if len(self) == 1 else f"{len(self):,} rows"
        return show_list("Quarantine", words, heads, rows, display(_locale(None)))


@dataclass(frozen=True)
class ShownBilling(BillingResult):
    """A billing run, an invoice a line."""

    settings: Settings | None = None

    @classmethod
    def of(cls, result: BillingResult, settings: Settings) -> ShownBilling:
        """The same result, with what it takes to show it."""
        return cls(
            result.invoices,
            result.unbillable,
            result.unbillable_items,
            result.overruns,
            result.kept_back,
            result.problems,
            result.notes,
            settings,
        )

    def _repr_html_(self) -> str:
        reasons = Counter(entry.reason for entry in self.unbillable)
        words = ["1 invoice" if len(self.invoices) == 1 else f"{len(self.invoices):,} invoices"]
        words += [f"not billed: {reason} in {count:,}" for reason, count in sorted(reasons.items())]
        heads = ("Invoice", "Client no.", "Currency", "Hours", "Net", "Tax", "Total")
        rows = [
            (
                invoice.invoice_number,
                invoice.client_id,
                invoice.currency,
                round(invoice.hours, 2),
                invoice.net_amount,
                invoice.tax_amount,
                invoice.total_amount,
            )
            for invoice in self.invoices
        ]
        return show_list("Billing", "; ".join(words), heads, rows, display(_locale(self.settings)))


class ShownChecks(tuple[Invariant, ...]):
    """The invariants of the books, and whether each holds."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        heads = ("Invariant", "What must hold", "Holds", "Differences")
        rows = [(item.name, item.sentence, "yes" if item.holds else "no", len(item.differences)) for item in self]
        words = f"{sum(item.holds for item in self)} of {len(self)} hold"
        return show_list("Check", words, heads, rows, display(_locale(None)))


def _locale(settings: Settings | None) -> str:
    return settings.company.locale if settings else "en_GB"

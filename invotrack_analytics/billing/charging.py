"""Charging: which hours are billed by the hour, which a fee covers, and which nobody pays.

A cap: hours are taken by work date while anything is left of it; the one that reaches it is cut by a discount, and what
comes after is not billed. A milestone covers the hours worked up to the day it was achieved; a fixed fee all that are
left. A retainer is drawn down by work date, month by month; what goes beyond is billed by the hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from invotrack_analytics.billing.candidates import Candidate
from invotrack_analytics.billing.items import Item, Progress
from invotrack_analytics.billing.rounding import billed_hours
from invotrack_analytics.billing.terms import ProjectTerms, Terms

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Hourly:
    """An entry billed by the hour. What bears a `part` has lines of its own, from which something may be taken off."""

    entry: Candidate
    part: str = ""


@dataclass
class Charges:
    """What is made of the candidates."""

    hourly: list[Hourly] = field(default_factory=list)
    covered: dict[str, list[Candidate]] = field(default_factory=dict)
    """By the code of the milestone or fee that is billed in the same run."""
    drawn: dict[str, list[Candidate]] = field(default_factory=dict)
    """By project and month (`P1/2026-09`), what a retainer that is billed already covers."""
    most: dict[str, Decimal] = field(default_factory=dict)
    """By part, what its lines may come to: the rest of a cap."""
    less: dict[str, Decimal] = field(default_factory=dict)
    """By part, what is taken off its lines: the rest of a retainer."""
    left: dict[str, str] = field(default_factory=dict)
    """By entry, why it is not billed."""


def charge(
    candidates: Iterable[Candidate], due: Sequence[Item], terms: Terms, progress: Mapping[str, Progress]
) -> Charges:
    """Sort the candidates by how they are charged; `due` are the items that are billed in the same run."""
    charges = Charges()
    by_project: dict[str, list[Candidate]] = {}
    for entry in candidates:
        by_project.setdefault(entry.project_id, []).append(entry)
    for project_id, entries in by_project.items():
        project = terms.projects[project_id]
        theirs = [item for item in due if item.project_id == project_id and item.kind != "expense"]
        ordered = sorted(entries, key=lambda entry: (entry.work_date, entry.entry_id))
        reached = progress.get(project_id, Progress())
        if project.billing_method == "hourly":
            _charge_hours(charges, project_id, project, ordered, reached)
        elif project.billing_method == "retainer":
            _draw_down(charges, project_id, project, ordered, {item.item_id for item in theirs}, reached)
        else:
            _cover(charges, project, ordered, theirs)
    return charges


def _charge_hours(
    charges: Charges, project_id: str, project: ProjectTerms, entries: list[Candidate], reached: Progress
) -> None:
    if project.cap_amount is None:
        for entry in entries:
            if entry.reason is None:
                charges.hourly.append(Hourly(entry))
            else:
                charges.left[entry.entry_id] = entry.reason
        return
    left = max(project.cap_amount - reached.billed_amount, _NOTHING)
    charges.most[project_id] = left
    for entry in entries:
        if entry.reason is not None:
            charges.left[entry.entry_id] = entry.reason
        elif left <= 0:
            charges.left[entry.entry_id] = "over_cap"
        else:
            left -= _value(entry, project)
            charges.hourly.append(Hourly(entry, project_id))


def _cover(charges: Charges, project: ProjectTerms, entries: list[Candidate], due: list[Item]) -> None:
    method = f"billing_method_{project.billing_method}"
    for entry in entries:
        paying = [item for item in due if item.kind == "fixed_fee" or (item.due_date or date.max) >= entry.work_date]
        if entry.reason == method and paying:
            charges.covered.setdefault(paying[0].item_id, []).append(entry)
        else:
            charges.left[entry.entry_id] = entry.reason or method


def _draw_down(  # noqa: PLR0913, PLR0917  what a month's draw depends on
    charges: Charges,
    project_id: str,
    project: ProjectTerms,
    entries: list[Candidate],
    due: set[str],
    reached: Progress,
) -> None:
    left: dict[str, Decimal] = {}
    for entry in entries:
        month = f"{entry.work_date:%Y-%m}"
        code = f"{project_id}/{month}"
        reason = _retainer_reason(entry, project, month)
        if reason:
            charges.left[entry.entry_id] = reason
            continue
        if month not in left:
            spent = month in reached.exhausted
            whole = project.budget_amount or _NOTHING
            left[month] = _NOTHING if spent else max(whole - reached.drawn.get(month, _NOTHING), _NOTHING)
        value = _value(entry, project)
        if value <= left[month] and left[month]:
            left[month] -= value
            target = charges.covered if code in due else charges.drawn
            target.setdefault(code, []).append(entry)
        else:
            charges.hourly.append(Hourly(entry, code))
            charges.less[code] = charges.less.get(code, _NOTHING) + left[month]
            left[month] = _NOTHING


def _retainer_reason(entry: Candidate, project: ProjectTerms, month: str) -> str | None:
    if entry.reason != "billing_method_retainer":
        return entry.reason
    if project.start_date is None or not project.budget_amount or month < f"{project.start_date:%Y-%m}":
        return entry.reason
    if project.completed_date and month > f"{project.completed_date:%Y-%m}":
        return entry.reason
    return "no_rate" if entry.rate is None else None


def charged_hours(entry: Candidate, project: ProjectTerms) -> Decimal:
    """The hours of one entry as a cap or a fee counts them: rounded, where entries are rounded by themselves."""
    if project.rounding.scope == "line":
        return entry.hours
    (hours,) = billed_hours([entry.hours], project.rounding)
    return hours


def _value(entry: Candidate, project: ProjectTerms) -> Decimal:
    return charged_hours(entry, project) * (entry.rate or _NOTHING)

"""Report `project_budgets`: one row per project that has a budget, or work by the end of the day.

All work up to the day counts. Hours are all hours, the amount is the standard value of the billable ones. The pace is
that of the last 28 days; at it the budget lasts `left ÷ pace` days, and is used up on the last of them.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from tests.reference.amounts import ratio, rounded, total_of
from tests.reference.billable_hours import hours_and_worth
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.rows import Project
from tests.reference.work import value_of

PACE_DAYS = 28
LONGEST_DAYS = 36500


def report(books: Books, as_of: date) -> list[Row]:
    """Return what was agreed for each project against what was worked."""
    return [
        figures(books, project, as_of)
        for project in books.projects
        if project.budget_hours is not None
        or project.budget_amount is not None
        or any(one.project_id == project.project_id and one.work_date <= as_of for one in books.entries)
    ]


def figures(books: Books, project: Project, as_of: date) -> Row:
    """Return the figures of a project."""
    entries = [one for one in books.entries if one.project_id == project.project_id and one.work_date <= as_of]
    hours = total_of([one.hours for one in entries])
    pace = total_of([one.hours for one in entries if (as_of - one.work_date).days < PACE_DAYS])
    value = value_of(books, [one for one in entries if one.billable])
    shown = None if value is None else rounded(value, project.currency)
    agreed_hours, agreed = project.budget_hours, project.budget_amount
    over = [
        *([] if agreed_hours is None else [hours > agreed_hours]),
        *([] if agreed is None else [value is not None and value > agreed]),
    ]
    return {
        "client_id": project.client_id,
        "currency": project.currency,
        "project_id": project.project_id,
        "budget_hours": agreed_hours,
        "hours": hours,
        "hours_left": None if agreed_hours is None else agreed_hours - hours,
        "hours_used": None if agreed_hours is None else ratio(hours, agreed_hours),
        "budget_amount": agreed,
        "standard_amount": shown,
        "billed_amount": hours_and_worth(books, entries, as_of)["billed_amount"] if entries else Decimal(0),
        "amount_left": None if agreed is None or shown is None else agreed - shown,
        "amount_used": None if agreed is None or value is None else ratio(value, agreed),
        "over_budget": any(over) if over else None,
        "weekly_hours": (pace * 7 / PACE_DAYS).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP),
        "used_up_on": None if agreed_hours is None else used_up_on(agreed_hours - hours, pace, as_of),
    }


def used_up_on(left: Decimal, pace: Decimal, as_of: date) -> date | None:
    """Return the day on which what is left is used up; none where nothing is left, or it lasts a hundred years."""
    if left <= 0 or pace == 0:
        return None
    days = Fraction(left) * PACE_DAYS / Fraction(pace)
    return None if days > LONGEST_DAYS else as_of + timedelta(days=ceil(days))

"""Payment terms: the due date that a sentence states, where it says so plainly; otherwise none, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta

LONGEST_TERM = 366
# A clause on discounts or interest names days that are not the due date.
_ASIDE = re.compile(
    r"%|skonto|discount|rabatt|descuento|escompte|sconto|korting|penalt|interest|zins|ränta", re.IGNORECASE
)
_CLAUSES = re.compile(r"[;\n|]|, |\.\s|\.$")
_DAYS = re.compile(
    r"\b(\d{1,3})\s*(?:calendar\s+|net\s+)?(?:days?|tagen?|d[ií]as?|jours?|giorni|dagen|dagar|dager|dage|dias|dni|dní)\b",
    re.IGNORECASE,
)
_NET = re.compile(r"\bnet(?:to)?\s*(\d{1,3})\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_AT_ONCE = re.compile(r"\b(?:sofort|immediate(?:ly)?|(?:up)?on receipt|al contado)\b", re.IGNORECASE)


def due_date_in(terms: str, issued: date) -> date | None:
    """The due date that the terms of a document issued on a day state: a date, or one number of days."""
    clauses = [clause for clause in _CLAUSES.split(terms) if not _ASIDE.search(clause)]
    dates = {found for clause in clauses for found in _dates_in(clause) if found >= issued}
    if len(dates) == 1:
        return dates.pop()
    days = {int(found) for clause in clauses for found in (*_DAYS.findall(clause), *_NET.findall(clause))}
    if not dates and len(days) == 1 and (term := days.pop()) <= LONGEST_TERM:
        return issued + timedelta(days=term)
    if not dates and not days and any(_AT_ONCE.search(clause) for clause in clauses):
        return issued
    return None


def _dates_in(clause: str) -> list[date]:
    written = [(y, m, d) for y, m, d in _ISO.findall(clause)] + [(y, m, d) for d, m, y in _DOTTED.findall(clause)]
    found = []
    for year, month, day in written:
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found

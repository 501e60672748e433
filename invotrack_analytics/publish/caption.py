"""What a report was asked, in words, for the line below its title."""

from __future__ import annotations

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.display import VISIBLE, display
from invotrack_analytics.reports.report import Result


def caption(result: Result, settings: Settings) -> str:
    """As of which day, how aged, of whom, and how many rows answer."""
    look = display(settings.company.locale)
    asked = result.parameters
    words = [f"as of {look.day(asked.as_of)}"]
    if asked.known_on:
        words.append(f"as known on {asked.known_on:%Y-%m-%d %H:%M} UTC")
    if asked.against:
        words.append(f"against what was known on {asked.against:%Y-%m-%d %H:%M} UTC")
    if "date_from" in result.report.parameters:
        words.append(f"from {look.day(asked.date_from)} to {look.day(asked.date_to)}")
    if "basis" in result.report.parameters:
        words.append(f"aged by {asked.basis} date")
    if asked.client:
        kind = "client" if len(asked.client) == 1 else "clients"
        words.append(f"{kind} {', '.join(asked.client)}".translate(VISIBLE))
    if asked.currency:
        words.append(f"in {', '.join(asked.currency)} only")
    words.append("1 row" if len(result) == 1 else f"{look.number(len(result), 0)} rows")
    return ", ".join(words)

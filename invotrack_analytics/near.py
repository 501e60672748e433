"""Near: names that somebody may have meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_MOST = 3
_MOST_TOLD = 100


def near(name: str, known: Collection[str]) -> list[str]:
    """Those of the known names that are near a name, the nearest first; at most three."""
    by_folded = {one.casefold(): one for one in known}
    wanted = name.casefold()
    found = get_close_matches(wanted, by_folded, _MOST, 0.6)
    if len(wanted) > 2:  # noqa: PLR2004  less would be in nearly every name
        found += [folded for folded in by_folded if wanted in folded and folded not in found]
    return [by_folded[folded] for folded in found[:_MOST]]


def near_or_all(name: str, known: Collection[str], all_are: str) -> str:
    """The end of a message about a name that is not known: those near it, or else all of them."""
    found = near(name, known)
    if found:
        return f"near it: {', '.join(found)}"
    listed = ", ".join(list(known)[:_MOST_TOLD])
    return f"{all_are} {listed}" if listed else "there is none"

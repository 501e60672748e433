"""Setting: one key of a section, with its default and what it may be."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from invotrack_analytics.config import allowed
from invotrack_analytics.config.allowed import Check

T = TypeVar("T")


def setting(default: T, check: Check) -> T:
    """A field of a section that takes only what a check allows."""
    return field(default=default, metadata={"check": check})


def checks_of(section: type) -> dict[str, Check]:
    """The check of each key of a section: its own, or what its type says; a text where neither says more."""
    hints = get_type_hints(section)
    return {item.name: item.metadata.get("check") or _check_of(hints[item.name]) for item in fields(section)}


def _check_of(hint: Any) -> Check:
    if get_origin(hint) is Literal:
        return allowed.one_of(*get_args(hint))
    return allowed.yes_or_no if hint is bool else allowed.text

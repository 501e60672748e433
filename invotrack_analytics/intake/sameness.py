"""Sameness: SQL that compares rows by their content; two absent values are the same."""

from __future__ import annotations


def same(left: str, right: str, columns: tuple[str, ...]) -> str:
    """The condition for two rows to agree in all of these columns."""
    return " and ".join(f'{left}."{name}" is not distinct from {right}."{name}"' for name in columns)


def differs(left: str, right: str, columns: tuple[str, ...]) -> str:
    """The condition for two rows to differ in any of these columns."""
    return (
        "(" + (" or ".join(f'{left}."{name}" is distinct from {right}."{name}"' for name in columns) or "false") + ")"
    )

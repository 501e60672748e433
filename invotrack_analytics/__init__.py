"""Invotrack Analytics: who owes what, since when, how they pay, and what was worked but not yet billed.

The whole pipeline, in the order of the data:

1. ``sources``    files → rows of text, each with its file and line
2. ``intake``     rows → typed, validated rows; a bad row goes to quarantine with its reason
3. ``warehouse``  the books: one DuckDB file, every change recorded, snapshots for readers
4. ``reports``    one question each, as a pair of .sql and .py; every figure is defined here once
5. ``publish``    reports → terminal, workbook, PDF pack, notebook, mail
6. ``billing``    unbilled hours → numbered invoices, back into the books

``workbench`` holds all of them together; above it stand the programs: ``cli``, ``schedule`` and ``web``, the dashboard.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from invotrack_analytics.workbench import Workbench

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(workspace: str | Path | None = None) -> Workbench:  # noqa: A001  the contract's name; `iv.open` reads well
    """Open a workspace: the folder given, else $INVOTRACK_WORKSPACE, else the nearest one above the current folder.

    Raises WorkspaceError where there is none, SettingsError where its invotrack.toml is wrong.
    """
    from invotrack_analytics.notebook_cell import announce
    from invotrack_analytics.workbench import Workbench

    book = Workbench.open(Path(workspace) if workspace is not None else None)
    announce(book)
    return book


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext invotrack_analytics`: the cell magic %%invotrack, on the workspace found as by `open`."""
    from invotrack_analytics.notebook_cell import register

    register(shell, open())

"""The cell magic %%invotrack: a notebook's cell that is SQL on the books."""

from __future__ import annotations

import re
import sys
from typing import Any

from invotrack_analytics.errors import ReportError
from invotrack_analytics.workbench import Workbench

MAGIC = "invotrack"
_VARIABLE = re.compile(r"\$([A-Za-z_]\w*)")


def announce(book: Workbench) -> None:
    """In a notebook, make this the workbench that %%invotrack asks; elsewhere do nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        register(shell, book)


def register(shell: Any, book: Workbench) -> None:
    """Let `%%invotrack [NAME]` ask the workbench: `$x` is the notebook's variable x, the answer is kept as NAME."""

    def query(line: str, cell: str) -> Any:
        """SQL on the books; $x stands for the value of the variable x. With a name behind it keeps the answer."""
        name = line.strip()
        if name and not name.isidentifier():
            message = f"{name!r} cannot name the answer; write %%{MAGIC} or %%{MAGIC} NAME"
            raise ReportError(message)
        # Values are bound, never pasted: a client's name cannot become SQL.
        known = {found: shell.user_ns[found] for found in _VARIABLE.findall(cell) if found in shell.user_ns}
        answer = book.sql(cell, parameters=known)
        if name:
            shell.user_ns[name] = answer
        return answer

    shell.register_magic_function(query, "cell", MAGIC)

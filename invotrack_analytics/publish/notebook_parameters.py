"""The parameters of a notebook: what its cell tagged `parameters` assigns, given anew for a run in a cell behind it.

The convention is papermill's, so that a notebook made for one runs with the other.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from invotrack_analytics.errors import NotebookError

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TAG, _INJECTED_TAG = "parameters", "injected-parameters"


def set_parameters(notebook: NotebookNode, given: Mapping[str, str], title: str) -> None:
    """Put the values given into the notebook, each as what its default is; names are met whatever their case.

    Raises NotebookError for a name that the notebook does not assign, and a value of another kind.
    """
    if not given:
        return
    position, defaults = _parameters(notebook)
    if position is None:
        message = f"{title} takes no parameters; tag the cell that assigns them with {_TAG!r}"
        raise NotebookError(message)
    names = {name.casefold(): name for name in defaults}
    unknown = [name for name in given if name.casefold() not in names]
    if unknown:
        message = f"{title} has no parameter {unknown[0]}; it has {', '.join(defaults) or 'none'}"
        raise NotebookError(message)
    values = {
        names[key.casefold()]: _value(title, key, text, defaults[names[key.casefold()]]) for key, text in given.items()
    }
    from nbformat.v4 import new_code_cell

    lines = [f"{name} = {value!r}" for name, value in values.items()]
    cell = new_code_cell("\n".join(lines), metadata={"tags": [_INJECTED_TAG]})  # type: ignore[no-untyped-call]
    behind = position + 1
    if behind < len(notebook.cells) and is_injected(notebook.cells[behind]):
        del notebook.cells[behind]
    notebook.cells.insert(behind, cell)


def is_injected(cell: NotebookNode) -> bool:
    """Whether a run put the cell there, and not the notebook's author."""
    return _INJECTED_TAG in cell.metadata.get("tags", [])


def _parameters(notebook: NotebookNode) -> tuple[int | None, dict[str, Any]]:
    """Where the cell of parameters stands, and their defaults; ... stands for one that is no plain value."""
    for position, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and _TAG in cell.metadata.get("tags", []):
            return position, _assigned(cell.source)
    return None, {}


def _assigned(source: str) -> dict[str, Any]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return {}
    found: dict[str, Any] = {}
    for statement in statements:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        value = getattr(statement, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                found[target.id] = _literal(value)
    return found


def _literal(value: ast.expr | str) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return ...


def _value(title: str, name: str, text: str, default: Any) -> Any:
    if isinstance(default, str):
        return text
    value = _literal(text)
    if default is None or default is ...:
        return text if value is ... else value
    if value is ... or not isinstance(value, float | int if isinstance(default, float) else type(default)):
        message = f"{title}: {name} = {text!r}: must be of the same kind as its default {default!r}"
        raise NotebookError(message)
    return value

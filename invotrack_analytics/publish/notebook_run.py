"""Run a notebook on a workspace, with parameters, and make a page of what it shows: a month-end pack."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from invotrack_analytics.config import ENVIRONMENT_VARIABLE, Settings
from invotrack_analytics.errors import NotebookError
from invotrack_analytics.publish.files import made_folder, replaced_file
from invotrack_analytics.publish.notebook_page import page
from invotrack_analytics.publish.notebook_parameters import is_injected, set_parameters
from invotrack_analytics.publish.notebooks import find_notebook, notebooks_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LONGEST_REASON = 300


def page_path(settings: Settings, name: str, parameters: Mapping[str, str]) -> Path:
    """Where the page of a run goes that is put nowhere else: named by the notebook and by the day it shows."""
    day = next((value for key, value in parameters.items() if key.casefold() == "as_of"), "")
    stem = find_notebook(settings, name).stem
    return settings.published_folder / "notebooks" / f"{stem}{'-' if day else ''}{quote(day, safe='')}.html"


def run_notebook(settings: Settings, name: str, parameters: Mapping[str, str], target: Path) -> Path:
    """Run the notebook of that name or path in the workspace, and write what it shows as one page of HTML.

    The page needs nothing from the net. The notebook itself stays as it is; what it writes, it writes.
    Raises NotebookError, which names the cell that failed, and WriteError.
    """
    path = find_notebook(settings, name)
    notebook = _read(path)
    set_parameters(notebook, parameters, path.name)
    _execute(notebook, path, settings)
    content = page(notebook, path.stem, settings, parameters)
    made_folder(target.parent)
    with replaced_file(target) as stream:
        stream.write(content.encode("utf-8"))
    return target


def _read(path: Path) -> NotebookNode:
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise NotebookError(message) from error
    except Exception as error:
        # nbformat raises whatever its parsers raise.
        message = f"{path}: is not a notebook; open it in JupyterLab and save it anew"
        raise NotebookError(message) from error
    return notebook


def _execute(notebook: NotebookNode, path: Path, settings: Settings) -> None:
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError
    from traitlets.config import Config

    own = notebooks_folder(settings)
    folder = path.parent if path.is_relative_to(settings.folder.resolve()) else own if own.is_dir() else settings.folder
    with TemporaryDirectory() as scratch:
        # What the kernel keeps beside (its history, its connection) has no use after the run.
        environment = os.environ | {ENVIRONMENT_VARIABLE: str(settings.folder), "IPYTHONDIR": scratch}
        client = NotebookClient(
            notebook,
            timeout=None,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            config=Config(KernelManager=_sockets(scratch)),
            on_cell_execute=lambda cell, cell_index: begun.append(cell),  # noqa: ARG005  nbclient gives them by name
        )
        begun: list[NotebookNode] = []
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            message = f"{path.name}: {_place(notebook, begun)} failed: {_reason(error.ename, error.evalue)}"
            raise NotebookError(message) from None
        except DeadKernelError as error:
            message = f"{path.name}: {_place(notebook, begun)} ended the Python that ran it; was there memory enough?"
            raise NotebookError(message) from error
        except NoSuchKernel as error:
            message = f"{path.name}: there is no Python kernel here; install the project's requirements anew"
            raise NotebookError(message) from error


def _sockets(scratch: str) -> dict[str, str]:
    # Files that nobody else can read, where the system has such; a port of this machine is open to all its users.
    return {"transport": "ipc", "ip": str(Path(scratch) / "kernel")} if os.name == "posix" else {}


def _place(notebook: NotebookNode, begun: list[NotebookNode]) -> str:
    """The cell that was run last: its number among those with code of their own, and its first line."""
    if not begun:
        return "the start"
    own = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_injected(cell)]
    first = next((line.strip() for line in begun[-1].source.splitlines() if line.strip()), "")
    return f"cell {own.index(begun[-1]) + 1} ({first})" if begun[-1] in own else f"the cell of parameters ({first})"


def _reason(name: str, text: str) -> str:
    words = " ".join(text.split())
    return f"{name}: {words[:_LONGEST_REASON]}" if words else name

"""The notebooks of a workspace: ours, laid into its folder `notebooks/` for the user to change, and the user's own."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import NotebookError
from invotrack_analytics.publish.files import made_folder, replaced_file

ENDING = ".ipynb"


def shipped_notebooks() -> tuple[Path, ...]:
    """The notebooks that come with the package, in their order; beside the code in a clone. Raises NotebookError."""
    package = Path(__file__).parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if found := tuple(sorted(folder.glob(f"*{ENDING}"))):
            return found
    message = "the notebooks are not installed; clone the project, where they lie in notebooks/"
    raise NotebookError(message)


def notebooks_folder(settings: Settings) -> Path:
    """Where a workspace keeps its notebooks."""
    return settings.folder / "notebooks"


def lay_out(settings: Settings) -> tuple[Path, ...]:
    """Copy each of our notebooks into the workspace that is not there; one that is stays as its user left it.

    Returns those copied. Raises NotebookError and WriteError.
    """
    folder = notebooks_folder(settings)
    missing = [notebook for notebook in shipped_notebooks() if not (folder / notebook.name).exists()]
    made_folder(folder)
    for notebook in missing:
        with replaced_file(folder / notebook.name) as stream:
            stream.write(notebook.read_bytes())
    return tuple(folder / notebook.name for notebook in missing)


def find_notebook(settings: Settings, name: str) -> Path:
    """The notebook of that name or path in the workspace; else ours of that name. Raises NotebookError.

    The ending .ipynb may be left out. No path leads out of the workspace, through a link neither.
    """
    file_name = name if name.endswith(ENDING) else f"{name}{ENDING}"
    workspace = settings.folder.resolve()
    for folder in (notebooks_folder(settings), settings.folder):
        path = (folder / file_name).resolve()
        if path.is_file():
            if path.is_relative_to(workspace):
                return path
            message = f"{name}: leads out of the workspace {settings.folder}; copy the notebook into its notebooks/"
            raise NotebookError(message)
    ours = {notebook.name: notebook for notebook in shipped_notebooks()}
    if file_name in ours:
        return ours[file_name]
    own = (path.name for path in notebooks_folder(settings).glob(f"*{ENDING}"))
    known = ", ".join(sorted(path.removesuffix(ENDING) for path in {*ours, *own}))
    message = f"there is no notebook {name} in {settings.folder}; its notebooks are {known}"
    raise NotebookError(message)


def lab_command(settings: Settings, *, port: int | None, browser: bool) -> list[str]:
    """The arguments of `python` that open JupyterLab on the workspace, and ask nothing of the net."""
    if find_spec("jupyterlab") is None:
        message = "JupyterLab is not installed; install the project's requirements anew"
        raise NotebookError(message)
    return [
        *("-m", "jupyterlab"),
        f"--ServerApp.root_dir={settings.folder}",
        "--LabApp.default_url=/lab/tree/notebooks",
        # So that it does not ask either whether it may ask its makers for news.
        f"--LabApp.app_settings_dir={Path(__file__).parent / 'lab_settings'}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        *([f"--ServerApp.port={port}"] if port is not None else []),
        # Jupyter declines to serve the superuser; who is that in a container has decided so.
        *(["--allow-root"] if getattr(os, "geteuid", lambda: -1)() == 0 else []),
        *([] if browser else ["--no-browser"]),
    ]

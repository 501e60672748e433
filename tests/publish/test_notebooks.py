"""Notebooks of a workspace: laid out beside the user's own, found within it, run to a page that needs no net."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lxml import html
from nbformat import NotebookNode

from invotrack_analytics.config import Settings
from invotrack_analytics.errors import NotebookError
from invotrack_analytics.publish.notebook_parameters import set_parameters
from invotrack_analytics.publish.notebook_run import page_path, run_notebook
from invotrack_analytics.publish.notebooks import find_notebook, lay_out, shipped_notebooks
from invotrack_analytics.workspace import create_workspace

ROOT = Path(__file__).parents[2]
PARAMETERS = """\
AS_OF = "2026-09-30"
LIMIT: int = 5
RATE = 0.5
CLIENT = None
"""

Write = Callable[..., Path]


@pytest.fixture
def write(settings: Settings) -> Write:
    """Puts a notebook of these cells into the workspace; the first holds the parameters."""

    def put(name: str, *cells: str, text: str = "# Month end") -> Path:
        path = settings.folder / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(notebook_of(*cells, text=text)), "utf-8")
        return path

    return put


def notebook_of(*cells: str, text: str = "# Month end") -> NotebookNode:
    return notebook(
        [cell("markdown", text), cell("code", PARAMETERS, "parameters"), *(cell("code", code) for code in cells)]
    )


def cell(kind: str, source: str, *tags: str) -> dict[str, Any]:
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {
        "cell_type": kind,
        "id": f"{kind}-{abs(hash(source))}",
        "source": source,
        "metadata": {"tags": [*tags]},
        **code,
    }


def notebook(cells: list[dict[str, Any]]) -> NotebookNode:
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    node: NotebookNode = nbformat.from_dict(content)  # type: ignore[no-untyped-call]
    return node


def test_our_notebooks_are_laid_out_and_never_over_the_users(settings: Settings) -> None:
    names = ["01_import_and_quarantine.ipynb", "02_receivables.ipynb", "03_time_and_billing.ipynb"]
    folder = settings.folder / "notebooks"
    assert [path.name for path in lay_out(settings)] == names
    (folder / names[1]).write_text("mine", "utf-8")
    (folder / names[2]).unlink()
    assert [path.name for path in lay_out(settings)] == names[2:]
    assert (folder / names[1]).read_text("utf-8") == "mine"
    assert sorted(path.name for path in folder.iterdir()) == names


def test_a_notebook_is_found_by_name_or_path_the_users_before_ours(settings: Settings, write: Write) -> None:
    ours = {path.stem: path for path in shipped_notebooks()}
    assert find_notebook(settings, "02_receivables") == ours["02_receivables"]
    changed = write("02_receivables")
    own = write("pack")
    assert find_notebook(settings, "02_receivables.ipynb") == changed
    assert find_notebook(settings, "notebooks/pack.ipynb") == find_notebook(settings, "pack") == own


@pytest.mark.parametrize("name", ["../outside", "{folder}/outside.ipynb", "linked", "notebooks/../../outside"])
def test_no_path_leads_out_of_the_workspace(settings: Settings, write: Write, tmp_path: Path, name: str) -> None:
    outside = tmp_path.parent / "outside.ipynb"
    outside.write_text("{}", "utf-8")
    (write("pack").parent / "linked.ipynb").symlink_to(outside)
    with pytest.raises(NotebookError, match="leads out of the workspace"):
        find_notebook(settings, name.format(folder=outside.parent))


def test_a_name_that_is_not_there_is_told_with_those_that_are(settings: Settings, write: Write) -> None:
    write("pack")
    with pytest.raises(NotebookError, match=r"no notebook sales in .*; its notebooks are 01_.*, 03_.*, pack$"):
        find_notebook(settings, "sales")


@pytest.mark.parametrize(
    ("given", "injected"),
    [
        ({"as_of": "2026-08-31"}, "AS_OF = '2026-08-31'"),
        ({"AS_OF": "x'; import os #"}, 'AS_OF = "x\'; import os #"'),
        ({"LIMIT": "7", "RATE": "2"}, "LIMIT = 7\nRATE = 2"),
        ({"CLIENT": "C001"}, "CLIENT = 'C001'"),
        ({"CLIENT": "[1, 2]"}, "CLIENT = [1, 2]"),
    ],
)
def test_a_parameter_is_set_behind_its_default_and_is_only_a_value(given: Mapping[str, str], injected: str) -> None:
    pack = notebook_of("AS_OF")
    set_parameters(pack, given, "pack.ipynb")
    assert [item.source for item in pack.cells[1:]] == [PARAMETERS, injected, "AS_OF"]
    assert pack.cells[2].metadata.tags == ["injected-parameters"]
    set_parameters(pack, {"LIMIT": "9"}, "pack.ipynb")
    assert [item.source for item in pack.cells[1:]] == [PARAMETERS, "LIMIT = 9", "AS_OF"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"asof": "1"}, "pack.ipynb has no parameter asof; it has AS_OF, LIMIT, RATE, CLIENT"),
        ({"limit": "many"}, "pack.ipynb: limit = 'many': must be of the same kind as its default 5"),
        ({"limit": "__import__('os')"}, "must be of the same kind as its default 5"),
    ],
)
def test_a_parameter_that_does_not_fit_is_refused(given: Mapping[str, str], words: str) -> None:
    with pytest.raises(NotebookError, match=re.escape(words)):
        set_parameters(notebook_of(), given, "pack.ipynb")


def test_a_notebook_without_a_cell_of_parameters_takes_none() -> None:
    with pytest.raises(NotebookError, match="bare takes no parameters; tag the cell that assigns them"):
        set_parameters(notebook([cell("code", "1")]), {"as_of": "2026-08-31"}, "bare")


def test_a_run_is_one_page_that_needs_no_net(settings: Settings, write: Write) -> None:
    path = write(
        "pack",
        "print(f'{AS_OF} of {LIMIT}, <script>alert(1)</script>')",
        "import plotly.graph_objects as go, plotly.io as pio\n"
        "pio.renderers.default = 'plotly_mimetype'\n"
        "go.Figure(go.Bar(x=[1], y=['</script><b>Loud</b>']))",
        "import os; from pathlib import Path\n(Path.cwd().name, Path(os.environ['INVOTRACK_WORKSPACE']).name)",
    )
    before = path.read_bytes()
    asked = {"as_of": "2026-08-31"}
    target = page_path(settings, "pack", asked)
    assert target == settings.folder / "published" / "notebooks" / "pack-2026-08-31.html"
    run_notebook(settings, "pack", asked, target)
    assert path.read_bytes() == before

    text = target.read_text("utf-8")
    page = html.fromstring(text)
    assert page.findtext(".//title") == "Month end \N{EN DASH} Acme & Sons Consulting SL"
    shown = [output.text_content().strip() for output in page.find_class("output_text")]
    assert shown[0] == "2026-08-31 of 5, <script>alert(1)</script>"
    assert shown[-1] == f"('notebooks', '{settings.folder.name}')"
    assert next(details.text_content() for details in page.find_class("code")) == f"Code{PARAMETERS}"
    assert len(page.find_class("figure")) == 1
    assert "\\u003c/script>\\u003cb>Loud" in text
    assert not page.xpath("//@src | //link/@href")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1 + 1\n\nraise ValueError('no\\nbooks')", "pack.ipynb: cell 2 (1 + 1) failed: ValueError: no books"),
        ("import os\nos._exit(1)", "pack.ipynb: cell 2 (import os) ended the Python that ran it"),
    ],
)
def test_a_cell_that_fails_is_named_and_no_page_is_written(
    settings: Settings, write: Write, code: str, words: str
) -> None:
    write("pack", code)
    target = settings.folder / "pack.html"
    with pytest.raises(NotebookError) as told:
        run_notebook(settings, "pack", {"LIMIT": "3"}, target)
    assert str(told.value).startswith(words)
    assert not target.exists()


def test_what_is_no_notebook_is_told_in_one_line(settings: Settings, write: Write) -> None:
    write("pack").write_text("<html>", "utf-8")
    with pytest.raises(NotebookError, match=r"pack\.ipynb: is not a notebook"):
        run_notebook(settings, "pack", {}, settings.folder / "pack.html")


def fetched(request: urllib.request.Request) -> Any:
    # It tells its address shortly before it listens.
    for _ in range(50):
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return json.load(answer)
        except OSError:
            time.sleep(0.1)
    return None


def test_jupyterlab_opens_on_the_workspace(tmp_path: Path) -> None:
    create_workspace(tmp_path / "office", name="Acme", country="ES")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-c", "from invotrack_analytics.cli import main; main()"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(tmp_path), "HOME": str(tmp_path)}
    lab = subprocess.Popen(
        [*command, "notebook", "--no-browser", "--port", port, "--workspace", str(tmp_path / "office")],
        env=environment | {"JUPYTER_RUNTIME_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert lab.stderr is not None
        address = next(
            found for line in lab.stderr if (found := re.search(r"(http://127\.0\.0\.1:\d+)\S*\?token=(\w+)", line))
        )
        content, notifying = (
            fetched(
                urllib.request.Request(  # noqa: S310  our own server
                    f"{address[1]}/{path}", headers={"Authorization": f"token {address[2]}"}
                )
            )
            for path in ("api/contents/notebooks", "lab/api/settings/@jupyterlab/apputils-extension:notification")
        )
    finally:
        lab.send_signal(signal.SIGTERM)
        lab.wait(20)
        if lab.stderr is not None:
            lab.stderr.close()
    assert sorted(item["name"] for item in content["content"]) == [path.name for path in shipped_notebooks()]
    assert notifying["schema"]["properties"]["fetchNews"]["default"] == "false"

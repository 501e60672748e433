"""The notebooks run on the demo's books, say what the reports say, and change nothing of the user's."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lxml import html
from nbclient import NotebookClient

from invotrack_analytics import demo
from invotrack_analytics.publish.display import display
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

FOLDER = Path(__file__).parents[2] / "notebooks"
IMPORT, RECEIVABLES, BILLING = NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))

# One worker runs them all, so that the books are made, and each notebook is run, once.
pytestmark = pytest.mark.xdist_group("notebooks")


def read(name: str) -> Any:
    return nbformat.read(FOLDER / name, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The demo's books, with the open hours billed on their last day."""
    folder = tmp_path_factory.mktemp("notebooks") / "demo"
    create_workspace(
        folder,
        name=demo.COMPANY,
        currency=demo.CURRENCY,
        country=demo.COUNTRY,
        tax_rate=demo.TAX_RATE,
        details=demo.DETAILS,
    )
    opened = Workbench.open(folder)
    opened.import_files(demo.sample_folder())
    opened.bill(through=demo.LAST_DAY, issue_date=demo.LAST_DAY)
    return opened


@pytest.fixture(scope="session")
def run(book: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Runs a notebook, and gives what it shows: the HTML of its outputs, or their text where they have none."""

    @cache
    def run_once(name: str) -> str:
        notebook = read(name)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("INVOTRACK_WORKSPACE", str(book.settings.folder))
            for variable in ("TMPDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
                environment.setenv(variable, str(tmp_path_factory.mktemp("kernel")))
            NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []
        shown = [output.get("data", {"text/plain": output.get("text", "")}) for output in outputs]
        return "\n".join(str(data.get("text/html") or data.get("text/plain") or "") for data in shown)

    return run_once


def words(page: str) -> str:
    """A page's text."""
    visible = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.fromstring(f"<div>{visible}</div>").itertext())


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_kept_without_outputs(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert {cell.execution_count for cell in code} == {None}
    assert code[0].metadata.tags == ["parameters"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_leaves_the_books_as_they_were(name: str, book: Workbench, run: Callable[[str], str]) -> None:
    before = book.revision()
    assert run(name)
    assert Workbench.open(book.settings.folder).revision() == before
    published = sorted(path.name for path in book.settings.published_folder.iterdir())
    assert published == ["invoices"]


def test_the_receivables_are_those_of_the_reports(book: Workbench, run: Callable[[str], str]) -> None:
    look = display(book.settings.company.locale)
    shown = words(run(RECEIVABLES))
    aging = book.report("aging", as_of=demo.LAST_DAY)
    for sums in aging.totals().values():
        for column in ("not_due", "d91_plus", "unapplied_credit", "outstanding"):
            assert look.number(sums[column], 2) in shown
    assert f"{len(aging)} rows, all equal to the cent" in shown
    expected = book.report("expected_payments", as_of=demo.LAST_DAY)
    first = expected.table["expected_date"][0].as_py()
    assert look.day(first) in shown


def test_each_mistake_is_named_and_corrected(run: Callable[[str], str]) -> None:
    shown = words(run(IMPORT))
    for reason in ("total_mismatch", "not_a_date", "unknown_client", "negative_total_amount"):
        assert reason in shown
    assert "0 of the rows still wait" in shown
    assert re.search(r"open invoices\s+0\s+6\s", shown)


def test_a_voided_invoice_is_billed_anew(run: Callable[[str], str]) -> None:
    shown = words(run(BILLING))
    (void,) = re.findall(r"2026-(\d{5}) is void; \d+ entries are billable again", shown)
    # As a draft first, which another approves.
    assert re.search(r"\('[^']+', '[^']+', 'PO-4711', 'ana'\)", shown)
    assert f"['2026-{int(void) + 1:05d}.pdf'" in shown
    assert re.search(r"(\d+) of \1 hold", shown)

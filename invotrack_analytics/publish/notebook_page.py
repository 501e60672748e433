"""A notebook that was run, as one page of HTML to read, to print and to send: its code folded away, nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invotrack_analytics.config import Settings

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FIGURE = "application/vnd.plotly.v1+json"
_ASSETS = Path(__file__).parents[1] / "web" / "assets"
_TEMPLATE = Path(__file__).with_name("notebook_page.html")


def page(notebook: NotebookNode, name: str, settings: Settings, parameters: Mapping[str, str]) -> str:
    """The page of a notebook with outputs; `parameters` stand below its title, as they were given."""
    from jinja2 import DictLoader
    from nbconvert import HTMLExporter

    has_figures = _draw_figures(notebook)
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        template_file="page.html.j2",
        extra_loaders=[DictLoader({"page.html.j2": _TEMPLATE.read_text("utf-8")})],
    )
    about = {
        "title": _title(notebook) or name,
        "company": settings.company.name,
        "asked": " · ".join(f"{key.casefold().replace('_', ' ')} {value}" for key, value in parameters.items()),
        "plotly": _plotly() if has_figures else "",
    }
    content, _ = exporter.from_notebook_node(notebook, resources={"about": about})
    return str(content)


def _title(notebook: NotebookNode) -> str | None:
    lines = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), None)


def _draw_figures(notebook: NotebookNode) -> bool:
    """Give each Plotly figure, which a notebook's front end would draw, the markup that draws it in any browser."""
    number = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            figure = output.get("data", {}).pop(_FIGURE, None)
            if figure is not None:
                number += 1
                output["data"] = {"text/html": _drawn(figure, f"figure-{number}")}
    return number > 0


def _drawn(figure: Mapping[str, Any], name: str) -> str:
    # No text of a figure can end the script.
    data, layout = (json.dumps(figure.get(part)).replace("<", "\\u003c") for part in ("data", "layout"))
    return (
        f'<div id="{name}" class="figure"></div><script>'
        f'Plotly.newPlot("{name}", {data}, {layout}, {{responsive: true, displayModeBar: false}});</script>'
    )


@cache
def _plotly() -> str:
    return (_ASSETS / "plotly-basic.min.js").read_text("utf-8").replace("</script", "<\\/script")

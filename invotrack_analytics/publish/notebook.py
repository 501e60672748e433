"""What a notebook shows of a result: a table anyone can read, which sorts, searches and pages where a script may run.

Everything is in the page itself: no table, chart or style is fetched from anywhere.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from hashlib import sha256
from html import escape
from itertools import islice
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from invotrack_analytics.config import Settings
from invotrack_analytics.publish.caption import caption
from invotrack_analytics.publish.display import VISIBLE, Display, display, stands_left
from invotrack_analytics.publish.plain import Tabular, currencies_of, plain_rows, read_rows
from invotrack_analytics.reports.report import Column, Result, Value

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_PLAIN_ROWS = 25
"""Up to here a table is read as it is; beyond, it can be sorted, searched and paged."""
MOST_SHOWN_ROWS = 1_000


@dataclass(frozen=True, repr=False)
class ShownResult(Result):
    """A result that shows itself in a notebook: as a formatted table, a chart, a workbook."""

    settings: Settings

    @classmethod
    def of(cls, result: Result, settings: Settings) -> ShownResult:
        """The same answer, with what it takes to show it."""
        return cls(**{field.name: getattr(result, field.name) for field in fields(Result)}, settings=settings)

    def __repr__(self) -> str:
        """One line for a console; the rows are in .df() and .arrow()."""
        return f"<{self.report.title} {caption(self, self.settings)}>"

    def _repr_html_(self) -> str:
        return show(self, self.settings, with_script=len(self) > MOST_PLAIN_ROWS and _is_for_this_cell())

    def chart(self) -> Figure | None:
        """The report's chart as a Plotly figure, one plot per currency; None where the report has none, or no rows."""
        from invotrack_analytics.publish.notebook_chart import draw

        return draw(self, self.settings)

    def to_excel(self, path: str | Path) -> Path:
        """Write the result as a workbook; returns where. Raises WriteError."""
        from invotrack_analytics.publish.excel import write_workbook

        target = Path(path)
        write_workbook([self], target, self.settings)
        return target


def show(result: Result, settings: Settings, *, with_script: bool = False) -> str:
    """The result as HTML, every text escaped; of very many rows the first, which it says.

    `with_script` adds the script that makes a long table sortable; a page needs it once.
    """
    words = caption(result, settings)
    return show_rows(result.filled(), result.report.title, words, result.totals(), settings, with_script=with_script)


def show_rows(  # noqa: PLR0913  a table, and what stands around it
    result: Tabular,
    title: str,
    words: str,
    totals: Mapping[str, Mapping[str, Decimal]],
    settings: Settings,
    *,
    with_script: bool = False,
) -> str:
    """Rows as the same table, under a title; `words` follow it."""
    look = display(settings.company.locale)
    is_long = len(result) > MOST_PLAIN_ROWS
    heads = "".join(f'<th scope="col"{_side(column)}>{escape(column.title)}</th>' for column in result.columns)
    rows = "".join(_body(result, settings, look))
    name = f"invotrack-{sha256(rows.encode()).hexdigest()[:12]}"
    parts = [
        _STYLE,
        f'<div id="{name}" class="invotrack{" invotrack-long" if is_long else ""}"><table>',
        f"<caption><b>{escape(title)}</b> {escape(words)}{_shortened(result, look)}",
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>",
        *_foot(result.columns, totals, settings, look),
        "</table></div>",
    ]
    if is_long:
        parts.append(_SORTABLE.substitute(id=name))
    if with_script:
        parts.append(_library())
    return "".join(parts)


def show_list(title: str, words: str, heads: Sequence[str], rows: Iterable[Sequence[object]], look: Display) -> str:
    """Things that are no report, as the same table; `words` follow its title, numbers stand at the right."""
    shown = [[_plain_cell(value, look) for value in row] for row in rows]
    first = shown[0] if shown else [(False, "")] * len(heads)
    titles = "".join(
        f'<th scope="col"{_FIGURE if is_figure else ""}>{escape(head)}</th>'
        for head, (is_figure, _) in zip(heads, first, strict=True)
    )
    lines = (
        "".join(f"<td{_FIGURE if is_figure else _SENTENCE}>{escape(text)}</td>" for is_figure, text in row)
        for row in shown
    )
    return (
        f'{_STYLE}<div class="invotrack{" invotrack-long" if len(shown) > MOST_PLAIN_ROWS else ""}"><table>'
        f"<caption><b>{escape(title)}</b> {escape(words)}</caption><thead><tr>{titles}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table></div>"
    )


def _plain_cell(value: object, look: Display) -> tuple[bool, str]:
    if isinstance(value, int | Decimal):
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        return True, look.number(value, -exponent if isinstance(exponent, int) else 0)
    return False, str(value).translate(VISIBLE)


def _shortened(result: Tabular, look: Display) -> str:
    if len(result) <= MOST_SHOWN_ROWS:
        return ""
    return f"; these are the first {look.number(MOST_SHOWN_ROWS, 0)}, all are in <code>.df()</code>"


def _body(result: Tabular, settings: Settings, look: Display) -> Iterable[str]:
    base = settings.company.currency
    currencies = currencies_of(result, base)
    exact = plain_rows(result, base)
    for row, keys in islice(zip(read_rows(result), exact, strict=True), MOST_SHOWN_ROWS):
        cells = (
            _cell(column, value, key, look.cell(column, value, currency))
            for column, value, key, currency in zip(result.columns, row, keys, currencies(row), strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"


def _cell(column: Column, value: Value, key: object, text: str) -> str:
    # A figure in the company's locale does not sort as a figure, so its plain form goes along.
    order = "" if column.type == "text" else f' data-order="{"" if value is None else escape(str(key))}"'
    return f"<td{_side(column)}{order}>{escape(text)}</td>"


def _foot(
    columns: Sequence[Column], totals: Mapping[str, Mapping[str, Decimal]], settings: Settings, look: Display
) -> Iterable[str]:
    totals = {currency: sums for currency, sums in totals.items() if sums}
    if not totals:
        return
    yield "<tfoot>"
    for currency, sums in totals.items():
        yield f'<tr><th scope="row">{escape(f"Total {currency}".strip())}</th>'
        for column in columns[1:]:
            total = sums.get(column.name)
            in_currency = column.currency_of_total(currency, settings.company.currency)
            text = "" if total is None else look.cell(column, total, in_currency)
            yield f"<td{_side(column)}>{escape(text)}</td>"
        yield "</tr>"
    yield "</tfoot>"


def _side(column: Column) -> str:
    return "" if stands_left(column) else _FIGURE


_FIGURE = ' class="figure"'
_SENTENCE = ' class="sentence"'


_carrier: str | None = None
"""The notebook cell whose output holds the script; one output a session has it, since it is large."""


def _is_for_this_cell() -> bool:
    global _carrier  # noqa: PLW0603  a session is a process
    cell = _running_cell()
    if _carrier is None or _carrier == cell:
        _carrier = cell
        return True
    return False


def _running_cell() -> str:
    """The id of the notebook cell that runs, as the front end tells it; else its place in the order of runs."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    header = getattr(shell, "parent_header", None) or {}
    return str(header.get("metadata", {}).get("cellId") or getattr(shell, "execution_count", ""))


@cache
def _library() -> str:
    """DataTables, as itables brings it, to be run once in a page."""
    from itables import options

    bundle = Path(options.dt_bundle)
    script, style = (b64encode(path.read_bytes()).decode() for path in (bundle, bundle.with_suffix(".css")))
    return _LIBRARY.substitute(script=script, style=style)


# Colours are the page's own, so that the table is at home in a light and in a dark notebook. The class stands twice in
# each rule, to outweigh Jupyter's own rules for tables, which give every column the same width.
_STYLE = """<style>
.invotrack.invotrack { max-width: 100%; overflow-x: auto; }
.invotrack.invotrack table { border-collapse: collapse; margin: 0; table-layout: auto; width: auto !important;
  font-variant-numeric: tabular-nums; }
.invotrack.invotrack caption { text-align: left; padding: 4px 0 8px; caption-side: top; color: inherit; }
.invotrack.invotrack th, .invotrack.invotrack td { text-align: left; padding: 3px 18px 3px 0; border: 0;
  white-space: nowrap; max-width: none; }
.invotrack.invotrack td { border-bottom: 1px solid rgba(128, 128, 128, .25); }
.invotrack.invotrack td.sentence { white-space: normal; min-width: 12em; }
.invotrack.invotrack th.figure, .invotrack.invotrack td.figure { text-align: right; }
.invotrack.invotrack thead th { border-bottom: 2px solid rgba(128, 128, 128, .7); vertical-align: bottom; }
.invotrack.invotrack tfoot th, .invotrack.invotrack tfoot td { font-weight: 600; }
.invotrack-long.invotrack-long { max-height: 32em; overflow-y: auto; }
.invotrack-long.invotrack-live { max-height: none; }
</style>"""

# Only its own table: another, further down, may not have arrived yet as a whole.
_SORTABLE = Template("""<script>
(() => {
  const enliven = () => window.invotrackTables && window.invotrackTables.then(({default: DataTable}) => {
    document.querySelectorAll("#$id:not(.invotrack-live)").forEach(frame => {
      frame.classList.add("invotrack-live");
      const table = new DataTable(frame.querySelector("table"), {order: [], pageLength: 25, autoWidth: false});
      window.addEventListener("beforeprint", () => table.page.len(-1).draw());
      window.addEventListener("afterprint", () => table.page.len(25).draw());
    });
  });
  window.addEventListener("invotrack-tables", enliven);
  setTimeout(enliven);
})();
</script>""")

_LIBRARY = Template("""<script>
if (!window.invotrackTables) {
  const text = base64 => new TextDecoder().decode(Uint8Array.from(atob(base64), letter => letter.charCodeAt(0)));
  const style = document.createElement("style");
  style.textContent = text("$style");
  document.head.appendChild(style);
  const url = URL.createObjectURL(new Blob([text("$script")], {type: "application/javascript"}));
  window.invotrackTables = import(url);
  window.invotrackTables.then(() => window.dispatchEvent(new Event("invotrack-tables")));
}
</script>""")

"""The page that explains the folder; its figures are those of the run that wrote it."""

from collections.abc import Sequence

from sample_firm.expected import Expected
from sample_firm.period import END, START

_ABOUT = f"""\
# The sample firm

**Alder & Finch Consulting SL** (Madrid, base currency EUR) does not exist, nor do its people and clients.
It has 12 employees, 60 clients in Spain, Germany, the United States and Great Britain, and 90 projects in
three currencies. The books run from {START} to **{END}**, the day to use as `as_of`.

Written by `python data/make_sample.py data/sample`: seeded, without a clock, the same bytes every time. Change the
script, never the files.

What there is to see: C006 owes the most and has paid nothing invoiced since April 2026; C010 pays a little later
every month; C009 went under in 2025 and was written off; C014 settles a whole quarter with one payment; C039 always
pays 25.00 short, which is written off as bank charges; C023, C046, C052 and C056 are very slow; C002, C018 and others
pay early. Some invoices are paid in part, too much (with or without a refund), before they were issued, or by a direct
debit that bounced; some money came without naming an invoice. Each void invoice was issued anew.

Only `hourly` projects have billable hours; fixed prices and retainers are invoiced as fees. One invoice per month,
client and currency, one line per project and rate. September {END.year}, with what came in late for August, waits to be
billed.
"""
_BILLED = """\
`billed_entries` says which entry is billed on which invoice line: `entry_id`, `invoice_number`, `line_number`, `hours`,
`rate`, `rate_source` (entry, rate_card, project, client, employee) and `amount`; the amounts of a line's entries add up
to its net amount.
"""
_ROTTEN = """\
The files in `rotten/` hold good and bad rows together, each bad row with one fault; the good ones (opening invoices
`L-2023-…` and their payments, late hours, prospects) are counted in all figures. So an import of the folder ends with
exit 3.
"""
_FIGURES = ("invoices", "credit_notes", "payments", "refunds", "write_offs", "outstanding")
_Cells = Sequence[tuple[str, ...]]


def readme(listing: list[tuple[str, str, int]], expected: Expected) -> str:
    """The page; `listing` has path, layout and rows of each file."""
    datasets = [
        (name, str(n["read"]), str(n["accepted"]), str(n["rejected"])) for name, n in expected["datasets"].items()
    ]
    reasons = [(f"`{reason}`", str(rows)) for reason, rows in expected["rejects"].items()]
    reasons += [(f"`{warning}` (accepted)", str(rows)) for warning, rows in expected["warnings"].items()]
    money = [(currency, *(sums[name] for name in _FIGURES)) for currency, sums in expected["receivables"].items()]
    unbilled = [
        (currency, n["entries"], n["hours"], n["invoices_per_client"]) for currency, n in expected["unbilled"].items()
    ]
    return "\n".join(
        [
            _ABOUT,
            "## Files\n",
            _table(("file", "layout", "rows"), [(f"`{path}`", layout, str(rows)) for path, layout, rows in listing]),
            _BILLED,
            "## What an import of the folder finds\n",
            _table(("data set", "read", "accepted", "rejected"), datasets),
            _ROTTEN,
            _table(("reason", "rows"), reasons),
            f"## What the books say on {END}\n",
            _table(("currency", *(name.replace("_", " ") for name in _FIGURES)), money),
            _table(("currency", "unbilled entries", "hours", "invoices they make per client"), unbilled),
            "`expected.json` has the same and the aging buckets for tests to compare with.\n",
        ]
    )


def _table(header: tuple[str, ...], rows: _Cells) -> str:
    ruler = tuple("---" for _ in header)
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, ruler, *rows)) + "\n"

"""Demo: the whole job on the sample data, from an empty folder to a dashboard that can be opened."""

from __future__ import annotations

import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from invotrack_analytics import telling
from invotrack_analytics.config import FILE_NAME
from invotrack_analytics.errors import WorkspaceError
from invotrack_analytics.web.server.users import add_user, list_users
from invotrack_analytics.workbench import Workbench
from invotrack_analytics.workspace import create_workspace

COMPANY = "Alder & Finch Consulting SL"
COUNTRY, CURRENCY, TAX_RATE = "ES", "EUR", 21
# Invented, but for the account number: it is the example that Spain registered for IBANs.
DETAILS = {
    "tax_id": "ESB88000019",
    "address": "Calle de los Alisos 14",
    "city": "Madrid",
    "postal_code": "28014",
    "bank_account": "ES9121000418450200051332",
}
LAST_DAY = date(2026, 9, 30)
"""The day on which the sample data ends."""
SIGN_IN_FILE = "sign-in.txt"
_USERS = {"manager": "manager", "accountant": "accountant"}


def sample_folder() -> Path:
    """The sample data: beside the code in a clone, within the package where it was installed."""
    here = Path(__file__).parent
    for folder in (here / "sample", here.parent / "data" / "sample"):
        if folder.is_dir():
            return folder
    message = "the sample data is not installed; clone the project and run `make demo` there"
    raise WorkspaceError(message)


def run_demo(folder: Path) -> None:
    """Make a workspace, import, check, build every report and the workbook, bill the open hours, and tell of it all.

    Where the folder is a workspace already, the same steps run on it: nothing is imported or billed twice.
    """
    sample = sample_folder()
    if not (folder / FILE_NAME).exists():
        create_workspace(folder, name=COMPANY, currency=CURRENCY, country=COUNTRY, tax_rate=TAX_RATE, details=DETAILS)
    book = Workbench.open(folder, telling.progress)
    with _step("Import") as done, telling.progress_bar("Importing") as advance:
        result = book.import_files(sample, advance=advance)
        added = sum(counts.added for file in result.files for counts in file.datasets.values())
        done.append(f"{len(result.files)} files, {added:,} rows added, {result.rejected:,} rows in quarantine")
    with _step("Reports") as done:
        results = [book.report(report.name, as_of=LAST_DAY) for report in book.reports()]
        done.append(f"{len(results)} reports, {sum(map(len, results)):,} rows; the aging has {len(results[0])}")
    with _step("Bill") as done:
        billed = book.bill(through=LAST_DAY, issue_date=LAST_DAY)
        done.append(f"{len(billed.invoices)} invoices as PDF in {book.settings.published_folder / 'invoices'}")
    with _step("Workbook") as done:
        done.append(str(book.export(book.settings.published_folder / f"reports-{LAST_DAY}.xlsx", as_of=LAST_DAY)))
    with _step("Check") as done:
        invariants = book.check(LAST_DAY)
        done.append(f"{sum(item.holds for item in invariants)} of {len(invariants)} invariants hold")
    _let_in(book)
    _summary(book, folder)


@contextmanager
def _step(title: str) -> Iterator[list[str]]:
    started = time.monotonic()
    done: list[str] = []
    yield done
    telling.say(f"{title:9} {'; '.join(done)}  ({time.monotonic() - started:.1f} s)")


def _let_in(book: Workbench) -> None:
    # Passwords are made up anew for each demo: a published one would be a door into somebody's machine.
    known = {user.name for user in list_users(book.settings.folder)}
    lines = []
    for name, role in _USERS.items():
        if name not in known:
            password = secrets.token_urlsafe(12)
            add_user(book.settings.folder, name, role, None, password)
            lines.append(f"user {name}, password {password}")
    if lines:
        path = book.settings.folder / SIGN_IN_FILE
        path.touch(mode=0o600)
        path.write_text("Sign in to the demo's dashboard as\n" + "\n".join(lines) + "\n", "utf-8")


def _summary(book: Workbench, folder: Path) -> None:
    aging = book.report("aging", as_of=LAST_DAY)
    telling.say("")
    for currency, totals in sorted(aging.totals().items()):
        telling.say(f"Outstanding on {LAST_DAY}: {totals['outstanding']:,.2f} {currency}")
    telling.say("")
    program = _program()
    telling.say(f"See the aging      {program} report aging --as-of {LAST_DAY} --workspace {folder}")
    telling.say(f"See the quarantine {program} rejects --workspace {folder}")
    telling.say(f"Open the notebooks {program} notebook --workspace {folder}    (or: make notebook)")
    telling.say(
        f"Open the dashboard {program} serve --workspace {folder}    (or: make serve; users in {folder / SIGN_IN_FILE})"
    )


def _program() -> str:
    """What to type for this program: as it was called, so that the lines work where it is on no PATH."""
    called = Path(sys.argv[0])
    found = shutil.which("invotrack")
    is_there = found is not None and called.exists() and Path(found).samefile(called)
    return str(called) if called.name == "invotrack" and not is_there else "invotrack"

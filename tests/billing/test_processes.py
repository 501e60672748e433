"""Billing by several processes at once, and by processes that are killed: real ones, on real files."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from invotrack_analytics.billing.publishing import document_path
from invotrack_analytics.config import load_settings
from invotrack_analytics.workbench import Workbench
from tests.billing.office import Office

CLIENTS = [f"C{number:02d}" for number in range(6)]
DAYS = [f"2026-09-{number:02d}" for number in range(1, 9)]
NUMBERS = [f"2026-{number:05d}" for number in range(1, len(CLIENTS) + 1)]

# Bills the clients named, one run each ("" = all in one run), as soon as it is told to; or makes drafts, or issues
# them; or a day later voids the first invoice, credits the second, or bills what is free again.
BILLING = """
import sys
from datetime import date, datetime
from pathlib import Path
from invotrack_analytics.billing.drafts import issue_drafts
from invotrack_analytics.billing.invoicing import bill
from invotrack_analytics.billing.voiding import credit, void
from invotrack_analytics.config import load_settings
from invotrack_analytics.documents import pdf
from invotrack_analytics.warehouse.books import Books

settings = load_settings(Path(sys.argv[1]))
books = Books(settings.warehouse_folder)
day = date(2026, 9, 30)
print("ready", flush=True)
sys.stdin.readline()
how = {"through": day, "issue_date": day, "recorded_at": datetime(2026, 10, 1)}
if sys.argv[2] == "drafts":
    bill(books, settings, **how, draft=True)
elif sys.argv[2] == "issue":
    codes = [f"DRAFT-{number:05d}" for number in range(1, 7)]
    issue_drafts(books, settings, codes=codes, issue_date=day, recorded_at=how["recorded_at"])
elif sys.argv[2] in {"void", "credit", "again"}:
    later = {"on": date(2026, 10, 1), "recorded_at": how["recorded_at"]}
    if sys.argv[2] == "void":
        void(books, settings, number="2026-00001", **later)
    elif sys.argv[2] == "credit":
        credit(books, settings, number="2026-00002", **later)
    else:
        bill(books, settings, through=day, issue_date=later["on"], recorded_at=how["recorded_at"])
else:
    for client in sys.argv[2].split(","):
        bill(books, settings, **how, client=client or None)
"""


class Billing:
    """A process that bills when told to."""

    def __init__(self, folder: Path, clients: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", BILLING, str(folder), clients],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n", self.process.communicate()[1]

    def begin(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("begin\n")
        self.process.stdin.flush()

    def end(self) -> None:
        _, errors = self.process.communicate(timeout=120)
        assert self.process.returncode == 0, errors

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def unbilled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an office where each of six clients has eight days of work to be billed."""
    work = [(client, day) for client in CLIENTS for day in DAYS]
    office = Office(
        tmp_path_factory.mktemp("unbilled") / "office",
        clients="client_id | name\n" + "\n".join(f"{client} | Client {client}" for client in CLIENTS),
        projects="project_id | client_id | name\n"
        + "\n".join(f"P-{client} | {client} | Project" for client in CLIENTS),
        timesheets="entry_id | employee_id | project_id | work_date | hours | hourly_rate\n"
        + "\n".join(f"{client}/{day} | E1 | P-{client} | {day} | 1.25 | 80" for client, day in work),
    )
    return office.folder


@pytest.fixture
def folder(unbilled: Path, tmp_path: Path) -> Path:
    """Return a copy of that office."""
    return shutil.copytree(unbilled, tmp_path / "office")


def query(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return Workbench.open(folder).sql(sql).fetchall()


def assert_all_is_billed_once(folder: Path) -> None:
    numbers = [number for (number,) in query(folder, "select invoice_number from invoices order by 1")]
    assert numbers == NUMBERS
    entries = query(folder, "select entry_id, count(*) from billed_entries group by 1 order by 1")
    assert entries == [(f"{client}/{day}", 1) for client in CLIENTS for day in DAYS]
    amounts = query(folder, "select count(*), sum(total_amount), sum(balance) from books.invoices")
    assert amounts == [(6, 4800, 4800)]
    published = sorted((folder / "published" / "invoices").iterdir())
    assert published == [document_path(load_settings(folder), number) for number in NUMBERS]
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in published)


def test_two_who_bill_at_once_share_the_work(folder: Path) -> None:
    forwards, backwards = Billing(folder, ",".join(CLIENTS)), Billing(folder, ",".join(reversed(CLIENTS)))
    for one in (forwards, backwards):
        one.begin()
    for one in (forwards, backwards):
        one.end()
    assert_all_is_billed_once(folder)


def test_two_who_bill_everything_at_once_bill_it_once(folder: Path) -> None:
    both = (Billing(folder), Billing(folder))
    for one in both:
        one.begin()
    for one in both:
        one.end()
    assert_all_is_billed_once(folder)
    assert query(folder, "select count(*) from batches where kind = 'bill'") == [(1,)]


@pytest.fixture(scope="module")
def duration(unbilled: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return how many seconds a run takes that nobody disturbs."""
    folder = shutil.copytree(unbilled, tmp_path_factory.mktemp("undisturbed") / "office")
    billing = Billing(folder)
    begun = time.monotonic()
    billing.begin()
    billing.end()
    return time.monotonic() - begun


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.6, 0.8])
def test_a_kill_leaves_all_or_nothing_and_the_next_run_completes_it(
    folder: Path, duration: float, share: float
) -> None:
    billing = Billing(folder)
    billing.begin()
    time.sleep(duration * share)
    billing.kill()
    left = query(
        folder,
        "select count(*), (select count(*) from invoice_lines), (select count(*) from billed_entries) from invoices",
    )
    assert left in ([(0, 0, 0)], [(6, 6, 48)])
    again = Billing(folder)
    again.begin()
    again.end()
    assert_all_is_billed_once(folder)


def held(folder: Path) -> list[tuple[object, ...]]:
    """Count drafts, issued invoices, lines, and entries that any of them bills."""
    return query(
        folder,
        """
        select
            count(*) filter (where status = 'draft'), count(*) filter (where status = 'issued'),
            (select count(*) from invoice_lines), (select count(distinct entry_id) from billed_entries),
            (select count(*) from billed_entries)
        from invoices
        """,
    )


def test_who_makes_drafts_and_who_bills_share_the_work(folder: Path) -> None:
    drafting, billing = Billing(folder, "drafts"), Billing(folder)
    for one in (drafting, billing):
        one.begin()
    for one in (drafting, billing):
        one.end()
    assert held(folder) in ([(6, 0, 6, 48, 48)], [(0, 6, 6, 48, 48)])


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_a_kill_while_drafts_are_made_or_issued_leaves_all_or_nothing(
    folder: Path, duration: float, share: float
) -> None:
    drafting = Billing(folder, "drafts")
    drafting.begin()
    time.sleep(duration * share)
    drafting.kill()
    assert held(folder) in ([(0, 0, 0, 0, 0)], [(6, 0, 6, 48, 48)])
    if held(folder) == [(0, 0, 0, 0, 0)]:
        again = Billing(folder, "drafts")
        again.begin()
        again.end()
    issuing = Billing(folder, "issue")
    issuing.begin()
    time.sleep(duration * share)
    issuing.kill()
    assert held(folder) in ([(6, 0, 6, 48, 48)], [(0, 6, 6, 48, 48)])
    again = Billing(folder, "issue" if held(folder) == [(6, 0, 6, 48, 48)] else "")
    again.begin()
    again.end()
    assert_all_is_billed_once(folder)


def test_who_voids_who_credits_and_who_bills_at_once_leave_each_hour_billed_once(folder: Path) -> None:
    first = Billing(folder)
    first.begin()
    first.end()
    at_once = [Billing(folder, deed) for deed in ("void", "credit", "again", "again")]
    for one in at_once:
        one.begin()
    for one in at_once:
        one.end()
    # Whoever billed before the others took back found nothing; now everything is free that is to be.
    last = Billing(folder, "again")
    last.begin()
    last.end()
    live = query(
        folder,
        """
        select billed_entries.entry_id, count(*)
        from billed_entries
        join invoices on invoices.invoice_number = billed_entries.invoice_number
        where invoices.status = 'issued' and invoices.invoice_number <> '2026-00002' group by 1 order by 1
        """,
    )
    assert live == [(f"{client}/{day}", 1) for client in CLIENTS for day in DAYS]
    numbers = [number for (number,) in query(folder, "select invoice_number from invoices order by 1")]
    assert numbers == [*NUMBERS, "2026-00007", "2026-00008", "CN-2026-00001"]
    assert query(folder, "select sum(balance) from books.invoices where kind = 'invoice' and status = 'issued'") == [
        (4800,)
    ]

"""A real server on real books, and a real browser: the whole way from a file to what a manager sees."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import invotrack_analytics as iv
from invotrack_analytics.web.server.gate import COOKIE
from invotrack_analytics.web.server.users import add_user
from invotrack_analytics.workspace import create_workspace
from tests.browser.client import PASSWORDS, Site, cookies_of

AS_OF = date(2026, 9, 30)
ARTIFACTS = Path(__file__).parents[2] / "artifacts"

# The probe's flags: without them Chromium asks for hosts of its own at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HOSTILE = '<img src=x onerror="window.hacked=1"><b>Onyx</b> {{7*7}}'

CLIENTS = f"""client_id,name,currency
C1,Meridian Software LLC,EUR
C2,Harbour Robotics Ltd,GBP
C3,"{HOSTILE.replace('"', '""')}",EUR
C4,Vega Textiles SL,EUR
C5,Nothing Ever SL,EUR
"""
INVOICES = """invoice_number,client_id,issue_date,due_date,net_amount,tax_amount,total_amount,currency
I-1,C1,2026-08-31,2026-09-30,1000000.00,284512.35,1284512.35,EUR
I-2,C1,2026-05-01,2026-05-31,900.00,99.99,999.99,EUR
I-3,C2,2026-07-01,2026-07-31,2000.00,0.00,2000.00,GBP
I-4,C3,2026-06-01,2026-08-15,700.00,77.70,777.70,EUR
I-5,C1,2026-09-01,2026-10-01,55.55,0.00,55.55,GBP
I-6,C4,2026-09-01,2026-09-20,300.00,33.33,333.33,EUR
"""
PAYMENTS = """payment_id,client_id,invoice_number,payment_date,amount,currency
P-1,C2,I-3,2026-08-20,500.00,GBP
P-2,C4,,2026-09-10,20.00,EUR
"""


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books with two currencies, a client with a hostile name, one with nothing, and unapplied credit."""
    files = {"clients": CLIENTS, "invoices": INVOICES, "payments": PAYMENTS}
    folder = new_books(tmp_path_factory.mktemp("dashboard"), files)
    for name, role, client in (
        ("ann", "manager", None),
        ("bob", "accountant", None),
        ("cleo", "client", "C1"),
        ("lou", "manager", None),
    ):
        add_user(folder, name, role, client, PASSWORDS[name])
    return folder


def new_books(folder: Path, files: Mapping[str, str]) -> Path:
    """A company's workspace in a folder, with files imported into its books."""
    books, sent = folder / "books", folder / "files"
    create_workspace(books, name="Acme Consulting SL", currency="EUR", country="ES")
    settings = books / "invotrack.toml"
    # What is shown here is not about the law's mentions, and its clients have no addresses.
    issuing = settings.read_text("utf-8").replace("[billing]\n", '[billing]\nincomplete = "issue"\n')
    settings.write_text(issuing, "utf-8")
    sent.mkdir()
    for name, text in files.items():
        (sent / f"{name}.csv").write_text(text, "utf-8")
    if files:
        iv.open(books).import_files(sent)
    return books


@pytest.fixture(scope="session")
def book(workspace: Path) -> iv.Workbench:  # type: ignore[name-defined]
    """The same books, asked without the dashboard."""
    return iv.open(workspace)


@contextmanager
def serving(workspace: Path) -> Iterator[Site]:
    """`invotrack serve` on a free port."""
    command = [sys.executable, "-c", "from invotrack_analytics.cli import main; main()"]
    arguments = ["--workspace", str(workspace), "serve", "--port", "0"]
    root = Path(__file__).parents[2]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Serving on http://"), line
        yield Site(line.removeprefix("Serving on ").strip(), workspace)
        process.terminate()
        assert process.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def site(workspace: Path) -> Iterator[Site]:
    """The dashboard on these books."""
    with serving(workspace) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium: Debian's, else Playwright's own; missing on CI it is a failure, elsewhere a reason to skip."""
    from playwright.sync_api import Error, sync_playwright

    system = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=str(system) if system.exists() else None, args=FLAGS)
        except Error as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"no browser: `make test` installs one ({str(error).splitlines()[0]})")
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """Somebody at the dashboard, with everything their browser asked for and complained about."""

    page: Any
    url: str
    requests: list[str]
    complaints: list[str]
    heard: dict[str, Any] = field(default_factory=dict)

    def sign_in(self, name: str, password: str | None = None) -> None:
        """Through the form, wherever the browser stands."""
        self.page.get_by_label("User", exact=True).fill(name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORDS[name] if password is None else password)
        self.page.get_by_role("button", name="Sign in").click()

    def open(self, address: str) -> None:
        """Open a page as somebody already signed in, and wait until its figures are there."""
        self.page.goto(self.url + address)
        self.wait()

    def follow(self, address: str) -> None:
        """Go to another of our pages by a link, without loading anew, and wait until its figures are there."""
        self.page.evaluate(FOLLOW, address)
        self.wait()

    def wait(self) -> None:
        """Until the page shows figures."""
        self.page.wait_for_selector(".content[aria-busy=false]", timeout=20_000)

    def drawn(self) -> None:
        """Until every drawing of the page is drawn."""
        self.page.wait_for_function(DRAWN, timeout=20_000)

    def texts(self, selector: str) -> list[str]:
        """The texts of all that the selector finds, white space as one space."""
        return [" ".join(text.split()) for text in self.page.locator(selector).all_text_contents()]

    def table(self, name: str) -> list[list[str]]:
        """The rows of the table in the region of that name, header first."""
        rows = self.page.get_by_role("region", name=name, exact=True).locator("tr").all()
        return [[" ".join(text.split()) for text in row.locator("th, td").all_text_contents()] for row in rows]

    def photograph(self, name: str) -> None:
        """Keep a picture for people to look at."""
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png")


DRAWN = """() => {
  const places = []
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) { look(element.shadowRoot) }
      if (element.matches("[data-drawing]")) { places.push(element) }
    }
  }
  look(document)
  return places.every(place => place.querySelector(".main-svg"))
}"""
FOLLOW = """href => {
  const link = document.createElement("a")
  link.href = href
  document.body.append(link)
  link.click()
  link.remove()
}"""
WINDOW = {"viewport": {"width": 1440, "height": 1000}, "color_scheme": "light"}


def looking(page: Any, site: Site) -> Visitor:
    """Somebody at a page of the browser, who notes what it asks for and complains about."""
    seen = Visitor(page, site.url, [], [])
    seen.heard = {
        "request": lambda asked: seen.requests.append(asked.url),
        "pageerror": lambda error: seen.complaints.append(str(error)),
        "console": lambda said: seen.complaints.append(said.text) if said.type == "error" else None,
    }
    for event, hear in seen.heard.items():
        page.on(event, hear)
    return seen


@pytest.fixture
def visitor(browser: Any, site: Site, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A browser of one's own, nobody signed in; `request.param` may set its size and colour scheme."""
    context = browser.new_context(**WINDOW, **getattr(request, "param", {}))
    yield looking(context.new_page(), site)
    context.close()


@pytest.fixture(scope="session")
def windows(browser: Any) -> Iterator[dict[str, Any]]:
    """Pages at which a manager is signed in, by size and colour scheme, so that not every test loads one anew."""
    open_pages: dict[str, Any] = {}
    yield open_pages
    for page in open_pages.values():
        page.context.close()
    del browser


@pytest.fixture
def manager(browser: Any, site: Site, windows: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A manager, signed in, at the overview of the day; `request.param` as for a visitor."""
    options = {**WINDOW, **getattr(request, "param", {})}
    key = f"{site.url} {options}"
    page = windows.pop(key, None)
    if page is None:
        context = browser.new_context(**options)
        context.add_cookies([{"name": COOKIE, "value": cookies_of(site.url, "ann")[COOKIE], "url": site.url}])
        seen = looking(context.new_page(), site)
        seen.open(f"/?as_of={AS_OF}")
    else:
        seen = looking(page, site)
        seen.follow(f"/?as_of={AS_OF}")
    yield seen
    page = seen.page
    for event in ("request", "pageerror", "console"):
        page.remove_listener(event, seen.heard[event])
    at_rest = page.locator(".content[aria-busy=false]").count() == 1
    if at_rest and page.evaluate("localStorage.length") == 0:
        windows[key] = page
    else:
        page.context.close()


def invotrack(*arguments: str) -> None:
    """The command line, in a process of its own."""
    command = [sys.executable, "-c", "from invotrack_analytics.cli import main; main()", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)

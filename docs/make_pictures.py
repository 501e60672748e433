"""Make the README's pictures from the demo, with Chromium and LibreOffice: python docs/make_pictures.py [WORKSPACE]."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, sync_playwright

import invotrack_analytics as iv
from invotrack_analytics.demo import LAST_DAY
from invotrack_analytics.publish.excel import write_workbook
from invotrack_analytics.publish.notebook_run import run_notebook
from invotrack_analytics.web.server.users import add_user, remove_user
from invotrack_analytics.workbench import Workbench

FOLDER = Path(__file__).parent / "pictures"
WIDE: ViewportSize = {"width": 1440, "height": 960}
PHONE: ViewportSize = {"width": 390, "height": 780}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COMMAND = (sys.executable, "-c", "from invotrack_analytics.cli import main; main()")
CLIENT = "C006"
MOST_BYTES = 150_000
_TABLES_END = 460


def main(workspace: str) -> None:
    """Serve the workspace, sign in as a passing user, and take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    book = iv.open(workspace)
    user, password = "photographer", secrets.token_urlsafe(16)
    add_user(book.settings.folder, user, "accountant", None, password)
    server = subprocess.Popen(  # noqa: S603  our own command
        [*COMMAND, "--workspace", workspace, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        url = (server.stdout.readline() if server.stdout else "").removeprefix("Serving on ").strip()
        with _chromium() as browser:
            _take_dashboard(browser, url, user, password)
            _take_notebook(browser, book)
    finally:
        server.terminate()
        server.wait()
        remove_user(book.settings.folder, user)
    _take_workbook(book)
    _take_invoice(book)


@contextmanager
def _chromium() -> Iterator[Browser]:
    system = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(system) if system.exists() else None, args=FLAGS)
        yield browser
        browser.close()


def _take_dashboard(browser: Browser, url: str, user: str, password: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{url}/?as_of={LAST_DAY}")
    page.get_by_label("User", exact=True).fill(user)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("text=Outstanding")
    _shoot(page, "overview")
    page.goto(f"{url}/client?as_of={LAST_DAY}&client={CLIENT}")
    page.wait_for_selector("text=Open invoices")
    _shoot(page, "client")
    # Small, dark, and still signed in.
    signed_in = page.context.storage_state()
    phone = browser.new_page(viewport=PHONE, color_scheme="dark", device_scale_factor=1.5, storage_state=signed_in)
    phone.goto(f"{url}/?as_of={LAST_DAY}")
    phone.wait_for_selector("text=Outstanding")
    _shoot(phone, "phone")


def _take_notebook(browser: Browser, book: Workbench) -> None:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "receivables.html"
        run_notebook(book.settings, "02_receivables", {"AS_OF": str(LAST_DAY)}, target)
        page = browser.new_page(viewport=WIDE)
        page.set_default_timeout(120_000)
        page.goto(target.as_uri())
        # The end of a table, and the chart below it, once the tables have found their places.
        page.locator(".dt-paging").last.wait_for()
        page.wait_for_timeout(2500)
        chart = page.locator(".js-plotly-plot").first.bounding_box()
        if chart is not None:
            place: FloatRect = {**chart, "x": 0, "width": WIDE["width"]}
            place |= {"y": chart["y"] - _TABLES_END, "height": chart["height"] + _TABLES_END}
            _shoot(page, "notebook", place)


def _take_workbook(book: Workbench) -> None:
    """The cover and the aging, as LibreOffice prints them."""
    with TemporaryDirectory() as folder:
        workbook = Path(folder) / "reports.xlsx"
        names = [report.name for report in book.reports()]
        write_workbook((book.report(name, as_of=LAST_DAY) for name in names), workbook, book.settings)
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(workbook)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  on a file of our own
        _print(workbook.with_suffix(".pdf"), (1, 2), "workbook", is_wide=True)


def _take_invoice(book: Workbench) -> None:
    invoices = sorted((book.settings.published_folder / "invoices").glob("*.pdf"))
    largest = max(invoices, key=lambda path: path.stat().st_size)
    _print(largest, (1, 2), "invoice")


def _shoot(page: Page, name: str, clip: FloatRect | None = None) -> None:
    page.wait_for_timeout(2500)
    page.screenshot(path=str(FOLDER / f"{name}.png"), full_page=clip is not None, clip=clip)
    _shrink(FOLDER / f"{name}.png")


def _print(pdf: Path, pages: tuple[int, ...], name: str, *, is_wide: bool = False) -> None:
    """Pages of a PDF on grey: tall ones beside each other, wide ones one below the other."""
    width = 700 if is_wide else 560
    sheets = ", ".join(
        f'rect(fill: white, stroke: .5pt + luma(200), inset: 0pt, image("{pdf.name}", page: {page}, width: {width}pt))'
        for page in pages
    )
    source = pdf.with_suffix(".typ")
    source.write_text(
        "#set page(width: auto, height: auto, margin: 12pt, fill: luma(236))\n"
        f"#grid(columns: {1 if is_wide else len(pages)}, gutter: 12pt, {sheets})\n",
        "utf-8",
    )
    try:
        (FOLDER / f"{name}.png").write_bytes(typst.compile(str(source), format="png", ppi=110))
    finally:
        source.unlink()
    _shrink(FOLDER / f"{name}.png")


def _shrink(path: Path) -> None:
    """Fewer colours, until the picture is small enough to be read over a slow line."""
    picture = Image.open(path).convert("RGB")
    for colours in (128, 64, 32):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "demo")

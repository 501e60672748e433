"""Make the README's pictures from the demo: python docs/make_pictures.py [WORKSPACE]; needs a Chromium."""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import invotrack_analytics as iv
from invotrack_analytics.demo import LAST_DAY
from invotrack_analytics.publish.server.users import add_user, remove_user

FOLDER = Path(__file__).parent / "pictures"
SIZE = {"width": 1440, "height": 960}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COMMAND = (sys.executable, "-c", "from invotrack_analytics.cli import main; main()")


def main(workspace: str) -> None:
    """Serve the workspace, sign in as a passing user, and take the pictures."""
    book = iv.open(workspace)
    user, password = "photographer", secrets.token_urlsafe(16)
    add_user(book.settings.folder, user, "manager", None, password)
    server = subprocess.Popen(  # noqa: S603  our own command
        [*COMMAND, "--workspace", workspace, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        url = (server.stdout.readline() if server.stdout else "").removeprefix("Serving on ").strip()
        _take(url, user, password)
    finally:
        server.terminate()
        server.wait()
        remove_user(book.settings.folder, user)


def _take(url: str, user: str, password: str) -> None:
    system = Path("/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(system) if system.exists() else None, args=FLAGS)
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{url}/?as_of={LAST_DAY}")
        page.get_by_label("User", exact=True).fill(user)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_selector("text=Outstanding")
        page.wait_for_timeout(2500)
        page.screenshot(path=str(FOLDER / "overview.png"))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "demo")

"""Install what the tests use, unless it is there: a Chromium for pages, a LibreOffice for workbooks, openssl for mail,
hledger for journals.

As root on Debian both come as its packages. Elsewhere Chromium is Playwright's own download, and the tests that need
LibreOffice or hledger skip where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = {"chromium": "chromium", "soffice": "libreoffice-calc", "openssl": "openssl", "hledger": "hledger"}


def main() -> int:
    """Install what is missing; returns the exit code."""
    missing = [package for command, package in PACKAGES.items() if shutil.which(command) is None]
    if not missing:
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
            done = subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
            if done.returncode:
                return done.returncode
        return 0
    if "chromium" in missing:
        return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

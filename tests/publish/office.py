"""LibreOffice without a screen, as a second opinion on a workbook."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

# By default LibreOffice trusts the values that a workbook brings along; here it must compute each formula itself.
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


def recalculated(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them, every formula computed anew; in a new folder."""
    soffice = shutil.which("soffice")
    if soffice is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed, so nobody has recalculated the workbook")
        pytest.skip("LibreOffice is not installed")
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, "utf-8")
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
        *map(str, workbooks),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / workbook.name for workbook in workbooks]

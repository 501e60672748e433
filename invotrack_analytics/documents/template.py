"""Template: how an invoice is set on paper; ours, or the company's own, which sees its own folder and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from invotrack_analytics.errors import InvotrackError

OURS = Path(__file__).parent / "invoice.typ"

# Typst would fetch a package from its maker's server.
_PACKAGE = re.compile(r"@(preview|local)\b")


@dataclass(frozen=True)
class Template:
    """A typst file, which may read what lies in its folder. Raises InvotrackError where it would read anything else."""

    path: Path = OURS

    def __post_init__(self) -> None:
        if self.is_ours:
            return
        folder = self.path.parent.resolve()
        for file in sorted(folder.rglob("*")):
            if not file.resolve().is_relative_to(folder):
                message = f"{file.name} leads out of the template's folder; put the file itself there"
                raise InvotrackError(message)
            if file.suffix == ".typ" and _PACKAGE.search(file.read_text("utf-8", "replace")):
                message = f"{file.name} imports a package, which would come from another host; put its files there"
                raise InvotrackError(message)

    @property
    def is_ours(self) -> bool:
        """Whether it is the one that comes with the package."""
        return self.path == OURS


BUILT_IN = Template()


def write_template(target: Path) -> None:
    """Write our template to a file, to be changed. Raises InvotrackError where there is one already."""
    try:
        with target.open("xb") as file:
            file.write(OURS.read_bytes())
    except FileExistsError as error:
        message = f"{target} is there already; name another file"
        raise InvotrackError(message) from error
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}"
        raise InvotrackError(message) from error

"""The export of fiscal records that the tax office may ask for (RD 1007/2023, art. 8.2): as they are stored."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from invotrack_analytics.documents.verifactu import submission
from invotrack_analytics.errors import WriteError

_MOST = 1000


def write_export(path: Path, issuer_name: str, issuer_nif: str, records: Sequence[bytes], evidence: Path) -> None:
    """A zip of the records, one by one and in submissions of a thousand, with what was sent and answered.

    Raises WriteError where it cannot be written.
    """
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, xml in enumerate(records, 1):
            archive.writestr(f"records/{place:08d}.xml", xml)
        for start in range(0, len(records), _MOST):
            texts = [xml.decode() for xml in records[start : start + _MOST]]
            archive.writestr(f"RegFactu-{start // _MOST + 1:05d}.xml", submission(issuer_name, issuer_nif, texts))
        for file in sorted(evidence.rglob("*.xml")):
            archive.writestr(f"answers/{file.relative_to(evidence)}", file.read_bytes())
    try:
        path.write_bytes(content.getvalue())
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise WriteError(message) from error

"""A folder full of attacks beside one good file: each ends in a line on stderr, and the good file loads."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from pypdf import PdfWriter

from invotrack_analytics.workspace import create_workspace

UBL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">%s</Invoice>'
CAMT = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>%s</BkToCstmrStmt></Document>'
BOMB = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def workbook(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", content)
    return packed.getvalue()


def pdf() -> bytes:
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(written)
    return written.getvalue()


ATTACKS = {
    "entities.xml": BOMB + UBL % b"<ID>&b;</ID>",
    "entities-camt.xml": BOMB + CAMT % b"<Stmt>&b;</Stmt>",
    "outside.xml": OUTSIDE + b"<clients><client><client_id>C1</client_id><name>&x;</name></client></clients>",
    "depth.xml": UBL % (b"<a>" * 200_000 + b"</a>" * 200_000),
    "size.xml": b"<clients><client><client_id>C1</client_id><name>" + b"a" * 30_000_000 + b"</name></client></clients>",
    "nul.xml": UBL % b"<ID>a\0b</ID>",
    "lies.xml": b'<?xml version="1.0" encoding="UTF-16"?>' + UBL % b"<ID>1</ID>",
    "unended.xml": b"<clients><client><client_id>C1</client_id>",
    "nul.csv": b"client_id,name\nX1,a\0b\n",
    "lies.csv": b"\xff\xfeclient_id,name\nX1,a\n",
    "broken.csv": b"client_id,name\nX1,\xc3",
    "unended.csv": b'client_id,name\nX1,"' + b"a\n" * 3_000_000,
    "row.csv": b"client_id,name\nX1," + b"a" * 6_000_000 + b"\n",
    "wide.csv": b",".join(b"c%d" % place for place in range(100_000)) + b"\n1\n",
    "lines.csv": b'"client\n\x1b[31m_id",nothing\n1,2\n',
    "nothing.csv": b"",
    "bomb.xlsx": workbook(b"0" * (100 << 20)),
    "none.xlsx": b"PK\x03\x04" + b"x" * 1000,
    # Found by fuzzing: the archive says that it takes version 24.4 of the format to unpack it.
    "newer.xlsx": workbook(b"<worksheet/>").replace(b"PK\x01\x02\x14\x03\x14\0", b"PK\x01\x02\x14\x03\xf4\0"),
    "empty.xlsx": workbook(b"<worksheet/>"),
    "none.parquet": b"PAR1" + b"x" * 100,
    "plain.pdf": pdf(),
    "broken.pdf": b"%PDF-1.7\nnothing",
    "broken.sta": b":20:X\n:25:1\n:28C:1\n:60F:C26XX01EUR1,\n:61:garbage\n",
}


def test_every_attack_ends_in_a_line_and_the_good_file_loads(tmp_path: Path) -> None:
    create_workspace(tmp_path / "office")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, content in ATTACKS.items():
        (inbox / name).write_bytes(content)
    (inbox / "good.csv").write_text("client_id,name\nG1,Good\n")
    command = [sys.executable, "-c", "from invotrack_analytics.cli import main; main()", "--workspace"]
    run = subprocess.run(
        [*command, tmp_path / "office", "import", inbox, "--json"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    files = {Path(file["path"]).name: file for file in json.loads(run.stdout)["files"]}
    assert [name for name in ATTACKS if not files[name]["error"]] == []
    assert files["good.csv"]["datasets"]["clients"]["added"] == 1
    told = run.stderr.splitlines()
    assert len(told) == len(ATTACKS), run.stderr
    assert [name for name in ATTACKS if sum(f"{inbox / name}:" in line for line in told) != 1] == []
    assert max(map(len, told)) < 1000
    assert "\x1b" not in run.stderr
    assert "unforeseen" not in run.stderr

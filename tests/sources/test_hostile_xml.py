"""Hostile files: each ends in one clear line that names the file, never in a traceback, a hang or a hole."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.identify import identify
from tests.sources.desk import Desk
from tests.sources.test_bank_statements import entry, statement, transaction
from tests.sources.test_e_invoices import ubl

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
BODY = ubl().split("?>", 1)[1]
DEEP = 100_000
ATTACKS: dict[str, bytes] = {
    "entity": b'<?xml version="1.0"?><!DOCTYPE i [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    + BODY.replace("Kunde", "&e;").encode(),
    "laughs": (LAUGHS + BODY.replace("Kunde", "&a9;")).encode(),
    "external dtd": b'<?xml version="1.0"?><!DOCTYPE i SYSTEM "http://127.0.0.1:9/x.dtd">' + BODY.encode(),
    "dtd in utf-16": ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE i [<!ENTITY e "x">]>' + BODY).encode("utf-16"),
    "laughs in an attribute of the root": (LAUGHS + BODY.replace("<q:Invoice ", '<q:Invoice z="&a9;" ')).encode(),
    "depth": b"<a>" * DEEP + b"</a>" * DEEP,
    "deep invoice": BODY.replace("</q:Invoice>", "<z>" * DEEP + "</z>" * DEEP + "</q:Invoice>").encode(),
    "nul": BODY.replace("Kunde", "Kun\0de").encode(),
    "utf-16 said, utf-8 meant": b'<?xml version="1.0" encoding="utf-16"?>' + BODY.encode(),
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?>' + BODY.encode(),
    "broken utf-8": BODY.encode().replace(b"Kunde", b"K\xff\xfende"),
    "cut off": BODY.encode()[:-20],
    "undeclared entity": BODY.replace("Kunde", "&nbsp;").encode(),
    "statement cut off": statement(entry("1.00")).encode()[:-30],
    "statement with laughs": (LAUGHS + statement(entry("1.00"))).encode(),
    "root alone": b"<Invoice/>",
    "no namespace": b"<Invoice><ID>1</ID></Invoice>",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_ends_in_one_clear_line(desk: Callable[..., Desk], attack: str) -> None:
    office = desk()
    path = office.folder / "attack.xml"
    path.write_bytes(ATTACKS[attack])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (file,) = office.imports(path).files
    assert file.error is not None
    assert file.error.startswith(str(path))
    assert "\n" not in file.error
    assert len(file.error) < 500
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
    assert office.rows("invoices") == []


def test_a_large_attachment_is_no_attack(desk: Callable[..., Desk]) -> None:
    office = desk()
    attached = f"<a:Attachment><b:Content>{'QUJD' * 3_000_000}</b:Content></a:Attachment>"
    (file,) = office.imports(office.write("a.xml", ubl(further=attached))).files
    assert (file.error, file.rejected) == (None, 0)


def test_text_from_a_file_stays_text(desk: Callable[..., Desk]) -> None:
    office = desk()
    name = "=cmd|' /C calc'!A1 &lt;script&gt;alert(1)&lt;/script&gt;"
    office.imports(office.write("a.xml", ubl(name=name)))
    assert office.rows("clients", "name") == [("=cmd|' /C calc'!A1 <script>alert(1)</script>",)]


def rows_of(path: Path) -> None:
    """Read a file whole, as an import does."""
    text = identify(path, (), None, path.parent).text
    if text.documents is not None:
        text.documents()
    for _batch in text.batches() if text.batches else ():
        pass


SEEDS = (BODY.encode(), statement(entry("9.00", transaction("4.00"), transaction("5.00"))).encode())
PIECES = [
    b"<",
    b">",
    b"&",
    b"\0",
    b"\xff",
    b"]]>",
    b"<!DOCTYPE x>",
    b"&#0;",
    b"&#x41;",
    b"1e999999",
    b"NaN",
    b"-",
    b"<!--",
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary(max_size=6))),
        min_size=1,
        max_size=6,
    ),
)
def test_any_damage_is_read_or_refused(tmp_path: Path, seed: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    for place, cut, piece in changes:
        at = int(place * len(seed))
        seed = seed[:at] + piece + seed[at + cut :]
    path = tmp_path / "damaged.xml"
    path.write_bytes(b"<" + seed if not seed.startswith(b"<") else seed)
    said = ""
    try:
        rows_of(path)
    except SourceError as error:
        said = str(error)
    assert "\n" not in said


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.text(alphabet="0123456789.,-+eE ∞NaInf", max_size=24), min_size=3, max_size=3),
    dates=st.text(alphabet="0123456789-T:Z/.", max_size=14),
)
def test_any_figures_become_rows(tmp_path: Path, amounts: list[str], dates: str) -> None:
    total, net, tax = amounts
    path = tmp_path / "figures.xml"
    path.write_text(ubl(total=total, net=net, tax=tax).replace("2026-03-01", dates), "utf-8")
    rows_of(path)

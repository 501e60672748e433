"""Every kind of document against the official schema and schematron of EN 16931, in both syntaxes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pytest

from invotrack_analytics.documents.cii import render_cii
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.ubl import render_ubl
from tests.documents.cases import CASES

pytestmark = pytest.mark.xdist_group("official-rules")

Invoice = Callable[..., InvoiceDocument]

# Documents spoilt after they were made: what the rules must say of them.
SPOILT: dict[str, tuple[str, str, str, str]] = {
    "total.ubl": ("ubl", "2915.55</cbc:TaxInclusiveAmount>", "2915.56</cbc:TaxInclusiveAmount>", "BR-CO-15"),
    "country.ubl": ("ubl", "<cbc:IdentificationCode>DE<", "<cbc:IdentificationCode>XY<", "BR-CL-14"),
    "tax.ubl": ("ubl", '<cbc:TaxAmount currencyID="EUR">118.75<', '<cbc:TaxAmount currencyID="EUR">120.75<', "BR-S-09"),
    "total.cii": ("cii", "<ram:GrandTotalAmount>2915.55<", "<ram:GrandTotalAmount>2915.56<", "BR-CO-15"),
    "rate.cii": ("cii", "<ram:CategoryCode>S<", "<ram:CategoryCode>E<", "BR-E-05"),
}


class Verdict(TypedDict):
    fired: int
    failed: list[str]
    schema: str


@pytest.fixture(scope="module")
def verdicts(invoice: Invoice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder = tmp_path_factory.mktemp("e-invoices")
    for name, changes in CASES.items():
        document = invoice(**changes)
        (folder / f"{name}.ubl").write_bytes(render_ubl(document))
        (folder / f"{name}.cii").write_bytes(render_cii(document))
    for name, (syntax, right, wrong, _) in SPOILT.items():
        text = (render_ubl if syntax == "ubl" else render_cii)(invoice()).decode()
        assert right in text
        (folder / name).write_text(text.replace(right, wrong))
    judge = Path(__file__).with_name("official_rules.py")
    said = subprocess.run([sys.executable, judge, folder], check=True, capture_output=True).stdout
    verdicts: dict[str, Verdict] = json.loads(said)
    return verdicts


@pytest.mark.parametrize("syntax", ["ubl", "cii"])
@pytest.mark.parametrize("name", CASES)
def test_every_document_passes(verdicts: dict[str, Verdict], name: str, syntax: str) -> None:
    verdict = verdicts[f"{name}.{syntax}"]
    assert verdict["fired"] > 45
    assert (verdict["schema"], verdict["failed"]) == ("", [])


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_document_does_not(verdicts: dict[str, Verdict], name: str) -> None:
    rule = SPOILT[name][3]
    assert any(rule in failure and not failure.startswith("warning") for failure in verdicts[name]["failed"])

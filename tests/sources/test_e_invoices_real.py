"""Real electronic invoices: each file's figures in the books are those that a plain reading of it finds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from invotrack_analytics.errors import SourceError
from invotrack_analytics.sources.identify import identify
from tests.sources.desk import Desk

DATA = Path(__file__).parents[3] / "shared" / "data"
NOT_SALES = {
    "cfdv32-nomina.xml": "payroll",
    "cfdv33-nomina12.xml": "payroll",
    "cfdv40-nomina12.xml": "payroll",
    "cfdv33-cce11-min.xml": "never stamped",
    "cfdv33-detallista-min.xml": "never stamped",
    "cfdv33-min.xml": "never stamped",
    "cfdv40-min.xml": "never stamped",
    "cfdv40-cartaporte20-min.xml": "names no payment",
    "cfdv40-detallista-min.xml": "names no payment",
    "cfdv40-ejemplo.xml": "names no payment",
}
PAYMENTS_ONLY = {"cfdv33-pagos10-minok.xml", "cfdv33-pagos10.xml"} | {
    f"cfdv40-pagos20{part}.xml" for part in ("", "-all", "-min")
}
CII = "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation"
TOTALS = {
    "ubl": ("LegalMonetaryTotal/TaxExclusiveAmount", "LegalMonetaryTotal/TaxInclusiveAmount", "ID"),
    "cii": (f"{CII}/TaxBasisTotalAmount", f"{CII}/GrandTotalAmount", "ExchangedDocument/ID"),
    "facturae": (".//TotalGrossAmountBeforeTaxes", ".//InvoiceTotal", ".//InvoiceHeader/InvoiceNumber"),
}


def files(kind: str) -> list[Path]:
    return sorted((DATA / kind).glob("*.xml"))


def plain(path: Path) -> etree._Element:
    root = etree.parse(str(path)).getroot()
    for element in root.iter("{*}*"):
        element.tag = etree.QName(element).localname
    return root


here = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not on this machine")


def read(path: Path, scratch: Path) -> dict[str, list[dict[str, str]]]:
    documents = identify(path, (), None, scratch).text.documents
    assert documents is not None
    rows: dict[str, list[dict[str, str]]] = {}
    for _, row in documents():
        rows.setdefault(row["record"], []).append(row)
    return rows


@here
@pytest.mark.parametrize("kind", ["ubl", "cii", "facturae"])
def test_every_figure_is_the_documents_own(kind: str, tmp_path: Path) -> None:
    for path in files(kind):
        root = plain(path)
        net, total, number = (root.findtext(way) for way in TOTALS[kind])
        rows = read(path, tmp_path)
        (invoice,) = rows["invoices"]
        amounts = {name: Decimal(invoice[name]) for name in ("net_amount", "tax_amount", "total_amount")}
        assert invoice["invoice_number"] == number, path
        assert amounts["net_amount"] == abs(Decimal(net)), path
        assert amounts["total_amount"] == abs(Decimal(total)), path
        assert abs(amounts["net_amount"] + amounts["tax_amount"] - amounts["total_amount"]) <= Decimal("0.02"), path
        is_credit = Decimal(total) < 0 or etree.QName(root).localname == "CreditNote"
        assert invoice["kind"] == ("credit_note" if is_credit else "invoice"), path
        lines = [Decimal(line["net_amount"]) for line in rows.get("invoice_lines", [])]
        assert not lines or abs(sum(lines) - amounts["net_amount"]) <= Decimal("0.02"), path


@here
def test_mexican_documents_have_their_figures_or_say_what_they_are(tmp_path: Path) -> None:
    for path in files("cfdi"):
        if path.name in NOT_SALES:
            with pytest.raises(SourceError, match=NOT_SALES[path.name]):
                read(path, tmp_path)
            continue
        root, rows = plain(path), read(path, tmp_path)
        stated = {key.casefold(): value for key, value in root.attrib.items()}
        if path.name in PAYMENTS_ONLY:
            assert "invoices" not in rows
            assert len(rows["payments"]) == len(root.findall(".//DoctoRelacionado") or root.findall(".//Pago"))
            continue
        (invoice,) = rows["invoices"]
        assert Decimal(invoice["total_amount"]) == Decimal(stated["total"])
        assert Decimal(invoice["net_amount"]) == Decimal(stated["subtotal"]) - Decimal(stated["descuento"])


@here
def test_whole_folders_go_into_the_books(desk: Callable[..., Desk]) -> None:
    office = desk()
    result = office.imports(DATA / "ubl", DATA / "cii", DATA / "facturae", DATA / "cfdi")
    assert {Path(file.path).name for file in result.failed} == set(NOT_SALES)
    # Official examples use one number for different documents, and name invoices of other parties.
    waiting = {reason for row in office.rejects() for reason in row.reason.split("; ")}
    assert waiting == {"unknown_invoice", "number_reused", "client_differs_from_invoice", "too_many_decimals"}
    assert len({file.batch_id for file in result.files if not file.error}) == len(result.files) - len(NOT_SALES)

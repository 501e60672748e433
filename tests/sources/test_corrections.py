"""Corrective invoices of every standard: what they replace is void from their day, what they reduce is credited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from tests.sources.desk import Desk
from tests.sources.test_cfdi import cfdi
from tests.sources.test_e_invoices import CII, ubl

Desks = Callable[..., Desk]
STAMPS = {"O": "0AAAAAAA-1111-4222-8333-444444444444", "C": "0BBBBBBB-1111-4222-8333-444444444444"}


def facturae(number: str, total: str, *, corrects: str = "", method: str = "", series: str = "F") -> str:
    corrective = f"""<Corrective><InvoiceNumber>{corrects}</InvoiceNumber><InvoiceSeriesCode>F</InvoiceSeriesCode>
        <ReasonCode>01</ReasonCode><CorrectionMethod>{method}</CorrectionMethod></Corrective>"""
    net = str((Decimal(total) / Decimal("1.21")).quantize(Decimal("0.01")))
    return f"""<f:Facturae xmlns:f="urn:f"><FileHeader/><Parties><BuyerParty><TaxIdentification>
        <TaxIdentificationNumber>B99</TaxIdentificationNumber></TaxIdentification><LegalEntity>
        <CorporateName>Cliente SA</CorporateName></LegalEntity></BuyerParty></Parties><Invoices><Invoice>
        <InvoiceHeader><InvoiceNumber>{number}</InvoiceNumber><InvoiceSeriesCode>{series}</InvoiceSeriesCode>
        <InvoiceClass>{"OR" if method else "OO"}</InvoiceClass>{corrective if method else ""}</InvoiceHeader>
        <InvoiceIssueData><IssueDate>{"2026-04-01" if method else "2026-03-01"}</IssueDate>
        <InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></InvoiceIssueData><InvoiceTotals>
        <TotalGrossAmountBeforeTaxes>{net}</TotalGrossAmountBeforeTaxes><InvoiceTotal>{total}</InvoiceTotal>
        </InvoiceTotals></Invoice></Invoices></f:Facturae>"""


def cii(number: str, total: str, *, kind: str = "380", named: str = "") -> str:
    text = CII.format(terms=named).replace("<a:ID>C-1", f"<a:ID>{number}").replace(">380<", f">{kind}<")
    text = text.replace("<a:TotalPrepaidAmount>21</a:TotalPrepaidAmount>", "").replace(">21<", ">0<")
    text = text.replace(">100<", f">{total}<").replace(">121<", f">{total}<")
    return text.replace("20260301", "20260401") if kind != "380" else text


def ubl_named(*numbers: str) -> str:
    return "".join(
        f"<a:BillingReference><a:InvoiceDocumentReference><b:ID>{number}</b:ID></a:InvoiceDocumentReference>"
        "</a:BillingReference>"
        for number in numbers
    )


def ubl_of(number: str, total: str, *, kind: str = "380", named: tuple[str, ...] = ()) -> str:
    text = ubl(number, net=total, tax="0", total=total, kind=kind, further=ubl_named(*named))
    return text.replace("2026-03-01", "2026-04-01") if named else text


def cii_named(number: str) -> str:
    return (
        f"<a:InvoiceReferencedDocument><a:IssuerAssignedID>{number}</a:IssuerAssignedID></a:InvoiceReferencedDocument>"
    )


def related(relation: str, *stamps: str) -> str:
    inner = "".join(f'<c:CfdiRelacionado UUID="{stamp.lower()}"/>' for stamp in stamps)
    return f'<c:CfdiRelacionados TipoRelacion="{relation}">{inner}</c:CfdiRelacionados>'


def spanish(method: str, total: str) -> tuple[str, str]:
    return facturae("O", "121.00"), facturae("C", total, corrects="O", method=method)


def of_ubl(kind: str, total: str, *named: str) -> tuple[str, str]:
    return ubl_of("O", "121.00"), ubl_of("C", total, kind=kind, named=named)


def of_cii(kind: str, total: str) -> tuple[str, str]:
    return cii("O", "121"), cii("C", total, kind=kind, named=cii_named("O"))


def mexican(kind: str, relation: str, *, folios: bool = True) -> tuple[str, str]:
    corrective = cfdi(
        related(relation, STAMPS["O"]), STAMPS["C"], folio="C" if folios else "", kind=kind, total="21.00"
    )
    return cfdi("", STAMPS["O"], folio="O" if folios else "", total="121.00"), corrective


ISSUED_INVOICE, ISSUED_CREDIT, REPLACING = ("issued", "invoice"), ("issued", "credit_note"), ("void", "invoice")
CASES = [
    # original and corrective, what the first then is and the kind of the second, and what is owed
    (spanish("01", "60.50"), REPLACING, "60.50"),
    (spanish("01", "0.00"), REPLACING, "0"),
    (spanish("01", "-121.00"), ISSUED_CREDIT, "0"),
    (spanish("02", "-60.50"), ISSUED_CREDIT, "60.50"),
    (spanish("02", "12.10"), ISSUED_INVOICE, "133.10"),
    (spanish("03", "-12.10"), ISSUED_CREDIT, "108.90"),
    (spanish("04", "-21.00"), ISSUED_CREDIT, "100.00"),
    (of_ubl("384", "60.50", "O"), REPLACING, "60.50"),
    (of_ubl("384", "60.50", "O", "P"), REPLACING, "60.50"),
    (of_ubl("384", "-60.50", "O"), ISSUED_CREDIT, "60.50"),
    (of_ubl("381", "21.00", "O"), ISSUED_CREDIT, "100.00"),
    (of_ubl("381", "21.00", "O", "P"), ISSUED_CREDIT, "100.00"),
    (of_ubl("383", "21.00", "O"), ISSUED_INVOICE, "142.00"),
    (of_cii("384", "60.50"), REPLACING, "60.50"),
    (of_cii("384", "-121"), ISSUED_CREDIT, "0"),
    (of_cii("381", "21"), ISSUED_CREDIT, "100.00"),
    (of_cii("389", "21"), ISSUED_INVOICE, "142.00"),
    (mexican("I", "04"), REPLACING, "21.00"),
    (mexican("I", "04", folios=False), REPLACING, "21.00"),
    (mexican("I", "02"), ISSUED_INVOICE, "142.00"),
    (mexican("E", "01"), ISSUED_CREDIT, "100.00"),
    (mexican("E", "03"), ISSUED_CREDIT, "100.00"),
    (mexican("E", "07"), ISSUED_CREDIT, "100.00"),
]


@pytest.mark.parametrize(("documents", "states", "owed"), CASES)
def test_a_corrective_invoice_is_never_counted_beside_what_it_replaces(
    documents: tuple[str, str], states: tuple[str, str], owed: str, desk: Desks
) -> None:
    state, kind = states
    for order in permutations(documents):
        office = desk()
        result = office.imports(*(office.write(f"{place}.xml", text) for place, text in enumerate(order)))
        assert not result.failed
        assert office.rejects() == []
        again = office.imports(office.folder / "0.xml", office.folder / "1.xml")
        assert {(found.added, found.updated) for file in again.files for found in file.datasets.values()} == {(0, 0)}
        rows = office.rows("invoices")
        # The corrective's number is the one with a C, or its stamp.
        first, second = sorted(rows, key=lambda row: "C" in row["invoice_number"] or row["invoice_number"][:2] == "0B")
        assert (first["status"], second["status"], second["kind"]) == (state, "issued", kind)
        assert first["void_date"] == (second["issue_date"] if state == "void" else None)
        live = [row for row in rows if row["status"] == "issued"]
        signed = sum(row["total_amount"] * (1 if row["kind"] == "invoice" else -1) for row in live)
        assert signed == Decimal(owed)
        assert office.differences() == []


def test_what_was_paid_on_a_replaced_invoice_is_the_clients_credit(desk: Desks) -> None:
    office = desk()
    original, corrective = spanish("01", "60.50")
    office.imports(office.write("0.xml", original))
    office.imports(office.write("paid.csv", "payment_id,payment_date,amount,invoice_number\nP,2026-03-05,50,F-O\n"))
    (file,) = office.imports(office.write("1.xml", corrective)).files
    assert file.warnings == {"replaced_document": 1}
    assert office.aging() == [("60.50", "50.00", "10.50")]
    assert office.aging(date(2026, 3, 31)) == [("71.00", "0.00", "71.00")]
    assert office.differences() == []


def test_what_was_billed_here_is_not_voided_by_a_file(desk: Desks) -> None:
    office = desk()
    office.imports(
        office.write("clients.csv", "client_id,name,tax_id\nB99,Cliente SA,B99\n"),
        office.write("employees.csv", "employee_id,name\nE,Ana\n"),
        office.write("projects.csv", "project_id,client_id,name,hourly_rate\nP,B99,Work,121\n"),
        office.write("time.csv", "entry_id,employee_id,project_id,work_date,hours\nT,E,P,2026-02-01,1\n"),
        office.write("invoices.csv", "invoice_number,client_id,issue_date,total_amount\nF-O,B99,2026-03-01,121\n"),
        office.write("lines.csv", "invoice_number,line_number,net_amount\nF-O,1,121\n"),
        office.write("billed.csv", "entry_id,invoice_number,line_number,hours,rate,amount\nT,F-O,1,1,121,121\n"),
    )
    _, corrective = spanish("01", "60.50")
    office.imports(office.write("1.xml", corrective))
    assert [row.reason for row in office.rejects()] == ["already_billed"]
    assert {row["status"] for row in office.rows("invoices")} == {"issued"}

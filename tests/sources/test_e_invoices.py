"""Electronic invoices: what an accountant expects of each document, in small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfWriter

from invotrack_analytics.publish.rejects import RejectedTable, write_rejects
from invotrack_analytics.sources.payment_terms import due_date_in
from tests.sources.desk import Desk

Desks = Callable[..., Desk]
OURS = '[company]\ntax_id = "ESB12345674"\n'


def ubl(
    number: str = "A-1",
    *,
    total: str = "121.00",
    net: str = "100.00",
    tax: str = "21.00",
    seller: str = "ESB12345674",
    buyer: str = "DE123456789",
    kind: str = "380",
    further: str = "",
    sums: str = "",
    name: str = "Kunde GmbH",
) -> str:
    return f"""<?xml version="1.0"?>
<q:Invoice xmlns:q="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:b="urn:b" xmlns:a="urn:a">
<b:ID>{number}</b:ID><b:IssueDate>2026-03-01</b:IssueDate><b:InvoiceTypeCode>{kind}</b:InvoiceTypeCode>
<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>{further}
<a:AccountingSupplierParty><a:Party><a:PartyTaxScheme><b:CompanyID>{seller}</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID>
</a:TaxScheme></a:PartyTaxScheme></a:Party></a:AccountingSupplierParty>
<a:AccountingCustomerParty><a:Party><a:PartyTaxScheme><b:CompanyID>{buyer}</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID>
</a:TaxScheme></a:PartyTaxScheme><a:PartyLegalEntity><b:RegistrationName>{name}</b:RegistrationName>
</a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
<a:TaxTotal><b:TaxAmount currencyID="EUR">{tax}</b:TaxAmount></a:TaxTotal>
<a:LegalMonetaryTotal><b:TaxExclusiveAmount>{net}</b:TaxExclusiveAmount>
<b:TaxInclusiveAmount>{total}</b:TaxInclusiveAmount>{sums}</a:LegalMonetaryTotal>
<a:InvoiceLine><b:ID>x.1</b:ID><b:InvoicedQuantity>1</b:InvoicedQuantity><b:LineExtensionAmount>{net}</b:LineExtensionAmount>
</a:InvoiceLine></q:Invoice>"""


def test_one_document_makes_client_invoice_and_lines(desk: Desks) -> None:
    office = desk()
    (file,) = office.imports(office.write("a.xml", ubl())).files
    assert (file.profile, file.error, file.rejected) == ("ubl", None, 0)
    assert office.rows("clients", "client_id", "name", "tax_id") == [("DE123456789", "Kunde GmbH", "DE123456789")]
    assert office.rows(
        "invoices", "invoice_number", "due_date", "net_amount", "tax_amount", "total_amount", "kind"
    ) == [("A-1", "2026-03-31", "100.00", "21.00", "121.00", "invoice")]
    assert office.rows("invoice_lines", "line_number", "net_amount") == [("1", "100.00")]
    (again,) = office.imports(office.folder / "a.xml").files
    assert {name: counts.unchanged for name, counts in again.datasets.items()} == {"invoices": 1, "invoice_lines": 1}


def test_what_was_prepaid_is_a_payment_and_rounding_down_a_write_off(desk: Desks) -> None:
    office = desk()
    sums = "<b:PrepaidAmount>21.00</b:PrepaidAmount><b:PayableRoundingAmount>-0.40</b:PayableRoundingAmount>"
    office.imports(office.write("a.xml", ubl(sums=sums)))
    assert office.rows("payments", "payment_id", "payment_date", "amount", "invoice_number") == [
        ("A-1-prepaid", "2026-03-01", "21.00", "A-1")
    ]
    assert office.rows("write_offs", "invoice_number", "amount") == [("A-1", "0.40")]


def test_a_negative_invoice_is_a_credit_note_of_the_one_it_names(desk: Desks) -> None:
    office = desk()
    named = """<a:BillingReference><a:InvoiceDocumentReference><b:ID>A-1</b:ID>
        </a:InvoiceDocumentReference></a:BillingReference>"""
    credit = office.write("0.xml", ubl("C-1", net="-100.00", tax="-21.00", total="-121.00", further=named))
    office.imports(credit)
    assert {row.reason for row in office.rejects()} == {"unknown_invoice"}
    office.imports(office.write("1.xml", ubl()))
    assert office.rows("invoices", "invoice_number", "kind", "total_amount", "preceding_invoice_number") == [
        ("A-1", "invoice", "121.00", "-"),
        ("C-1", "credit_note", "121.00", "A-1"),
    ]
    assert office.rejects() == []
    assert office.differences() == []


@pytest.mark.parametrize("own", ["ESB12345674", "B-12345674", "es b12345674"])
def test_an_invoice_to_us_is_refused(desk: Desks, own: str) -> None:
    office = desk(f'[company]\ntax_id = "{own}"\n')
    mine, theirs = (
        office.write("mine.xml", ubl("M")),
        office.write("theirs.xml", ubl(seller="FR1", buyer="ESB12345674")),
    )
    result = office.imports(mine, theirs)
    assert [file.path for file in result.failed] == [str(theirs)]
    assert "its buyer's tax id ESB12345674 is the company's" in str(result.failed[0].error)
    assert office.rows("invoices", "invoice_number") == [("M",)]


def test_clients_are_made_but_never_changed_by_an_invoice(desk: Desks) -> None:
    office = desk()
    office.imports(office.write("clients.csv", "client_id,name,city\nDE123456789,Kunde,Berlin\n"))
    office.imports(office.write("a.xml", ubl()))
    assert office.rows("clients", "client_id", "name", "city") == [("DE123456789", "Kunde", "Berlin")]


def test_a_client_known_by_its_tax_id_keeps_its_own_code(desk: Desks) -> None:
    office = desk()
    office.imports(office.write("clients.csv", "client_id,name,tax_id\nK7,Kunde,DE 123 456 789\n"))
    office.imports(office.write("a.xml", ubl()))
    assert office.rows("clients", "client_id") == [("K7",)]
    assert office.rows("invoices", "invoice_number", "client_id") == [("A-1", "K7")]


def test_a_rejected_row_comes_back_corrected(desk: Desks, tmp_path: Path) -> None:
    office = desk()
    result = office.imports(office.write("a.xml", ubl(total="999.00")))
    assert result.rejected == 1
    rows = office.rejects()
    assert [row.reason for row in rows] == ["total_mismatch", "unknown_invoice"]
    width = len(rows[0].header)
    cells = tuple((*row.original[:width], row.reason, row.reject_id) for row in rows)
    (written,) = write_rejects([RejectedTable("ubl", rows[0].header, cells)], "csv", tmp_path / "to-correct.csv")
    written.write_text(written.read_text("utf-8").replace("999.00", "121.00"), "utf-8")
    (file,) = office.imports(written).files
    assert (file.error, file.rejected) == (None, 0)
    assert office.rejects() == []
    assert office.rows("invoices", "total_amount") == [("121.00",)]
    assert office.rows("invoice_lines", "net_amount") == [("100.00",)]


def test_every_file_of_a_folder_is_a_batch_of_its_own(desk: Desks) -> None:
    office = desk()
    for at in range(5):
        office.write(f"inbox/{at}.xml", ubl(f"A-{at}"))
    office.write("inbox/9.xml", "<Invoice")
    result = office.imports(office.folder / "inbox")
    assert [bool(file.error) for file in result.files] == [False] * 5 + [True]
    assert len({file.batch_id for file in result.files if not file.error}) == 5
    assert len({row["batch_id"] for row in office.rows("invoices")}) == 5


def test_two_versions_in_one_folder_are_an_update(desk: Desks) -> None:
    office = desk()
    first, second = office.write("1.xml", ubl()), office.write("2.xml", ubl(net="200.00", total="221.00"))
    files = office.imports(first, second).files
    assert [(file.datasets["invoices"].added, file.datasets["invoices"].updated) for file in files] == [(1, 0), (0, 1)]
    assert office.rows("invoices", "total_amount") == [("221.00",)]


def test_an_envelope_is_opened(desk: Desks) -> None:
    office = desk()
    inner = ubl().split("?>", 1)[1]
    header = '<s:StandardBusinessDocument xmlns:s="urn:s"><s:StandardBusinessDocumentHeader/>'
    text = f"{header}{inner}</s:StandardBusinessDocument>"
    assert office.imports(office.write("a.xml", text)).files[0].profile == "ubl"
    assert office.rows("invoices", "invoice_number") == [("A-1",)]


def test_an_invoice_in_a_pdf_is_its_attachment(desk: Desks) -> None:
    office = desk()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(office.folder / "plain.pdf")
    writer.add_attachment("factur-x.xml", ubl().encode())
    writer.write(office.folder / "hybrid.pdf")
    (office.folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    hybrid, plain, broken = office.imports(
        *(office.folder / f"{name}.pdf" for name in ("hybrid", "plain", "broken"))
    ).files
    assert (hybrid.profile, hybrid.error) == ("ubl", None)
    assert "PDF without an electronic invoice" in str(plain.error)
    assert "cannot be read as a PDF" in str(broken.error)
    assert "\n" not in str(broken.error)
    assert office.rows("invoices", "invoice_number") == [("A-1",)]


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("Payment within 30 days", "2026-03-31"),
        ("30 dagar netto. Dröjsmålsränta:12 %", "2026-03-31"),
        ("Zahlbar innerhalb 30 Tagen netto bis 04.04.2026, 3% Skonto innerhalb 10 Tagen bis 15.03.2026", "2026-04-04"),
        ("Net 14", "2026-03-15"),
        ("Zahlbar sofort rein netto", "2026-03-01"),
        ("2 % discount if paid within 2 days\nPenalty percentage 10% from due date", None),
        ("Bei Zahlung innerhalb 14 Tagen gewähren wir 2,0% Skonto.", None),
        ("50% prepaid, 50% within one month", None),
        ("30 days, or 60 days for members", None),
        ("", None),
    ],
)
def test_terms_give_a_due_date_only_where_they_say_it_plainly(terms: str, due: str | None) -> None:
    assert due_date_in(terms, date(2026, 3, 1)) == (date.fromisoformat(due) if due else None)


CII = """<r:CrossIndustryInvoice xmlns:r="urn:r" xmlns:a="urn:a" xmlns:u="urn:u"><r:ExchangedDocument><a:ID>C-1</a:ID>
<a:TypeCode>380</a:TypeCode>
<a:IssueDateTime><u:DateTimeString format="102">20260301</u:DateTimeString></a:IssueDateTime>
</r:ExchangedDocument><r:SupplyChainTradeTransaction><a:ApplicableHeaderTradeAgreement><a:BuyerTradeParty>
<a:Name>Kunde GmbH</a:Name></a:BuyerTradeParty></a:ApplicableHeaderTradeAgreement><a:ApplicableHeaderTradeSettlement>
<a:InvoiceCurrencyCode>EUR</a:InvoiceCurrencyCode>{terms}
<a:SpecifiedTradeSettlementHeaderMonetarySummation><a:TaxBasisTotalAmount>100</a:TaxBasisTotalAmount>
<a:TaxTotalAmount currencyID="EUR">21</a:TaxTotalAmount><a:GrandTotalAmount>121</a:GrandTotalAmount>
<a:TotalPrepaidAmount>21</a:TotalPrepaidAmount><a:DuePayableAmount>100</a:DuePayableAmount>
</a:SpecifiedTradeSettlementHeaderMonetarySummation></a:ApplicableHeaderTradeSettlement>
</r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"""
CII_TERM = """<a:SpecifiedTradePaymentTerms><a:DueDateDateTime><u:DateTimeString format="102">{day}</u:DateTimeString>
</a:DueDateDateTime><a:PartialPaymentAmount>{amount}</a:PartialPaymentAmount></a:SpecifiedTradePaymentTerms>"""
UBL_TERM = (
    "<a:PaymentTerms><b:Amount>{amount}</b:Amount><b:InstallmentDueDate>{day}</b:InstallmentDueDate></a:PaymentTerms>"
)


def in_parts(standard: str, *parts: tuple[str, str]) -> str:
    """An invoice of 121.00 that falls due on several days."""
    if standard == "ubl":
        return ubl(further="".join(UBL_TERM.format(day=day, amount=amount) for day, amount in parts))
    days = ((day.replace("-", ""), amount) for day, amount in parts)
    return CII.format(terms="".join(CII_TERM.format(day=day, amount=amount) for day, amount in days))


@pytest.mark.parametrize(
    ("standard", "parts", "instalments"),
    [
        (
            "ubl",
            [("2026-03-31", "100.00"), ("2026-04-30", "21.00")],
            [("A-1", "1", "2026-03-31", "100.00"), ("A-1", "2", "2026-04-30", "21.00")],
        ),
        (
            "cii",  # What was prepaid, 21.00, is a part of its own.
            [("2026-03-31", "60.00"), ("2026-04-30", "40.00")],
            [
                ("C-1", "1", "2026-03-01", "21.00"),
                ("C-1", "2", "2026-03-31", "60.00"),
                ("C-1", "3", "2026-04-30", "40.00"),
            ],
        ),
        ("ubl", [("2026-03-31", "121.00")], []),
        ("ubl", [("2026-03-31", "100.00"), ("2026-04-30", "20.00")], []),  # They do not make the total.
    ],
)
def test_several_due_dates_are_instalments(
    standard: str, parts: list[tuple[str, str]], instalments: list[tuple[str, ...]], desk: Desks
) -> None:
    office = desk()
    (file,) = office.imports(office.write("a.xml", in_parts(standard, *parts))).files
    assert (file.profile, file.error, office.rejects()) == (standard, None, [])
    assert office.rows("instalments", "invoice_number", "instalment_number", "due_date", "amount") == instalments
    assert office.rows("invoices", "due_date") == [(max(day for day, _ in parts),)]
    assert office.differences() == []


@pytest.mark.parametrize("standard", ["ubl", "cii"])
@pytest.mark.parametrize("parts", [[("2026-03-31", "60.00"), ("2026-04-30", "40.00")], [("2026-05-31", "100.00")], []])
def test_a_new_version_with_fewer_instalments_takes_the_place_of_the_old(
    standard: str, parts: list[tuple[str, str]], desk: Desks
) -> None:
    office = desk()
    days = ("2026-03-31", "2026-04-30", "2026-05-31")
    before = [*((day, "30.00") for day in days[:2]), (days[2], "40.00")]
    if standard == "ubl":
        before, parts = [*before, ("2026-06-30", "21.00")], [*parts, ("2026-06-30", "21.00")] if parts else []
    office.imports(office.write("1.xml", in_parts(standard, *before)))
    assert len(office.rows("instalments")) == 4
    (file,) = office.imports(office.write("2.xml", in_parts(standard, *parts))).files
    assert (file.error, office.rejects()) == (None, [])
    left = office.rows("instalments", "due_date", "amount")
    prepaid = [("2026-03-01", "21.00")] if standard == "cii" and len(parts) > 1 else []
    assert left == ([*prepaid, *parts] if len(parts) > 1 else [])
    assert office.differences() == []
    (again,) = office.imports(office.folder / "2.xml").files
    assert {(found.added, found.updated) for found in again.datasets.values()} == {(0, 0)}


def test_instalments_of_another_file_stay_when_their_invoice_comes_again(desk: Desks) -> None:
    office = desk()
    path = office.write("1.xml", ubl())
    office.imports(path)
    header = "invoice_number,instalment_number,due_date,amount"
    office.imports(office.write("parts.csv", f"{header}\nA-1,1,2026-04-01,21\nA-1,2,2026-05-01,100\n"))
    office.imports(path)
    assert office.rows("instalments", "amount") == [("21.00",), ("100.00",)]


def test_a_new_version_takes_back_what_the_old_one_said_was_settled(desk: Desks) -> None:
    office = desk()
    sums = "<b:PrepaidAmount>21.00</b:PrepaidAmount><b:PayableRoundingAmount>-0.40</b:PayableRoundingAmount>"
    office.imports(office.write("1.xml", ubl(sums=sums)))
    (file,) = office.imports(office.write("2.xml", ubl())).files
    assert file.warnings == {"replaced_part": 2}
    assert (office.rows("payments"), office.rows("write_offs")) == ([], [])
    assert office.aging() == [("121.00", "0.00", "121.00")]
    assert office.differences() == []


@pytest.mark.parametrize(
    ("stated", "net", "reason"),
    [
        ("21.00", "100.00", None),  # Denmark states the tax as the amount without tax,
        ("0.00", "100.00", None),  # Colombia only what is taxed.
        ("99.00", "99.00", "total_mismatch"),
    ],
)
def test_a_net_amount_that_does_not_agree_is_what_the_lines_make(
    stated: str, net: str, reason: str | None, desk: Desks
) -> None:
    office = desk()
    wrong = ubl(further="").replace("TaxExclusiveAmount>100.00<", f"TaxExclusiveAmount>{stated}<")
    lines = (
        "<b:LineExtensionAmount>110.00</b:LineExtensionAmount><b:AllowanceTotalAmount>10.00</b:AllowanceTotalAmount>"
    )
    office.imports(office.write("a.xml", wrong if reason else wrong.replace("<b:TaxExcl", f"{lines}<b:TaxExcl")))
    assert reason in {None, *(row.reason for row in office.rejects())}
    assert office.rows("invoices", "net_amount") == ([] if reason else [(net,)])


@pytest.mark.parametrize(
    ("root", "namespace", "told"),
    [
        ("Order", "urn:oasis:names:specification:ubl:schema:xsd:Order-2", "is a UBL Order, not an invoice"),
        (
            "AttachedDocument",
            "urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2",
            "without an invoice in it",
        ),
        ("Retenciones", "http://www.sat.gob.mx/esquemas/retencionpago/2", "is a certificate of withheld tax"),
        ("Document", "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03", "is a payment order for the bank"),
    ],
)
def test_a_document_of_another_kind_is_called_what_it_is(root: str, namespace: str, told: str, desk: Desks) -> None:
    office = desk()
    text = f'<x:{root} xmlns:x="{namespace}"><x:A><x:ID>1</x:ID></x:A></x:{root}>'
    (file,) = office.imports(office.write("a.xml", text)).files
    assert told in str(file.error)


def enveloped(content: str, answer: str = "") -> str:
    """An envelope as Colombia's tax office wants it, with the answer of the office to the invoice."""
    return f"""<?xml version="1.0"?>
<AttachedDocument xmlns="urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2" xmlns:a="urn:a"
xmlns:b="urn:b"><b:ID>1</b:ID><a:Attachment><a:ExternalReference><b:MimeCode>text/xml</b:MimeCode>
<b:Description>{content}</b:Description></a:ExternalReference></a:Attachment>
<a:ParentDocumentLineReference><a:DocumentReference><a:Attachment><a:ExternalReference>
<b:Description><![CDATA[<ApplicationResponse>{answer}</ApplicationResponse>]]></b:Description></a:ExternalReference>
</a:Attachment></a:DocumentReference></a:ParentDocumentLineReference></AttachedDocument>"""


def as_cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def as_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(as_cdata(ubl(name="Compañía")), id="in CDATA"),
        pytest.param(as_text(ubl(name="Compañía")), id="escaped"),
        pytest.param(
            as_cdata("\n  " + ubl(name="Compañía").replace('"1.0"?', '"1.0" encoding="ISO-8859-1"?', 1)),
            id="with an encoding of its own",
        ),
        pytest.param(
            as_cdata(ubl(name="Compañía").replace("<b:ID>VAT</b:ID>", "<b:ID>01</b:ID><b:Name>IVA</b:Name>")),
            id="with Colombia's word for VAT",
        ),
    ],
)
def test_the_invoice_in_an_envelope_is_read(content: str, desk: Desks) -> None:
    office = desk()
    (file,) = office.imports(office.write("a.xml", enveloped(content))).files
    assert (file.error, file.profile, office.rejects()) == (None, "ubl", [])
    assert office.rows("invoices", "invoice_number", "total_amount") == [("A-1", "121.00")]
    assert office.rows("clients", "client_id", "name") == [("DE123456789", "Compañía")]
    (again,) = office.imports(office.folder / "a.xml").files
    assert {(counts.added, counts.updated) for counts in again.datasets.values()} == {(0, 0)}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("", "without an invoice in it", id="nothing"),
        pytest.param("SW52b2ljZQ==", "without an invoice in it", id="no XML"),
        pytest.param(as_cdata("<Invoice/>"), "what it carries is of no known standard", id="no invoice"),
        pytest.param(as_text(enveloped("")), "and what it carries", id="an envelope"),
        pytest.param(as_cdata(ubl()[:-20]), "is not well-formed XML", id="cut off"),
        pytest.param(
            as_cdata('<!DOCTYPE i [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + ubl(name="&e;").split("?>", 1)[1]),
            "has a document type",
            id="an entity",
        ),
    ],
)
def test_an_envelope_hides_nothing(content: str, told: str, desk: Desks) -> None:
    office = desk()
    path = office.write("a.xml", enveloped(content))
    (file,) = office.imports(path).files
    assert str(file.error).startswith(str(path))
    assert told in str(file.error)
    assert "\n" not in str(file.error)
    assert office.rows("invoices") == []

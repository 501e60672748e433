from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from invotrack_analytics.documents.invoice import InvoiceDocument, Line, Party, TaxSubtotal
from invotrack_analytics.documents.ubl import render_ubl
from invotrack_analytics.errors import InvotrackError

Invoice = Callable[..., InvoiceDocument]


def texts(document: InvoiceDocument, path: str) -> list[str]:
    """The texts at an XPath in which `e:` stands for any namespace."""
    root = etree.fromstring(render_ubl(document))
    steps = path.replace("e:", "*:").split("/")
    local = "/".join(f"*[local-name() = '{step[2:]}']" if step.startswith("*:") else step for step in steps)
    found = root.xpath(f"./{local}")
    return [item if isinstance(item, str) else item.text for item in found]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("e:ID", ["2026-00042"]),
        ("e:IssueDate", ["2026-09-30"]),
        ("e:DueDate", ["2026-10-30"]),
        ("e:InvoiceTypeCode", ["380"]),
        ("e:DocumentCurrencyCode", ["EUR"]),
        ("e:OrderReference/e:ID", ["PO-7781"]),
        ("e:InvoicePeriod/e:StartDate", ["2026-09-01"]),
        ("e:Delivery/e:ActualDeliveryDate", ["2026-09-30"]),
        ("e:PaymentMeans/e:PaymentMeansCode", ["58"]),
        ("e:PaymentMeans/e:PayeeFinancialAccount/e:ID", ["ES9121000418450200051332"]),
        ("e:PaymentTerms/e:Note", ["30 days"]),
        ("e:TaxTotal/e:TaxAmount", ["398.05"]),
        ("e:TaxTotal/e:TaxSubtotal/e:TaxableAmount", ["1187.50", "1330.00"]),
        ("e:TaxTotal/e:TaxSubtotal/e:TaxAmount", ["118.75", "279.30"]),
        ("e:TaxTotal/e:TaxSubtotal/e:TaxCategory/e:ID", ["S", "S"]),
        ("e:LegalMonetaryTotal/e:PayableAmount", ["2915.55"]),
        ("e:InvoiceLine/e:ID", ["1", "2"]),
        ("e:InvoiceLine/e:Item/e:Name", ["Advice", "Migration"]),
        ("e:InvoiceLine/e:InvoicedQuantity", ["12.5", "14"]),
        ("e:InvoiceLine/e:InvoicedQuantity/@unitCode", ["HUR", "HUR"]),
        ("e:InvoiceLine/e:Price/e:PriceAmount", ["95", "95"]),
        ("e:InvoiceLine/e:LineExtensionAmount", ["1187.50", "1330.00"]),
    ],
)
def test_the_file_says_what_the_invoice_says(invoice: Invoice, path: str, expected: list[str]) -> None:
    assert texts(invoice(), path) == expected


def test_made_again_it_is_the_same_to_the_byte(invoice: Invoice) -> None:
    assert render_ubl(invoice()) == render_ubl(invoice())
    assert render_ubl(invoice()) != render_ubl(invoice(number="2026-00043"))


def test_a_credit_note_names_what_it_corrects_and_asks_for_no_money(invoice: Invoice) -> None:
    note = invoice(
        kind="credit_note", due_date=None, preceding_invoice_number="7", preceding_issue_date=date(2026, 8, 31)
    )
    assert texts(note, "e:CreditNoteTypeCode") == ["381"]
    assert texts(note, "e:BillingReference/e:InvoiceDocumentReference/e:ID") == ["7"]
    assert texts(note, "e:BillingReference/e:InvoiceDocumentReference/e:IssueDate") == ["2026-08-31"]
    assert texts(note, "e:CreditNoteLine/e:CreditedQuantity") == ["12.5", "14"]
    assert texts(note, "e:PaymentMeans/e:PaymentMeansCode") == []


@pytest.mark.parametrize(
    ("quantity", "price", "net", "written"),
    [
        # Every digit of the hours stands there, so quantity x price is the net amount (PEPPOL-EN16931-R120).
        ("0.1667", "90", "15.00", ("0.1667", "90", None)),
        ("3", "111.111111", "333.33", ("3", "111.111111", None)),
        ("1", "-20", "-20.00", ("-1", "20", None)),
        # An invoice of old whose figures do not multiply: the price is that of the whole quantity.
        ("0.17", "90", "15.00", ("0.17", "15", "0.17")),
        ("0", "90", "15.00", ("1", "15", "1")),
        ("2", "90", "-15.00", ("-2", "15", "2")),
    ],
)
def test_quantity_times_price_is_always_the_net_amount(
    invoice: Invoice, quantity: str, price: str, net: str, written: tuple[str, str, str | None]
) -> None:
    amount = Decimal(net)
    document = invoice(
        lines=(
            Line(1, "Work", Decimal(quantity), "hours", Decimal(price), amount, Decimal(0)),
            Line(2, "Rest", Decimal(1), "hours", 100 - amount, 100 - amount, Decimal(0)),
        ),
        taxes=(TaxSubtotal(Decimal(0), Decimal(100), Decimal(0)),),
        net_amount=Decimal(100),
        tax_amount=Decimal(0),
        total_amount=Decimal(100),
    )
    found = [
        texts(document, f"e:InvoiceLine/{path}")
        for path in ("e:InvoicedQuantity", "e:Price/e:PriceAmount", "e:Price/e:BaseQuantity")
    ]
    assert (found[0][0], found[1][0], found[2][0] if found[2] else None) == written
    paid = Decimal(written[0]) * Decimal(written[1]) / Decimal(written[2] or 1)
    assert abs(paid - amount) <= Decimal("0.02")


PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


@pytest.mark.parametrize(
    ("addresses", "references", "specification"),
    [
        ((None, "991-33333TEST-33"), ("PO-1", None), PEPPOL),
        ((None, "991-33333TEST-33"), (None, "04011000-12345-03"), PEPPOL),
        # The network wants an address and a reference; without them the file claims no more than EN 16931.
        ((None, None), ("PO-1", None), "urn:cen.eu:en16931:2017"),
        ((None, "991-33333TEST-33"), (None, None), "urn:cen.eu:en16931:2017"),
        # It knows no e-mail addresses, which EN 16931 does.
        (("books@meridian.example", None), ("PO-1", None), "urn:cen.eu:en16931:2017"),
    ],
)
def test_it_claims_peppol_only_where_it_is(
    invoice: Invoice,
    addresses: tuple[str | None, str | None],
    references: tuple[str | None, str | None],
    specification: str,
) -> None:
    email, endpoint = addresses
    order, reference = references
    buyer = replace(invoice().buyer, tax_id=None, email=email, endpoint_id=endpoint, endpoint_scheme="0204")
    document = invoice(buyer=buyer, purchase_order=order, buyer_reference=reference, client_id=None)
    assert texts(document, "e:CustomizationID") == [specification]
    schemes = texts(document, "e:AccountingCustomerParty/e:Party/e:EndpointID/@schemeID")
    assert schemes == (["0204"] if endpoint else ["EM"] if email else [])


@pytest.mark.parametrize(
    ("tax_id", "address"),
    [
        ("DE 123.456.789", ("9930", "DE123456789")),
        ("ESB12345674", ("9920", "ESB12345674")),
        ("EL123456789", ("9933", "EL123456789")),
        ("SE556677889901", ("0007", "5566778899")),
        ("BE0403019261", ("0208", "0403019261")),
        ("NO974760673MVA", ("0192", "974760673")),
        ("FI10000004", None),
        ("04-1234567", None),
    ],
)
def test_a_party_without_an_address_is_found_by_its_vat_number(
    invoice: Invoice, tax_id: str, address: tuple[str, str] | None
) -> None:
    buyer = invoice().buyer
    # A number with a prefix from outside the union is a VAT number of its own country alone.
    country = "NO" if tax_id.startswith("NO") else buyer.country
    document = invoice(buyer=replace(buyer, tax_id=tax_id, email=None, country=country))
    party = "e:AccountingCustomerParty/e:Party/e:EndpointID"
    assert (texts(document, f"{party}/@schemeID"), texts(document, party)) == (
        ([address[0]], [address[1]]) if address else ([], [])
    )


def test_the_buyer_reads_only_what_it_asked_for(invoice: Invoice) -> None:
    document = invoice(purchase_order=None, buyer_reference=None, client_id="C7")
    assert texts(document, "e:BuyerReference") == []
    assert texts(invoice(buyer_reference="REF-1"), "e:BuyerReference") == ["REF-1"]


def test_no_element_is_empty_and_no_text_breaks_out(invoice: Invoice) -> None:
    text = '<x a="1">&amp;]]>\x00\ud800'
    blank = Party("B", None, " ", "", None, "DE", "\x07")
    document = invoice(buyer=blank, notes=text, purchase_order="\x01")
    root = etree.fromstring(render_ubl(document))
    assert [element.tag for element in root.iter() if not len(element) and not (element.text or "").strip()] == []
    assert texts(document, "e:Note") == ['<x a="1">&amp;]]>']
    assert texts(document, "e:OrderReference/e:ID") == []


def test_what_cannot_be_an_e_invoice_is_refused_with_every_reason(invoice: Invoice) -> None:
    document = invoice(buyer=replace(invoice().buyer, country="Germany"), seller=replace(invoice().seller, tax_id=None))
    with pytest.raises(
        InvotrackError, match=r"invoice 2026-00042 cannot be an e-invoice: .*no country.*'Germany'; .*no tax_id"
    ):
        render_ubl(document)

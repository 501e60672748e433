"""What electronic invoices say was settled at their issue: what is open is their amount to pay."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.sources.desk import Desk
from tests.sources.test_cfdi import cfdi
from tests.sources.test_corrections import facturae, related, ubl_named
from tests.sources.test_e_invoices import CII, ubl

Desks = Callable[..., Desk]
WITHHELD = "<a:WithholdingTaxTotal><b:TaxAmount>15.00</b:TaxAmount></a:WithholdingTaxTotal>"


def sums(**amounts: str) -> str:
    return "".join(f"<b:{name}>{amount}</b:{name}>" for name, amount in amounts.items())


@pytest.mark.parametrize(
    ("stated", "payments", "settled", "owed"),
    [
        (sums(PayableAmount="121.00"), [], [], "121.00"),
        (sums(PrepaidAmount="21.00", PayableAmount="100.00"), [("A-1-prepaid", "21.00")], [], "100.00"),
        (sums(PayableAmount="100.00"), [("A-1-prepaid", "21.00")], [], "100.00"),
        (sums(PayableAmount="120.99999999"), [], [], "121.00"),
        (sums(PayableAmount="0.00"), [("A-1-prepaid", "121.00")], [], "0.00"),
        (sums(PayableAmount="106.00") + WITHHELD, [], [("withholding", "15.00")], "106.00"),
        (sums(PayableRoundingAmount="-0.40", PayableAmount="120.60"), [], [("rounding", "0.40")], "120.60"),
        (sums(PayableRoundingAmount="0.25", PayableAmount="121.25"), [], [("rounding", "-0.25")], "121.25"),
        (sums(PayableAmount="121.05"), [], [("rounding", "-0.05")], "121.05"),
        (sums(PayableAmount="120.95"), [], [("rounding", "0.05")], "120.95"),
        (
            sums(PrepaidAmount="21.10", PayableRoundingAmount="0.10", PayableAmount="100.00"),
            [("A-1-prepaid", "21.10")],
            [("rounding", "-0.10")],
            "100.00",
        ),
        (sums(PrepaidAmount="-79.00", PayableAmount="200.00"), [("A-1-prepaid", "-79.00")], [], "200.00"),
        # What it asks for beyond its total without a word is no part of it.
        (sums(PayableAmount="321.00"), [], [], "121.00"),
    ],
)
def test_what_is_open_is_the_amount_to_pay(
    stated: str, payments: list[tuple[str, str]], settled: list[tuple[str, str]], owed: str, desk: Desks
) -> None:
    office = desk()
    amounts = stated.removesuffix(WITHHELD)
    office.imports(office.write("a.xml", ubl(sums=amounts, further=stated.removeprefix(amounts))))
    assert office.rejects() == []
    assert office.rows("payments", "payment_id", "amount") == payments
    assert office.rows("write_offs", "kind", "amount") == settled
    assert [row[2] for row in office.aging()] == ([owed] if owed != "0.00" else [])
    assert office.rows("invoices", "total_amount") == [("121.00",)]
    assert office.differences() == []


def test_a_minimum_factur_x_says_only_what_is_to_pay(desk: Desks) -> None:
    office = desk()
    text = CII.format(terms="").replace("<a:TotalPrepaidAmount>21</a:TotalPrepaidAmount>", "")
    office.imports(office.write("a.xml", text))
    assert office.rows("payments", "payment_id", "amount") == [("C-1-prepaid", "21.00")]


def test_spanish_tax_withheld_is_paid_to_the_tax_office(desk: Desks) -> None:
    office = desk()
    stated = "<TotalTaxesWithheld>15.00</TotalTaxesWithheld><InvoiceTotal>121.00"
    text = facturae("F1", "121.00").replace("<InvoiceTotal>121.00", stated)
    text = text.replace("</InvoiceTotals>", "<TotalOutstandingAmount>106.00</TotalOutstandingAmount></InvoiceTotals>")
    office.imports(office.write("a.xml", text))
    assert office.rows("payments") == []
    assert office.rows("write_offs", "invoice_number", "kind", "amount") == [("F-F1", "withholding", "15.00")]


SPANISH = [
    # what the totals state beside an invoice total of 121.00, what settles it at once, and what is owed
    ("<TotalOutstandingAmount>121.00</TotalOutstandingAmount>", [], "121.00"),
    (
        (
            "<ReimbursableExpenses><ReimbursableExpenses><ReimbursableExpensesAmount>30.10</ReimbursableExpensesAmount>"
            "</ReimbursableExpenses><ReimbursableExpenses><ReimbursableExpensesAmount>20.20</ReimbursableExpensesAmount>"
            "</ReimbursableExpenses></ReimbursableExpenses><TotalOutstandingAmount>121.00</TotalOutstandingAmount>"
            "<TotalExecutableAmount>171.30</TotalExecutableAmount>"
        ),
        [("laid_out", "-50.30")],
        "171.30",
    ),
    (
        (
            "<TotalFinancialExpenses>4.00</TotalFinancialExpenses><TotalOutstandingAmount>100.00</TotalOutstandingAmount>"
            "<TotalPaymentsOnAccount>21.00</TotalPaymentsOnAccount><TotalExecutableAmount>154.00</TotalExecutableAmount>"
            "<TotalReimbursableExpenses>50.00</TotalReimbursableExpenses>"
        ),
        [("laid_out", "-54.00"), ("prepaid", "21.00")],
        "154.00",
    ),
    (
        (
            "<TotalOutstandingAmount>121.00</TotalOutstandingAmount><AmountsWithheld><WithholdingReason>Garantía"
            "</WithholdingReason><WithholdingRate>5</WithholdingRate><WithholdingAmount>6.05</WithholdingAmount>"
            "</AmountsWithheld><TotalExecutableAmount>114.95</TotalExecutableAmount>"
        ),
        [("withholding", "6.05")],
        "114.95",
    ),
    (
        (
            "<TotalOutstandingAmount>121.00</TotalOutstandingAmount><AmountsWithheld><WithholdingAmount>6.05"
            "</WithholdingAmount></AmountsWithheld><TotalExecutableAmount>164.95</TotalExecutableAmount>"
            "<TotalReimbursableExpenses>50.00</TotalReimbursableExpenses>"
        ),
        [("laid_out", "-50.00"), ("withholding", "6.05")],
        "164.95",
    ),
    (
        (
            "<PaymentsOnAccount><PaymentOnAccount><PaymentOnAccountDate>2026-02-01</PaymentOnAccountDate>"
            "<PaymentOnAccountAmount>21.00</PaymentOnAccountAmount></PaymentOnAccount></PaymentsOnAccount>"
            "<TotalOutstandingAmount>100.00</TotalOutstandingAmount><TotalExecutableAmount>100.00</TotalExecutableAmount>"
        ),
        [("prepaid", "21.00")],
        "100.00",
    ),
    # Stated, and not asked for here.
    (
        (
            "<TotalExecutableAmount>121.00</TotalExecutableAmount>"
            "<TotalReimbursableExpenses>50.00</TotalReimbursableExpenses>"
        ),
        [],
        "121.00",
    ),
]


@pytest.mark.parametrize(("stated", "settled", "owed"), SPANISH)
def test_what_is_open_of_a_facturae_is_its_amount_to_execute(
    stated: str, settled: list[tuple[str, str]], owed: str, desk: Desks
) -> None:
    office = desk()
    text = facturae("F1", "121.00").replace("</InvoiceTotal>", f"</InvoiceTotal>{stated}")
    for _ in range(2):
        office.imports(office.write("a.xml", text))
        assert office.rejects() == []
        found = [*office.rows("payments", "method", "amount"), *office.rows("write_offs", "kind", "amount")]
        assert sorted(found) == settled
        assert [row[2] for row in office.aging()] == [owed]
    assert office.rows("invoices", "total_amount") == [("121.00",)]
    assert office.differences() == []
    # A new version without it takes it back.
    office.imports(office.write("b.xml", facturae("F1", "121.00")))
    assert (office.rows("payments"), office.rows("write_offs")) == ([], [])


def test_a_credit_note_that_was_given_back_leaves_no_credit(desk: Desks) -> None:
    office = desk()
    credit = ubl("N", kind="381", further=ubl_named("A-1"), sums=sums(PrepaidAmount="121.00", PayableAmount="0.00"))
    paid = "payment_id,payment_date,amount,invoice_number\nP,2026-03-02,121,A-1\n"
    office.imports(office.write("a.xml", ubl()), office.write("p.csv", paid), office.write("n.xml", credit))
    assert office.rejects() == []
    assert office.rows("payments", "payment_id", "amount", "invoice_number") == [
        ("N-prepaid", "-121.00", "-"),
        ("P", "121.00", "A-1"),
    ]
    assert office.aging() == []
    assert office.differences() == []


ZUGFERD_1 = """<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:a="urn:a"
xmlns:u="urn:u"><r:HeaderExchangedDocument><a:ID>Z-1</a:ID><a:Name>RECHNUNG</a:Name><a:TypeCode>380</a:TypeCode>
<a:IssueDateTime><u:DateTimeString format="102">20260301</u:DateTimeString></a:IssueDateTime>
</r:HeaderExchangedDocument>
<r:SpecifiedSupplyChainTradeTransaction><a:ApplicableSupplyChainTradeAgreement><a:BuyerTradeParty>
<a:Name>Kunde</a:Name>
<a:SpecifiedTaxRegistration><a:ID schemeID="VA">DE1</a:ID></a:SpecifiedTaxRegistration></a:BuyerTradeParty>
<a:BuyerOrderReferencedDocument><a:ID>B-7</a:ID></a:BuyerOrderReferencedDocument>
</a:ApplicableSupplyChainTradeAgreement><a:ApplicableSupplyChainTradeSettlement>
<a:InvoiceCurrencyCode>EUR</a:InvoiceCurrencyCode><a:SpecifiedTradePaymentTerms>
<a:Description>Zahlbar innerhalb 14 Tagen netto</a:Description></a:SpecifiedTradePaymentTerms>
<a:SpecifiedTradeSettlementMonetarySummation><a:LineTotalAmount currencyID="EUR">100</a:LineTotalAmount>
<a:TaxBasisTotalAmount currencyID="EUR">100</a:TaxBasisTotalAmount>
<a:TaxTotalAmount currencyID="EUR">19</a:TaxTotalAmount>
<a:GrandTotalAmount currencyID="EUR">119</a:GrandTotalAmount>
<a:DuePayableAmount currencyID="EUR">119</a:DuePayableAmount>
</a:SpecifiedTradeSettlementMonetarySummation></a:ApplicableSupplyChainTradeSettlement>
<a:IncludedSupplyChainTradeLineItem><a:SpecifiedSupplyChainTradeDelivery>
<a:BilledQuantity unitCode="C62">2</a:BilledQuantity>
</a:SpecifiedSupplyChainTradeDelivery><a:SpecifiedSupplyChainTradeSettlement><a:ApplicableTradeTax>
<a:ApplicablePercent>19</a:ApplicablePercent></a:ApplicableTradeTax><a:SpecifiedTradeSettlementMonetarySummation>
<a:LineTotalAmount>100</a:LineTotalAmount></a:SpecifiedTradeSettlementMonetarySummation>
</a:SpecifiedSupplyChainTradeSettlement><a:SpecifiedTradeProduct><a:Name>Beratung</a:Name></a:SpecifiedTradeProduct>
</a:IncludedSupplyChainTradeLineItem></r:SpecifiedSupplyChainTradeTransaction></r:CrossIndustryDocument>"""


def test_the_first_zugferd_is_read_as_its_successors(desk: Desks) -> None:
    office = desk()
    (file,) = office.imports(office.write("a.xml", ZUGFERD_1)).files
    assert (file.profile, file.error, office.rejects()) == ("zugferd-1", None, [])
    assert office.rows("invoices", "invoice_number", "client_id", "due_date", "total_amount", "purchase_order") == [
        ("Z-1", "DE1", "2026-03-15", "119.00", "B-7")
    ]
    assert office.rows("invoice_lines", "description", "quantity", "net_amount", "tax_rate") == [
        ("Beratung", "2.00", "100.00", "19.00")
    ]


@pytest.mark.parametrize(("discount", "net"), [("-10", "90"), ("10", "90"), ("-10", "110")])
def test_a_discount_has_the_sign_that_makes_the_net(desk: Desks, discount: str, net: str) -> None:
    # The first ZUGFeRD's own EXTENDED samples state a discount as -21.55; its successors state it as 21.55, and
    # there a negative discount gives the money back.
    allowance = f"""<a:SpecifiedTradeAllowanceCharge><a:ChargeIndicator><u:Indicator>false</u:Indicator>
</a:ChargeIndicator><a:ActualAmount>{discount}</a:ActualAmount><a:Reason>Rabatt</a:Reason>
</a:SpecifiedTradeAllowanceCharge>"""
    remark = """<a:IncludedSupplyChainTradeLineItem><a:AssociatedDocumentLineDocument><a:IncludedNote>
<a:Content>Wir danken.</a:Content></a:IncludedNote></a:AssociatedDocumentLineDocument>
</a:IncludedSupplyChainTradeLineItem>"""
    text = ZUGFERD_1.replace("<a:SpecifiedTradePaymentTerms>", allowance + "<a:SpecifiedTradePaymentTerms>")
    text = text.replace("<a:IncludedSupplyChainTradeLineItem>", remark + "<a:IncludedSupplyChainTradeLineItem>", 1)
    text = text.replace('<a:TaxBasisTotalAmount currencyID="EUR">100', f'<a:TaxBasisTotalAmount currencyID="EUR">{net}')
    gross = int(net) + 19
    text = text.replace('EUR">119', f'EUR">{gross}')
    office = desk()
    office.imports(office.write("a.xml", text))
    assert office.rejects() == []
    assert office.rows("invoices", "invoice_number", "total_amount") == [("Z-1", f"{gross}.00")]
    assert office.rows("invoice_lines", "description", "net_amount") == [
        ("Beratung", "100.00"),
        ("Rabatt", f"{int(net) - 100}.00"),
    ]


def final_ubl(code: str) -> str:
    named = (
        "<a:BillingReference><a:InvoiceDocumentReference><b:ID>V-1</b:ID>"
        f"<b:DocumentTypeCode>{code}</b:DocumentTypeCode></a:InvoiceDocumentReference></a:BillingReference>"
    )
    return ubl("F-1", further=named, sums=sums(PrepaidAmount="21.00", PayableAmount="100.00"))


def final_cii() -> str:
    paid = (
        "<a:SpecifiedAdvancePayment><a:PaidAmount>21</a:PaidAmount><a:InvoiceSpecifiedReferencedDocument>"
        "<a:IssuerAssignedID>V-1</a:IssuerAssignedID></a:InvoiceSpecifiedReferencedDocument></a:SpecifiedAdvancePayment>"
    )
    return CII.format(terms=paid)


ADVANCE = ubl("V-1", kind="386", net="17.36", tax="3.64", total="21.00")


@pytest.mark.parametrize(
    ("final", "warned"),
    [
        pytest.param(final_ubl("386"), True, id="UBL"),
        pytest.param(final_cii(), True, id="ZUGFeRD"),
        pytest.param(final_ubl("380"), False, id="an earlier invoice that is none in advance"),
    ],
)
def test_an_advance_invoice_beside_the_final_one_is_told(final: str, desk: Desks, *, warned: bool) -> None:
    for order in ((ADVANCE, final), (final, ADVANCE)):
        office = desk()
        first, second = (office.write(f"{place}.xml", text) for place, text in enumerate(order))
        (alone,) = office.imports(first).files
        (file,) = office.imports(second).files
        told = {"advance_counted_twice": 1} if warned else {}
        assert (alone.error, file.error, alone.warnings, file.warnings) == (None, None, {}, told)
        assert office.rejects() == []
        # Imported again they say nothing new, and are told no more.
        assert [again.warnings for again in office.imports(first, second).files] == [{}, {}]
        assert sum(Decimal(row[2]) for row in office.aging()) == Decimal("121.00")
        assert office.differences() == []


MEXICAN = [
    # the final invoice: its total, and what takes the advance of 16.00 off
    pytest.param("116.00", True, id="a credit note"),
    pytest.param("100.00", False, id="a discount"),
]


@pytest.mark.parametrize(("total", "credited"), MEXICAN)
def test_a_mexican_advance_is_taken_off_once(total: str, desk: Desks, *, credited: bool) -> None:
    advance, final, credit = (f"{digit * 8}-1111-4222-8333-444444444444" for digit in "123")
    office = desk()
    documents = [
        cfdi("", advance, folio="1", total="16.00"),
        cfdi(related("07", advance), final, folio="2", total=total),
        *([cfdi(related("07", final), credit, folio="3", kind="E", total="16.00")] if credited else []),
    ]
    result = office.imports(*(office.write(f"{place}.xml", text) for place, text in enumerate(documents)))
    assert not result.failed
    assert office.rejects() == []
    # The advance and the rest are owed until they are paid, 116.00 in all.
    assert office.aging() == [("116.00", "0.00", "116.00")]
    assert office.differences() == []

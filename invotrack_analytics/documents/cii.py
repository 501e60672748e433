"""CII: an invoice or credit note as UN/CEFACT's Cross Industry Invoice (D16B), in the profile of EN 16931.

It is the XML of Factur-X and ZUGFeRD too.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invotrack_analytics.documents.einvoice import EN_16931, PEPPOL_PROCESS, XRECHNUNG, EInvoice, Item, Tax, figure
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.markup import Element, Markup, finished
from invotrack_analytics.documents.receivers.claims import claim_of
from invotrack_analytics.documents.trader import Trader
from invotrack_analytics.documents.vat import Category

_STANDARD = "urn:un:unece:uncefact:data:standard:"
_NAMESPACES = {
    "rsm": f"{_STANDARD}CrossIndustryInvoice:100",
    "ram": f"{_STANDARD}ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_STANDARD}UnqualifiedDataType:100",
    "qdt": f"{_STANDARD}QualifiedDataType:100",
}
_DAY = "102"  # year, month and day without anything between
_VAT_NUMBER, _TAX_REGISTRATION = "VA", "FC"
_markup = Markup(_NAMESPACES)


def render_cii(document: InvoiceDocument) -> bytes:
    """The document as a CII file; equal documents give equal bytes.

    Raises InvotrackError with every reason that `einvoice.gaps` tells.
    """
    invoice = EInvoice(document)
    claims = claim_of(document).claims
    guideline = XRECHNUNG if claims.startswith("xrechnung") else EN_16931
    process = PEPPOL_PROCESS if claims.startswith("xrechnung") else "S1" if claims == "ctc-fr" else None
    root = _markup.always(
        "rsm:CrossIndustryInvoice",
        _markup(
            "rsm:ExchangedDocumentContext",
            _markup("ram:BusinessProcessSpecifiedDocumentContextParameter", _markup("ram:ID", process)),
            _markup("ram:GuidelineSpecifiedDocumentContextParameter", _markup("ram:ID", guideline)),
        ),
        _markup(
            "rsm:ExchangedDocument",
            _markup("ram:ID", document.number),
            _markup("ram:TypeCode", invoice.type_code),
            _day("ram:IssueDateTime", document.issue_date),
            _markup("ram:IncludedNote", _markup("ram:Content", invoice.note)),
        ),
        _markup(
            "rsm:SupplyChainTradeTransaction",
            *(_line(item, invoice) for item in invoice.items),
            _agreement(invoice),
            _delivery(invoice),
            _settlement(invoice),
        ),
    )
    return finished(root, _NAMESPACES)


def _line(item: Item, invoice: EInvoice) -> Element | None:
    base = None if item.price_base is None else figure(item.price_base)
    return _markup(
        "ram:IncludedSupplyChainTradeLineItem",
        _markup("ram:AssociatedDocumentLineDocument", _markup("ram:LineID", item.line_id)),
        _markup("ram:SpecifiedTradeProduct", _markup("ram:Name", item.name)),
        _markup(
            "ram:SpecifiedLineTradeAgreement",
            _markup(
                "ram:NetPriceProductTradePrice",
                _markup("ram:ChargeAmount", figure(item.price)),
                _markup("ram:BasisQuantity", base, unitCode=item.unit_code),
            ),
        ),
        _markup(
            "ram:SpecifiedLineTradeDelivery",
            _markup("ram:BilledQuantity", figure(item.quantity), unitCode=item.unit_code),
        ),
        _markup(
            "ram:SpecifiedLineTradeSettlement",
            _markup(
                "ram:ApplicableTradeTax",
                _markup("ram:TypeCode", "VAT"),
                _markup("ram:CategoryCode", item.category.code),
                _rate(item.category),
            ),
            _allowance(item.discount_amount, item.discount_reason, invoice) if item.discount_amount else None,
            _markup(
                "ram:SpecifiedTradeSettlementLineMonetarySummation",
                _markup("ram:LineTotalAmount", invoice.amount(item.net_amount)),
            ),
        ),
    )


def _agreement(invoice: EInvoice) -> Element | None:
    document = invoice.document
    return _markup(
        "ram:ApplicableHeaderTradeAgreement",
        _markup("ram:BuyerReference", invoice.buyer_reference),
        _party("ram:SellerTradeParty", invoice.seller),
        _party("ram:BuyerTradeParty", invoice.buyer),
        _markup("ram:BuyerOrderReferencedDocument", _markup("ram:IssuerAssignedID", document.purchase_order)),
        _markup("ram:ContractReferencedDocument", _markup("ram:IssuerAssignedID", document.contract_reference)),
        _fiscal(document),
    )


def _fiscal(document: InvoiceDocument) -> Element | None:
    """BG-24: where the tax office tells of it."""
    if not document.fiscal_url:
        return None
    return _markup(
        "ram:AdditionalReferencedDocument",
        _markup("ram:IssuerAssignedID", "QR tributario"),
        _markup("ram:URIID", document.fiscal_url),
        _markup("ram:TypeCode", "916"),
    )


def _party(name: str, trader: Trader) -> Element | None:
    one, two, three = (*trader.address, None, None, None)[:3]
    scheme, address = trader.endpoint or ("", None)
    register, legal_id = trader.legal_id or (None, None)
    return _markup(
        name,
        _markup("ram:Name", trader.name),
        _markup("ram:SpecifiedLegalOrganization", _markup("ram:ID", legal_id, schemeID=register)),
        _markup(
            "ram:DefinedTradeContact",
            _markup("ram:PersonName", trader.contact),
            _markup(
                "ram:TelephoneUniversalCommunication",
                _markup("ram:CompleteNumber", trader.phone),
            ),
            _markup("ram:EmailURIUniversalCommunication", _markup("ram:URIID", trader.email)),
        ),
        _markup(
            "ram:PostalTradeAddress",
            _markup("ram:PostcodeCode", trader.postal_code),
            _markup("ram:LineOne", one),
            _markup("ram:LineTwo", two),
            _markup("ram:LineThree", three),
            _markup("ram:CityName", trader.city),
            _markup("ram:CountryID", trader.country),
        ),
        _markup("ram:URIUniversalCommunication", _markup("ram:URIID", address, schemeID=scheme)),
        _registration(trader.vat_number, _VAT_NUMBER),
        _registration(trader.tax_registration, _TAX_REGISTRATION),
    )


def _registration(number: str | None, scheme: str) -> Element | None:
    return _markup("ram:SpecifiedTaxRegistration", _markup("ram:ID", number, schemeID=scheme))


def _delivery(invoice: EInvoice) -> Element | None:
    day = _day("ram:OccurrenceDateTime", invoice.delivery_date)
    return _markup("ram:ApplicableHeaderTradeDelivery", _markup("ram:ActualDeliverySupplyChainEvent", day))


def _settlement(invoice: EInvoice) -> Element | None:
    document = invoice.document
    return _markup(
        "ram:ApplicableHeaderTradeSettlement",
        _markup("ram:PaymentReference", document.number if invoice.iban else None),
        _markup("ram:InvoiceCurrencyCode", document.currency),
        _payment_means(invoice),
        *(_tax(tax, invoice) for tax in invoice.taxes),
        _markup(
            "ram:BillingSpecifiedPeriod",
            _day("ram:StartDateTime", document.period_start),
            _day("ram:EndDateTime", document.period_end),
        ),
        *(_allowance(one.amount, one.reason, invoice, one.category) for one in invoice.discounts),
        _markup(
            "ram:SpecifiedTradePaymentTerms",
            _markup("ram:Description", invoice.terms),
            _day("ram:DueDateDateTime", document.due_date if invoice.is_invoice else None),
        ),
        _markup(
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            _markup("ram:LineTotalAmount", invoice.amount(document.lines_amount)),
            _markup(
                "ram:AllowanceTotalAmount",
                invoice.amount(document.allowance_amount) if document.allowances else None,
            ),
            _markup("ram:TaxBasisTotalAmount", invoice.amount(document.net_amount)),
            _markup("ram:TaxTotalAmount", invoice.amount(document.tax_amount), currencyID=document.currency),
            _markup("ram:GrandTotalAmount", invoice.amount(document.total_amount)),
            _markup(
                "ram:TotalPrepaidAmount",
                invoice.amount(document.withheld_amount) if document.withholdings else None,
            ),
            _markup("ram:DuePayableAmount", invoice.amount(document.payable_amount)),
        ),
        _preceding(document),
    )


def _allowance(amount: Decimal, reason: str, invoice: EInvoice, category: Category | None = None) -> Element | None:
    return _markup(
        "ram:SpecifiedTradeAllowanceCharge",
        _markup("ram:ChargeIndicator", _markup("udt:Indicator", "false")),
        _markup("ram:ActualAmount", invoice.amount(amount)),
        _markup("ram:Reason", reason),
        _markup(
            "ram:CategoryTradeTax",
            _markup("ram:TypeCode", "VAT"),
            _markup("ram:CategoryCode", category.code),
            _rate(category),
        )
        if category
        else None,
    )


def _payment_means(invoice: EInvoice) -> Element | None:
    if not invoice.is_invoice and (invoice.is_german or claim_of(invoice.document).claims.startswith("xrechnung")):
        return _markup("ram:SpecifiedTradeSettlementPaymentMeans", _markup("ram:TypeCode", invoice.payment_means))
    if not invoice.iban:
        return None
    return _markup(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        _markup("ram:TypeCode", invoice.payment_means),
        _markup(
            "ram:PayeePartyCreditorFinancialAccount",
            _markup("ram:IBANID", invoice.iban),
            _markup("ram:AccountName", invoice.seller.name),
        ),
    )


def _tax(tax: Tax, invoice: EInvoice) -> Element | None:
    return _markup(
        "ram:ApplicableTradeTax",
        _markup("ram:CalculatedAmount", invoice.amount(tax.tax_amount)),
        _markup("ram:TypeCode", "VAT"),
        _markup("ram:ExemptionReason", tax.category.reason),
        _markup("ram:BasisAmount", invoice.amount(tax.taxable_amount)),
        _markup("ram:CategoryCode", tax.category.code),
        _markup("ram:ExemptionReasonCode", tax.category.reason_code),
        # Outside the scope of VAT a line has no rate (BR-O-05), but a breakdown is to have one (BR-DE-14).
        _markup("ram:RateApplicablePercent", figure(tax.category.rate or Decimal(0))),
    )


def _rate(category: Category) -> Element | None:
    return _markup("ram:RateApplicablePercent", None if category.rate is None else figure(category.rate))


def _preceding(document: InvoiceDocument) -> Element | None:
    if not document.preceding_invoice_number:
        return None
    return _markup(
        "ram:InvoiceReferencedDocument",
        _markup("ram:IssuerAssignedID", document.preceding_invoice_number),
        _day("ram:FormattedIssueDateTime", document.preceding_issue_date, kind="qdt"),
    )


def _day(name: str, day: date | None, kind: str = "udt") -> Element | None:
    text = day.strftime("%Y%m%d") if day else None
    return _markup(name, _markup(f"{kind}:DateTimeString", text, format=_DAY))

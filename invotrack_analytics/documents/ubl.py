"""UBL 2.1: an invoice or credit note as Peppol BIS Billing 3 has it, or plain EN 16931 where Peppol asks for more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invotrack_analytics.documents.einvoice import (
    EN_16931,
    PEPPOL,
    PEPPOL_PROCESS,
    XRECHNUNG,
    EInvoice,
    Item,
    Tax,
    figure,
)
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.markup import Element, Markup, finished
from invotrack_analytics.documents.receivers.claims import claim_of
from invotrack_analytics.documents.trader import Trader
from invotrack_analytics.documents.vat import Category

_COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:"
_AGGREGATE = f"{_COMPONENTS}CommonAggregateComponents-2"
_BASIC = f"{_COMPONENTS}CommonBasicComponents-2"
_CUSTOMIZATIONS = {"peppol": PEPPOL, "xrechnung": XRECHNUNG}
_PROCESSES = {"peppol": PEPPOL_PROCESS, "xrechnung": PEPPOL_PROCESS, "xrechnung-cii": PEPPOL_PROCESS, "ctc-fr": "S1"}


def render_ubl(document: InvoiceDocument) -> bytes:
    """The document as a UBL 2.1 file; equal documents give equal bytes.

    It names the Peppol specification if both parties have an electronic address and the buyer a reference or an order,
    else that of EN 16931 alone. Raises InvotrackError with every reason that `einvoice.gaps` tells.
    """
    return _Ubl(EInvoice(document)).render()


class _Ubl:
    def __init__(self, invoice: EInvoice) -> None:
        self.invoice = invoice
        self.document = invoice.document
        self.claims = claim_of(invoice.document).claims
        self.kind = "Invoice" if invoice.is_invoice else "CreditNote"
        self.namespace = f"{_COMPONENTS}{self.kind}-2"
        self.markup = Markup({"doc": self.namespace, "cac": _AGGREGATE, "cbc": _BASIC})

    def render(self) -> bytes:
        invoice, document, markup = self.invoice, self.document, self.markup
        root = markup.always(
            f"doc:{self.kind}",
            markup("cbc:CustomizationID", _CUSTOMIZATIONS.get(self.claims, EN_16931)),
            markup("cbc:ProfileID", _PROCESSES.get(self.claims)),
            markup("cbc:ID", document.number),
            self._day("cbc:IssueDate", document.issue_date),
            self._day("cbc:DueDate", document.due_date) if invoice.is_invoice else None,
            markup(f"cbc:{self.kind}TypeCode", invoice.type_code),
            markup("cbc:Note", invoice.note),
            markup("cbc:DocumentCurrencyCode", document.currency),
            markup("cbc:BuyerReference", invoice.buyer_reference),
            markup(
                "cac:InvoicePeriod",
                self._day("cbc:StartDate", document.period_start),
                self._day("cbc:EndDate", document.period_end),
            ),
            markup("cac:OrderReference", markup("cbc:ID", document.purchase_order)),
            self._preceding(),
            markup("cac:ContractDocumentReference", markup("cbc:ID", document.contract_reference)),
            self._fiscal(),
            markup("cac:AccountingSupplierParty", self._party(invoice.seller)),
            markup("cac:AccountingCustomerParty", self._party(invoice.buyer)),
            markup("cac:Delivery", self._day("cbc:ActualDeliveryDate", invoice.delivery_date)),
            self._payment_means(),
            markup("cac:PaymentTerms", markup("cbc:Note", invoice.terms)),
            *(self._allowance(one.amount, one.reason, one.category) for one in invoice.discounts),
            markup("cac:TaxTotal", self._money("cbc:TaxAmount", document.tax_amount), *map(self._tax, invoice.taxes)),
            markup(
                "cac:LegalMonetaryTotal",
                self._money("cbc:LineExtensionAmount", document.lines_amount),
                self._money("cbc:TaxExclusiveAmount", document.net_amount),
                self._money("cbc:TaxInclusiveAmount", document.total_amount),
                self._money("cbc:AllowanceTotalAmount", document.allowance_amount) if document.allowances else None,
                self._money("cbc:PrepaidAmount", document.withheld_amount) if document.withholdings else None,
                self._money("cbc:PayableAmount", document.payable_amount),
            ),
            *map(self._line, invoice.items),
        )
        return finished(root, {"cac": _AGGREGATE, "cbc": _BASIC}, self.namespace)

    def _preceding(self) -> Element | None:
        document, markup = self.document, self.markup
        if not document.preceding_invoice_number:
            return None
        return markup(
            "cac:BillingReference",
            markup(
                "cac:InvoiceDocumentReference",
                markup("cbc:ID", document.preceding_invoice_number),
                self._day("cbc:IssueDate", document.preceding_issue_date),
            ),
        )

    def _fiscal(self) -> Element | None:
        """BG-24: where the tax office tells of it."""
        url = self.document.fiscal_url
        if not url:
            return None
        markup = self.markup
        return markup(
            "cac:AdditionalDocumentReference",
            markup("cbc:ID", "QR tributario"),
            markup("cac:Attachment", markup("cac:ExternalReference", markup("cbc:URI", url))),
        )

    def _party(self, trader: Trader) -> Element | None:
        markup = self.markup
        scheme, address = trader.endpoint or ("", None)
        register, legal_id = trader.legal_id or (None, None)
        street, additional, rest = (*trader.address, None, None, None)[:3]
        return markup(
            "cac:Party",
            markup("cbc:EndpointID", address, schemeID=scheme),
            markup("cac:PartyName", markup("cbc:Name", trader.name)),
            markup(
                "cac:PostalAddress",
                markup("cbc:StreetName", street),
                markup("cbc:AdditionalStreetName", additional),
                markup("cbc:CityName", trader.city),
                markup("cbc:PostalZone", trader.postal_code),
                markup("cac:AddressLine", markup("cbc:Line", rest)),
                markup("cac:Country", markup("cbc:IdentificationCode", trader.country)),
            ),
            self._registration(trader.vat_number, "VAT"),
            self._registration(trader.tax_registration, "TAX"),
            markup(
                "cac:PartyLegalEntity",
                markup("cbc:RegistrationName", trader.name),
                markup("cbc:CompanyID", legal_id, schemeID=register),
            ),
            markup(
                "cac:Contact",
                markup("cbc:Name", trader.contact),
                markup("cbc:Telephone", trader.phone),
                markup("cbc:ElectronicMail", trader.email),
            ),
        )

    def _registration(self, number: str | None, scheme: str) -> Element | None:
        if not number:
            return None
        return self.markup("cac:PartyTaxScheme", self.markup("cbc:CompanyID", number), self._scheme(scheme))

    def _payment_means(self) -> Element | None:
        invoice, markup = self.invoice, self.markup
        if not invoice.is_invoice and (invoice.is_german or self.claims == "xrechnung"):
            return markup("cac:PaymentMeans", markup("cbc:PaymentMeansCode", invoice.payment_means))
        if not invoice.iban:
            return None
        return markup(
            "cac:PaymentMeans",
            markup("cbc:PaymentMeansCode", invoice.payment_means),
            markup("cbc:PaymentID", self.document.number),
            markup(
                "cac:PayeeFinancialAccount",
                markup("cbc:ID", invoice.iban),
                markup("cbc:Name", invoice.seller.name),
            ),
        )

    def _tax(self, tax: Tax) -> Element | None:
        return self.markup(
            "cac:TaxSubtotal",
            self._money("cbc:TaxableAmount", tax.taxable_amount),
            self._money("cbc:TaxAmount", tax.tax_amount),
            self._category("cac:TaxCategory", tax.category, reasoned=True),
        )

    def _category(self, name: str, category: Category, *, reasoned: bool) -> Element | None:
        markup = self.markup
        return markup(
            name,
            markup("cbc:ID", category.code),
            # Outside the scope of VAT a line has no rate (BR-O-05), but a breakdown is to have one (BR-DE-14).
            markup("cbc:Percent", ("0" if reasoned else None) if category.rate is None else figure(category.rate)),
            markup("cbc:TaxExemptionReasonCode", category.reason_code if reasoned else None),
            markup("cbc:TaxExemptionReason", category.reason if reasoned else None),
            self._scheme("VAT"),
        )

    def _scheme(self, name: str) -> Element | None:
        return self.markup("cac:TaxScheme", self.markup("cbc:ID", name))

    def _line(self, item: Item) -> Element | None:
        markup = self.markup
        quantity = "cbc:InvoicedQuantity" if self.invoice.is_invoice else "cbc:CreditedQuantity"
        base = None if item.price_base is None else figure(item.price_base)
        return markup(
            f"cac:{self.kind}Line",
            markup("cbc:ID", item.line_id),
            markup(quantity, figure(item.quantity), unitCode=item.unit_code),
            self._money("cbc:LineExtensionAmount", item.net_amount),
            self._allowance(item.discount_amount, item.discount_reason) if item.discount_amount else None,
            markup(
                "cac:Item",
                markup("cbc:Name", item.name),
                self._category("cac:ClassifiedTaxCategory", item.category, reasoned=False),
            ),
            markup(
                "cac:Price",
                markup("cbc:PriceAmount", figure(item.price), currencyID=self.document.currency),
                markup("cbc:BaseQuantity", base, unitCode=item.unit_code),
            ),
        )

    def _allowance(self, amount: Decimal, reason: str, category: Category | None = None) -> Element | None:
        markup = self.markup
        return markup(
            "cac:AllowanceCharge",
            markup("cbc:ChargeIndicator", "false"),
            markup("cbc:AllowanceChargeReason", reason),
            self._money("cbc:Amount", amount),
            self._category("cac:TaxCategory", category, reasoned=False) if category else None,
        )

    def _money(self, name: str, amount: Decimal) -> Element | None:
        return self.markup(name, self.invoice.amount(amount), currencyID=self.document.currency)

    def _day(self, name: str, day: date | None) -> Element | None:
        return self.markup(name, day.isoformat() if day else None)

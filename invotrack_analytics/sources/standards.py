"""Standards: the electronic invoices that are read, those of Europe's EN 16931 here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from invotrack_analytics.sources.national_standards import CFDI, FACTURAE
from invotrack_analytics.sources.standard import Standard


def _renamed(paths: Any, names: Mapping[str, str]) -> Any:
    """The same paths, one or many, under other names for their elements."""
    if isinstance(paths, str):
        return re.sub(r"\w+", lambda word: names.get(word[0], word[0]), paths)
    if isinstance(paths, tuple):
        return tuple(_renamed(path, names) for path in paths)
    return {field_name: _renamed(ways, names) for field_name, ways in paths.items()}


_UBL_BUYER = "AccountingCustomerParty/Party"
_UBL_VAT = "PartyTaxScheme[translate(TaxScheme/ID, 'vat', 'VAT')='VAT']/CompanyID"
# What Colombia's tax office calls its VAT, and none.
_UBL_NIT = "PartyTaxScheme[TaxScheme/ID='01' or TaxScheme/ID='ZZ']/CompanyID"
_UBL_LINE_TAX = "Item/ClassifiedTaxCategory/Percent"
# A line's discount is told where nothing else is taken off or put on it; its price is before that.
_UBL_DISCOUNT = "self::*[count(AllowanceCharge)=1]/AllowanceCharge[ChargeIndicator='false'][Amount>=0]"
_UBL_UNTAXED = "TaxTotal/TaxSubtotal/TaxCategory[ID!='S']"
_UBL_EXEMPTION = f"parent::*[count({_UBL_UNTAXED})=1]/{_UBL_UNTAXED}/TaxExemptionReason"

UBL = Standard(
    name="ubl",
    roots={"Invoice": ":ubl:schema:xsd:Invoice-2", "CreditNote": ":ubl:schema:xsd:CreditNote-2"},
    documents="descendant-or-self::Invoice | descendant-or-self::CreditNote",
    head={
        "invoice_number": ("ID",),
        "issue_date": ("IssueDate",),
        "type_code": ("InvoiceTypeCode", "CreditNoteTypeCode"),
        "credit_document": ("name(self::CreditNote)",),
        "due_date": (
            "DueDate",
            "PaymentMeans/PaymentDueDate",
            "PaymentTerms/PaymentDueDate",
            "PaymentTerms/InstallmentDueDate",
        ),
        "terms": ("PaymentTerms/Note",),
        "currency": ("DocumentCurrencyCode",),
        "net_amount": ("LegalMonetaryTotal/TaxExclusiveAmount", "LegalMonetaryTotal/LineExtensionAmount"),
        "lines_sum": ("LegalMonetaryTotal/LineExtensionAmount",),
        "charges_sum": ("LegalMonetaryTotal/ChargeTotalAmount",),
        "allowances_sum": ("LegalMonetaryTotal/AllowanceTotalAmount",),
        "tax_amount": (
            "TaxTotal/TaxAmount[@currencyID=string(ancestor::*/DocumentCurrencyCode)]",
            "TaxTotal[not(../DocumentCurrencyCode)]/TaxAmount",
        ),
        "total_amount": ("LegalMonetaryTotal/TaxInclusiveAmount", "LegalMonetaryTotal/PayableAmount"),
        "prepaid_amount": ("LegalMonetaryTotal/PrepaidAmount",),
        "withheld_amount": ("WithholdingTaxTotal/TaxAmount",),
        "payable_amount": ("LegalMonetaryTotal/PayableAmount",),
        "rounding_amount": ("LegalMonetaryTotal/PayableRoundingAmount",),
        "purchase_order": ("OrderReference/ID",),
        "notes": ("Note",),
        "name": (f"{_UBL_BUYER}/PartyLegalEntity/RegistrationName", f"{_UBL_BUYER}/PartyName/Name"),
        "tax_id": (f"{_UBL_BUYER}/{_UBL_VAT}", f"{_UBL_BUYER}/{_UBL_NIT}"),
        "email": (f"{_UBL_BUYER}/Contact/ElectronicMail",),
        "phone": (f"{_UBL_BUYER}/Contact/Telephone",),
        "address": (f"{_UBL_BUYER}/PostalAddress/StreetName", f"{_UBL_BUYER}/PostalAddress/AddressLine/Line"),
        "city": (f"{_UBL_BUYER}/PostalAddress/CityName",),
        "postal_code": (f"{_UBL_BUYER}/PostalAddress/PostalZone",),
        "country": (f"{_UBL_BUYER}/PostalAddress/Country/IdentificationCode",),
    },
    lines="InvoiceLine | CreditNoteLine",
    line={
        "description": ("Item/Name", "Item/Description"),
        "quantity": ("InvoicedQuantity", "CreditedQuantity"),
        "unit_price": ("Price/PriceAmount",),
        "price_quantity": ("Price/BaseQuantity",),
        "net_amount": ("LineExtensionAmount",),
        "tax_rate": (_UBL_LINE_TAX,),
        "category": ("Item/CommodityClassification/ItemClassificationCode",),
        "discount_amount": (f"{_UBL_DISCOUNT}/Amount",),
        "discount_reason": (f"{_UBL_DISCOUNT}/AllowanceChargeReason",),
        "tax_category": ("Item/ClassifiedTaxCategory/ID",),
        "tax_exemption_reason": (f"self::*[Item/ClassifiedTaxCategory/ID!='S']/{_UBL_EXEMPTION}",),
    },
    allowances="AllowanceCharge",
    allowance={
        "description": ("AllowanceChargeReason", "AllowanceChargeReasonCode"),
        "net_amount": ("Amount",),
        "is_charge": ("ChargeIndicator",),
        "tax_rate": ("TaxCategory/Percent",),
        "tax_category": ("TaxCategory/ID",),
        "tax_exemption_reason": (f"self::*[TaxCategory/ID!='S']/{_UBL_EXEMPTION}",),
    },
    instalments="PaymentTerms[Amount and (InstallmentDueDate or PaymentDueDate)]",
    instalment={"due_date": ("InstallmentDueDate", "PaymentDueDate"), "amount": ("Amount",)},
    # An advance invoice (386) is only named to be taken off.
    advances="BillingReference/InvoiceDocumentReference[DocumentTypeCode='386']/ID",
    earlier="BillingReference/InvoiceDocumentReference[not(DocumentTypeCode='386')]",
    earlier_document={
        "invoice_number": ("ID",),
        "is_replaced": ("boolean(ancestor::Invoice/InvoiceTypeCode='384')",),
    },
    seller_tax_ids=tuple(f"AccountingSupplierParty/Party/{way}" for way in (_UBL_VAT, _UBL_NIT)),
    buyer_tax_ids=(f"{_UBL_BUYER}/{_UBL_VAT}", f"{_UBL_BUYER}/{_UBL_NIT}"),
)

_CII = "SupplyChainTradeTransaction"
_CII_AGREED = f"{_CII}/ApplicableHeaderTradeAgreement"
_CII_SETTLED = f"{_CII}/ApplicableHeaderTradeSettlement"
_CII_BUYER = f"{_CII_AGREED}/BuyerTradeParty"
_CII_SUMS = f"{_CII_SETTLED}/SpecifiedTradeSettlementHeaderMonetarySummation"
_CII_VAT = "SpecifiedTaxRegistration/ID[@schemeID='VA']"
_CII_LINE = "SpecifiedLineTradeSettlement"
_CII_DISCOUNT = (
    f"{_CII_LINE}[count(SpecifiedTradeAllowanceCharge)=1]"
    "/SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator='false'][ActualAmount>=0]"
)
_CII_UNTAXED = "ApplicableTradeTax[CategoryCode!='S']"
_CII_EXEMPTION = f"[count({_CII_UNTAXED})=1]/{_CII_UNTAXED}/ExemptionReason"

CII = Standard(
    name="cii",
    roots={"CrossIndustryInvoice": ""},
    documents="descendant-or-self::CrossIndustryInvoice",
    head={
        "invoice_number": ("ExchangedDocument/ID",),
        "issue_date": ("ExchangedDocument/IssueDateTime/*",),
        "type_code": ("ExchangedDocument/TypeCode",),
        "due_date": (f"{_CII_SETTLED}/SpecifiedTradePaymentTerms/DueDateDateTime/*",),
        "terms": (f"{_CII_SETTLED}/SpecifiedTradePaymentTerms/Description",),
        "currency": (f"{_CII_SETTLED}/InvoiceCurrencyCode",),
        "net_amount": (f"{_CII_SUMS}/TaxBasisTotalAmount", f"{_CII_SUMS}/LineTotalAmount"),
        "tax_amount": (
            f"{_CII_SUMS}/TaxTotalAmount[@currencyID=string(ancestor::*/InvoiceCurrencyCode)]",
            f"{_CII_SUMS}/TaxTotalAmount[not(@currencyID)]",
        ),
        "total_amount": (f"{_CII_SUMS}/GrandTotalAmount", f"{_CII_SUMS}/DuePayableAmount"),
        "prepaid_amount": (f"{_CII_SUMS}/TotalPrepaidAmount",),
        "payable_amount": (f"{_CII_SUMS}/DuePayableAmount",),
        "rounding_amount": (f"{_CII_SUMS}/RoundingAmount",),
        "purchase_order": (f"{_CII_AGREED}/BuyerOrderReferencedDocument/IssuerAssignedID",),
        "notes": ("ExchangedDocument/IncludedNote/Content",),
        "name": (f"{_CII_BUYER}/Name",),
        "tax_id": (f"{_CII_BUYER}/{_CII_VAT}",),
        "email": (f"{_CII_BUYER}/DefinedTradeContact/EmailURIUniversalCommunication/URIID",),
        "phone": (f"{_CII_BUYER}/DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",),
        "address": (f"{_CII_BUYER}/PostalTradeAddress/LineOne",),
        "city": (f"{_CII_BUYER}/PostalTradeAddress/CityName",),
        "postal_code": (f"{_CII_BUYER}/PostalTradeAddress/PostcodeCode",),
        "country": (f"{_CII_BUYER}/PostalTradeAddress/CountryID",),
    },
    # Groups and notes among the lines of the EXTENDED profile are not part of the sum.
    lines=f"{_CII}/IncludedSupplyChainTradeLineItem[not(AssociatedDocumentLineDocument/LineStatusReasonCode"
    "[.='GROUP' or .='INFORMATION'])]",
    line={
        "description": ("SpecifiedTradeProduct/Name", "AssociatedDocumentLineDocument/IncludedNote/Content"),
        "quantity": ("SpecifiedLineTradeDelivery/BilledQuantity",),
        "unit_price": ("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",),
        "price_quantity": ("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity",),
        "net_amount": (f"{_CII_LINE}/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",),
        "tax_rate": (f"{_CII_LINE}/ApplicableTradeTax/RateApplicablePercent",),
        "category": ("SpecifiedTradeProduct/DesignatedProductClassification/ClassCode",),
        "discount_amount": (f"{_CII_DISCOUNT}/ActualAmount",),
        "discount_reason": (f"{_CII_DISCOUNT}/Reason",),
        "tax_category": (f"{_CII_LINE}/ApplicableTradeTax/CategoryCode",),
        "tax_exemption_reason": (
            f"self::*[{_CII_LINE}/{_CII_UNTAXED}]/parent::*/ApplicableHeaderTradeSettlement{_CII_EXEMPTION}",
        ),
    },
    allowances=f"{_CII_SETTLED}/SpecifiedTradeAllowanceCharge | {_CII_SETTLED}/SpecifiedLogisticsServiceCharge",
    allowance={
        "description": ("Reason", "Description", "ReasonCode"),
        "net_amount": ("ActualAmount", "AppliedAmount"),
        "is_charge": ("ChargeIndicator/Indicator", "boolean(self::SpecifiedLogisticsServiceCharge)"),
        "tax_rate": ("CategoryTradeTax/RateApplicablePercent", "AppliedTradeTax/RateApplicablePercent"),
        "tax_category": ("CategoryTradeTax/CategoryCode", "AppliedTradeTax/CategoryCode"),
        "tax_exemption_reason": (f"self::*[CategoryTradeTax/CategoryCode!='S']/parent::*{_CII_EXEMPTION}",),
    },
    instalments=f"{_CII_SETTLED}/SpecifiedTradePaymentTerms[DueDateDateTime and PartialPaymentAmount]",
    instalment={"due_date": ("DueDateDateTime/*",), "amount": ("PartialPaymentAmount",)},
    advances=f"{_CII_SETTLED}/SpecifiedAdvancePayment/InvoiceSpecifiedReferencedDocument/IssuerAssignedID | "
    f"{_CII_SETTLED}/InvoiceReferencedDocument[TypeCode='386']/IssuerAssignedID",
    earlier=f"{_CII_SETTLED}/InvoiceReferencedDocument[not(TypeCode='386')]",
    earlier_document={
        "invoice_number": ("IssuerAssignedID",),
        "is_replaced": ("boolean(ancestor::CrossIndustryInvoice/ExchangedDocument/TypeCode='384')",),
    },
    seller_tax_ids=(f"{_CII_AGREED}/SellerTradeParty/{_CII_VAT}",),
    buyer_tax_ids=(f"{_CII_BUYER}/{_CII_VAT}",),
)

_ZUGFERD_1 = {
    "CrossIndustryInvoice": "CrossIndustryDocument",
    "ExchangedDocument": "HeaderExchangedDocument",
    "SupplyChainTradeTransaction": "SpecifiedSupplyChainTradeTransaction",
    "ApplicableHeaderTradeAgreement": "ApplicableSupplyChainTradeAgreement",
    "ApplicableHeaderTradeSettlement": "ApplicableSupplyChainTradeSettlement",
    "SpecifiedTradeSettlementHeaderMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
    "SpecifiedLineTradeAgreement": "SpecifiedSupplyChainTradeAgreement",
    "SpecifiedLineTradeDelivery": "SpecifiedSupplyChainTradeDelivery",
    "SpecifiedLineTradeSettlement": "SpecifiedSupplyChainTradeSettlement",
    "SpecifiedTradeSettlementLineMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
    "RateApplicablePercent": "ApplicablePercent",
    "IssuerAssignedID": "ID",
}
"""What the first version of ZUGFeRD (2014), made from an older CII, calls the elements of today's."""

_renamed_parts = {part.name: _renamed(getattr(CII, part.name), _ZUGFERD_1) for part in fields(Standard)}
ZUGFERD_1 = Standard(**_renamed_parts | {"name": "zugferd-1", "roots": {"CrossIndustryDocument": ""}})

STANDARDS = (UBL, CII, ZUGFERD_1, FACTURAE, CFDI)


def standard_of(local_name: str, namespace: str) -> Standard | None:
    """The standard that a root element of this name is of."""
    for standard in STANDARDS:
        mark = standard.roots.get(local_name)
        if mark is not None and mark in namespace:
            return standard
    return None

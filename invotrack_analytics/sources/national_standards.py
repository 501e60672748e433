"""National standards: Spain's Facturae and Mexico's CFDI."""

from __future__ import annotations

from invotrack_analytics.sources.standard import Standard

_FE_BUYER = "/*/Parties/BuyerParty"
_FE_ADDRESS = f"{_FE_BUYER}/*/*[self::AddressInSpain or self::OverseasAddress]"
_FE_TAX_ID = "TaxIdentification/TaxIdentificationNumber"

FACTURAE = Standard(
    name="facturae",
    roots={"Facturae": ""},
    documents="Invoices/Invoice",
    head={
        "series": ("InvoiceHeader/InvoiceSeriesCode",),
        "number": ("InvoiceHeader/InvoiceNumber",),
        "type_code": ("InvoiceHeader/InvoiceClass",),
        "issue_date": ("InvoiceIssueData/IssueDate",),
        "due_date": ("PaymentDetails/Installment/InstallmentDueDate",),
        "currency": ("InvoiceIssueData/InvoiceCurrencyCode", "/*/FileHeader/Batch/InvoiceCurrencyCode"),
        "net_amount": ("InvoiceTotals/TotalGrossAmountBeforeTaxes", "InvoiceTotals/TotalGrossAmount"),
        "total_amount": ("InvoiceTotals/InvoiceTotal",),
        "prepaid_amount": ("InvoiceTotals/TotalPaymentsOnAccount",),
        # Taxes, and what is kept back until the work is accepted.
        "withheld_amount": (
            "InvoiceTotals/TotalTaxesWithheld[number(.)!=0]",
            "InvoiceTotals/AmountsWithheld/WithholdingAmount",
        ),
        "laid_out": (
            "InvoiceTotals/TotalReimbursableExpenses | InvoiceTotals/TotalFinancialExpenses",
            "InvoiceTotals/ReimbursableExpenses/ReimbursableExpenses/ReimbursableExpensesAmount",
        ),
        "payable_amount": ("InvoiceTotals/TotalExecutableAmount", "InvoiceTotals/TotalOutstandingAmount"),
        "purchase_order": ("Items/InvoiceLine/ReceiverTransactionReference",),
        "notes": ("AdditionalData/InvoiceAdditionalInformation",),
        "name": (
            f"{_FE_BUYER}/LegalEntity/CorporateName",
            (
                f"normalize-space(concat({_FE_BUYER}/Individual/Name, ' ', {_FE_BUYER}/Individual/FirstSurname, ' ', "
                f"{_FE_BUYER}/Individual/SecondSurname))"
            ),
        ),
        "tax_id": (f"{_FE_BUYER}/{_FE_TAX_ID}",),
        "email": (f"{_FE_BUYER}/*/ContactDetails/ElectronicMail",),
        "phone": (f"{_FE_BUYER}/*/ContactDetails/Telephone",),
        "address": (f"{_FE_ADDRESS}/Address",),
        "city": (f"{_FE_ADDRESS}/Town", f"{_FE_ADDRESS}/PostCodeAndTown"),
        "postal_code": (f"{_FE_ADDRESS}/PostCode",),
        "country": (f"{_FE_ADDRESS}/CountryCode",),
    },
    lines="Items/InvoiceLine",
    line={
        "description": ("ItemDescription",),
        "quantity": ("Quantity",),
        "unit_price": ("UnitPriceWithoutTax",),
        "net_amount": ("GrossAmount", "TotalCost"),
        "tax_rate": ("TaxesOutputs/Tax/TaxRate",),
        "category": ("ArticleCode",),
    },
    allowances="InvoiceTotals/GeneralDiscounts/Discount | InvoiceTotals/GeneralSurcharges/Charge",
    allowance={
        "description": ("DiscountReason", "ChargeReason"),
        "net_amount": ("DiscountAmount", "ChargeAmount"),
        "is_charge": ("boolean(self::Charge)",),
    },
    instalments="PaymentDetails/Installment",
    instalment={"due_date": ("InstallmentDueDate",), "amount": ("InstallmentAmount",)},
    earlier="InvoiceHeader/Corrective[InvoiceNumber]",
    earlier_document={
        "series": ("InvoiceSeriesCode",),
        "number": ("InvoiceNumber",),
        # 02, 03 and 04 state differences.
        "is_replaced": ("boolean(self::*[number(CorrectionMethod)=1])",),
    },
    seller_tax_ids=(f"/*/Parties/SellerParty/{_FE_TAX_ID}",),
    buyer_tax_ids=(f"{_FE_BUYER}/{_FE_TAX_ID}",),
)

_STAMP = "Complemento/TimbreFiscalDigital/@UUID"

CFDI = Standard(
    name="cfdi",
    roots={"Comprobante": ""},
    documents="self::Comprobante",
    head={
        "series": ("@Serie", "@serie"),
        "number": ("@Folio", "@folio"),
        "uuid": (_STAMP,),
        "type_code": ("@TipoDeComprobante", "@tipoDeComprobante"),
        "issue_date": ("@Fecha", "@fecha"),
        "terms": ("@CondicionesDePago", "@condicionesDePago"),
        "currency": ("@Moneda",),
        "subtotal": ("@SubTotal", "@subTotal"),
        "discount": ("@Descuento", "@descuento"),
        "total_amount": ("@Total", "@total"),
        "payroll": ("name(Complemento/Nomina)",),
        "name": ("Receptor/@Nombre", "Receptor/@nombre"),
        "tax_id": ("Receptor/@Rfc", "Receptor/@rfc"),
        "address": ("Receptor/Domicilio/@calle",),
        "city": ("Receptor/Domicilio/@municipio", "Receptor/Domicilio/@localidad"),
        "postal_code": ("Receptor/@DomicilioFiscalReceptor", "Receptor/Domicilio/@codigoPostal"),
        "country": ("Receptor/@ResidenciaFiscal",),
    },
    lines="Conceptos/Concepto",
    line={
        "description": ("@Descripcion", "@descripcion"),
        "quantity": ("@Cantidad", "@cantidad"),
        "unit_price": ("@ValorUnitario", "@valorUnitario"),
        "net_amount": ("@Importe", "@importe"),
        "discount": ("@Descuento",),
        "tax_share": ("Impuestos/Traslados/Traslado[@TipoFactor='Tasa']/@TasaOCuota",),
        "category": ("@ClaveProdServ",),
    },
    payments="Complemento/Pagos/Pago/DoctoRelacionado | Complemento/Pagos/Pago[not(DoctoRelacionado)]",
    payment={
        "payment_date": ("@FechaPago", "../@FechaPago"),
        "series": ("@Serie",),
        "number": ("@Folio",),
        "uuid": ("@IdDocumento",),
        "amount": ("@ImpPagado", "@Monto", "../@Monto"),
        "currency": ("@MonedaDR", "@MonedaP", "../@MonedaP"),
        "method": ("@FormaDePagoP", "../@FormaDePagoP"),
        "reference": ("@NumOperacion", "../@NumOperacion"),
        "instalment": ("@NumParcialidad",),
        "place": ("count((self::Pago | parent::Pago)/preceding-sibling::Pago) + 1",),
    },
    # Credit (01), return (03), replacement (04) and the settling of an advance (07).
    earlier="CfdiRelacionados[contains('01 03 04 07', @TipoRelacion)]/CfdiRelacionado",
    earlier_document={"uuid": ("@UUID",), "is_replaced": ("boolean(self::*[../@TipoRelacion='04'])",)},
    seller_tax_ids=("Emisor/@Rfc", "Emisor/@rfc"),
    buyer_tax_ids=("Receptor/@Rfc", "Receptor/@rfc"),
)

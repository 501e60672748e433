"""The words on a document. A language is one more table here; nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH: Mapping[str, str] = {
    "invoice": "Invoice",
    "credit_note": "Credit note",
    "subject": "{kind} {number} from {seller}",
    "billed_to": "Billed to",
    "credited_to": "Credited to",
    "tax_id": "Tax ID {tax_id}",
    "issue_date": "Issue date",
    "due_date": "Due date",
    "period": "Period",
    "period_range": "{start} \N{EN DASH} {end}",
    "purchase_order": "Purchase order",
    "preceding_invoice": "Corrects invoice",
    "currency": "Currency",
    "total_due": "Total due",
    "total_credited": "Total credited",
    "line_number": "No.",
    "description": "Description",
    "quantity": "Quantity",
    "quantity_in_unit": "{quantity} {unit}",
    "unit_price": "Unit price",
    "tax_rate": "Tax",
    "net_amount": "Amount",
    "lines_total": "Sum of lines",
    "discount": "Discount",
    "discounted": "{text} \N{MIDDLE DOT} {reason} {amount}",
    "subtotal": "Subtotal",
    "tax_on": "Tax {rate} on {amount}",
    "total_tax": "Total tax",
    "exempt_AE": "Reverse charge: the recipient accounts for the VAT (Article 196, Directive 2006/112/EC).",
    "exempt_E": "Exempt from VAT.",
    "exempt_G": "Export outside the European Union: exempt from VAT.",
    "exempt_O": "Not subject to VAT.",
    "legal_id": "Company no. {number}",
    "buyer_reference": "Your reference",
    "payment": "Payment",
    "pay_to": "Pay to",
    "account": "Account",
    "reference": "Reference",
    "terms": "Terms",
    "terms_at_once": "Due on receipt",
    "terms_one_day": "1 day",
    "terms_days": "{days} days",
    "terms_credit": "To be set off or refunded",
    "payment_code": "Scan to pay",
    "payment_code_in_words": "QR code of a SEPA credit transfer of {amount} to {account}",
    "attachment": "The invoice for machines (Factur-X, EN 16931)",
    "notes": "Notes",
    "timesheet": "Timesheet",
    "timesheet_of": "The hours behind {kind} {number}",
    "work_date": "Date",
    "employee": "Person",
    "work": "Work",
    "hours": "Hours",
    "rate": "Rate",
    "amount": "Amount",
    "total": "Total",
    "page": "Page {page} of {pages}",
}

_SPANISH: Mapping[str, str] = {
    "invoice": "Factura",
    "credit_note": "Factura rectificativa",
    "subject": "{kind} {number} de {seller}",
    "billed_to": "Cliente",
    "credited_to": "Cliente",
    "tax_id": "NIF {tax_id}",
    "issue_date": "Fecha de emisión",
    "due_date": "Vencimiento",
    "period": "Periodo",
    "period_range": "{start} \N{EN DASH} {end}",
    "purchase_order": "Pedido",
    "preceding_invoice": "Rectifica la factura",
    "currency": "Moneda",
    "total_due": "Total a pagar",
    "total_credited": "Total abonado",
    "line_number": "N.º",
    "description": "Concepto",
    "quantity": "Cantidad",
    "quantity_in_unit": "{quantity} {unit}",
    "unit_price": "Precio",
    "tax_rate": "Impuesto",
    "net_amount": "Importe",
    "lines_total": "Suma de las líneas",
    "discount": "Descuento",
    "discounted": "{text} \N{MIDDLE DOT} {reason} {amount}",
    "subtotal": "Base imponible",
    "tax_on": "Impuesto {rate} sobre {amount}",
    "total_tax": "Total impuestos",
    "exempt_AE": "Inversión del sujeto pasivo: el destinatario liquida el IVA (art. 196, Directiva 2006/112/CE).",
    "exempt_E": "Operación exenta de IVA.",
    "exempt_G": "Exportación fuera de la Unión Europea: exenta de IVA.",
    "exempt_O": "Operación no sujeta a IVA.",
    "legal_id": "Registro n.º {number}",
    "buyer_reference": "Su referencia",
    "payment": "Pago",
    "pay_to": "Beneficiario",
    "account": "Cuenta",
    "reference": "Referencia",
    "terms": "Condiciones",
    "terms_at_once": "Pago a la vista",
    "terms_one_day": "1 día",
    "terms_days": "{days} días",
    "terms_credit": "A compensar o devolver",
    "payment_code": "Escanear para pagar",
    "payment_code_in_words": "Código QR de una transferencia SEPA de {amount} a {account}",
    "attachment": "La factura para sistemas (Factur-X, EN 16931)",
    "notes": "Observaciones",
    "timesheet": "Partes de horas",
    "timesheet_of": "Las horas de la {kind} {number}",
    "work_date": "Fecha",
    "employee": "Persona",
    "work": "Trabajo",
    "hours": "Horas",
    "rate": "Tarifa",
    "amount": "Importe",
    "total": "Total",
    "page": "Página {page} de {pages}",
}

_LABELS: Mapping[str, Mapping[str, str]] = {"en": _ENGLISH, "es": _SPANISH}
_UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {"hours": "h", "days": "d"},
    "es": {"hours": "h", "days": "d"},
}
_FALLBACK = "en"


def languages() -> tuple[str, ...]:
    """The languages (ISO 639) that documents can be written in."""
    return tuple(_LABELS)


def document_language(language: str) -> str:
    """The language whose words a document for readers of `language` (ISO 639) gets: theirs if we have it."""
    return language if language in _LABELS else _FALLBACK


def labels_in(language: str) -> Mapping[str, str]:
    """Every label by its name, in a language that `document_language` gave."""
    return _LABELS[language]


def unit_in(language: str, unit: str) -> str:
    """How a unit is written beside a quantity; one we have no word for is written as it stands."""
    return _UNITS[language].get(unit, unit)


def terms_of_payment(days: int, language: str) -> str:
    """Terms of payment, in days from the issue of the invoice, in words."""
    labels = labels_in(language)
    if days == 0:
        return labels["terms_at_once"]
    return labels["terms_one_day" if days == 1 else "terms_days"].format(days=days)

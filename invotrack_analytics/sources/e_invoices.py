"""Electronic invoices: each document of a file → rows of clients, invoices, lines, payments and write-offs.

What an accountant would expect, and what therefore holds of every standard:

- The total is the amount with tax that the document states, the net its amount without; where the document states no
  tax of its own, tax is what lies between them (so a tax that the buyer withholds lowers it).
- What a document says was paid already, and where it does not say so what its amount to pay is less than its total, is
  a payment on its issue date, `NUMBER-prepaid`, until payments up to that day take its place; its reference names the
  advance invoices by which it was asked for. What is no money is a settlement on the issue date, of its kind: tax that
  the buyer withholds, to pay it to the tax office (`withholding`); an amount to pay rounded down, or up, which asks for
  more than the total and is negative (`rounding`); and, negative too, what was paid for the buyer beside the invoice
  (Facturae's reimbursable expenses, `laid_out`): it is owed, and no sale. What a credit note says was given back
  already is a refund.
- An invoice that falls due on several days, each with its amount, has instalments; what was settled at its issue is
  the first of them. Where they do not make the total it has none, and falls due on the last day.
- A negative invoice is a credit note, a negative credit note an invoice; amounts are always positive. Which invoice a
  credit note reduces is what it says itself (BT-25); one that names its own number names none, and neither does one
  that names several, since it does not say how much of each it takes.
- A corrected invoice that states everything anew replaces the one it names: UBL and CII type 384, Facturae's correction
  method 01, CFDI's relation 04. A negative one, and a correction that states a difference, stands beside it.
- Discounts and charges of the whole document are lines too, so that the lines add up to the net amount. Where they do
  not, a line of its own says by how much.
- Lines are numbered as they stand, because the standards allow texts as line numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.core import get_global

from invotrack_analytics.errors import SourceError
from invotrack_analytics.model.payments import ADVANCES_BETWEEN, PREPAID
from invotrack_analytics.model.write_offs import LAID_OUT, OF_DOCUMENT, ROUNDING, WITHHOLDING
from invotrack_analytics.sources.document_fields import fields_of, number_of, texts_of
from invotrack_analytics.sources.names import id_of_name
from invotrack_analytics.sources.national_standards import CFDI
from invotrack_analytics.sources.net_amount import agreed_net
from invotrack_analytics.sources.payment_receipts import replaced_receipts, reported_payments
from invotrack_analytics.sources.payment_terms import due_date_in
from invotrack_analytics.sources.plain_values import amount_of, iso_day, negated, plus, price_of_one, signed
from invotrack_analytics.sources.settlement import NOTHING, Settlement, settlement
from invotrack_analytics.sources.standard import Standard
from invotrack_analytics.sources.tax_id import same_tax_id
from invotrack_analytics.sources.text_table import RECORD
from invotrack_analytics.sources.xml_files import parse_whole

Row = dict[str, str]

CREDIT_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532", "E", "egreso"})
"""UNTDID 1001 codes of credit notes (EN 16931-1, BT-3), and what Mexico calls them."""
PARTY = ("name", "tax_id", "email", "phone", "address", "city", "postal_code", "country")
CONTENT: Mapping[str, tuple[str, ...]] = {
    "clients": ("client_id", *PARTY),
    "invoices": (
        "invoice_number",
        "client_id",
        "issue_date",
        "due_date",
        "currency",
        "net_amount",
        "tax_amount",
        "total_amount",
        "kind",
        "preceding_invoice_number",
        "purchase_order",
        "notes",
    ),
    "invoice_lines": (
        "invoice_number",
        "line_number",
        "description",
        "quantity",
        "unit_price",
        "net_amount",
        "tax_rate",
        "category",
        "discount_amount",
        "discount_reason",
        "tax_category",
        "tax_exemption_reason",
    ),
    "replacements": ("invoice_number", "replaced_invoice_number"),
    "replaced_receipts": ("receipt", "replaced_receipt"),
    "instalments": ("invoice_number", "instalment_number", "due_date", "amount"),
    "payments": (
        "payment_id",
        "payment_date",
        "amount",
        "client_id",
        "invoice_number",
        "currency",
        "method",
        "reference",
        "receipt",
        "invoice_stamp",
    ),
    "write_offs": ("invoice_number", "write_off_date", "amount", "reason", "kind"),
}
"""Which columns the documents fill, data set by data set; each row's element is its data set."""
FOLIO = "Folio fiscal "
"""What stands before the stamp (UUID) of a Mexican invoice in its notes; it is printed on the invoice so."""
_TOLERANCE = Decimal("0.02")
_ANYBODY = frozenset({"XAXX010101000", "XEXX010101000"})
"""Mexico's tax ids for whoever has none: no client is told by them."""
_PESOS = frozenset({"PESOS", "PESO", "MN", "M.N.", "PESO MEXICANO", "PESOS MEXICANOS", "NACIONAL"})


def read_documents(path: Path, shown: Path, standard: Standard, own_tax_id: str | None) -> Iterator[tuple[int, Row]]:
    """The rows of a file's invoices, each with its line and, under `record`, its data set.

    Raises SourceError where the file is no plain XML, or holds what is no invoice of ours: one that we are to pay, a
    payroll or transport document, one without number.
    """
    root = parse_whole(path, shown)
    for document in standard.compiled.documents(root):
        yield from _Document(document, standard, shown, own_tax_id).rows()


class _Document:
    """One invoice, as its standard lays it out."""

    def __init__(self, element: Any, standard: Standard, path: Path, own_tax_id: str | None) -> None:
        self.element, self.standard, self.path, self.own_tax_id = element, standard, path, own_tax_id
        self.head = fields_of(element, standard.compiled.head)
        self.line = element.sourceline or 1
        name = " ".join(self.head.get("name", "").split())
        tax_id = self.head.get("tax_id", "")
        self.client_id = tax_id if tax_id and tax_id not in _ANYBODY else id_of_name(name)
        self.client = {"client_id": self.client_id, **{key: self.head.get(key, "") for key in PARTY}, "name": name}
        self.client["country"] = _country(self.client["country"])
        self.client["name"] = name or tax_id

    def rows(self) -> Iterator[tuple[int, Row]]:
        self._refuse_foreign()
        reported = reported_payments(self.element, self.standard, self.head, self.client_id)
        is_receipt = self._is_payment_only(reported=bool(reported))
        yield self._row("clients", self.client)
        if is_receipt:
            for row in replaced_receipts(self.element, self.standard, self.head):
                yield self._row("replaced_receipts", row)
        else:
            yield from self._invoice()
        for row in reported:
            yield self._row("payments", row)

    def _refuse_foreign(self) -> None:
        """Refuse what is no invoice of ours."""
        type_code = self.head.get("type_code", "")
        reason = None
        if self.head.get("payroll") or type_code == "N":
            reason = "is a payroll receipt, not an invoice; leave it out"
        elif type_code in {"T", "traslado"}:
            reason = "is a transport document, not an invoice; leave it out"
        elif self.own_tax_id:
            buyer, seller = (
                [text for path in paths for text in texts_of(path(self.element))]
                for paths in (self.standard.compiled.buyer_tax_ids, self.standard.compiled.seller_tax_ids)
            )
            ours = [text for text in buyer if same_tax_id(text, self.own_tax_id)]
            if ours and not any(same_tax_id(text, self.own_tax_id) for text in seller):
                reason = (
                    f"is an invoice to us: its buyer's tax id {ours[0]} is the company's; only sales are imported here"
                )
        if reason:
            message = f"{self.path}: {reason}"
            raise SourceError(message)

    def _is_payment_only(self, *, reported: bool) -> bool:
        if self.standard is not CFDI:
            return False
        if self.head.get("type_code") == "P":
            if not reported:
                message = f"{self.path}: is a payment receipt that names no payment; leave it out"
                raise SourceError(message)
            return True
        if not number_of(self.head):
            if reported:
                return True
            message = f"{self.path}: has neither a Folio nor a UUID: it was never stamped; import the stamped file"
            raise SourceError(message)
        return False

    def _invoice(self) -> Iterator[tuple[int, Row]]:
        head = self.head
        number = head.get("invoice_number") or number_of(head)
        amounts = {key: head.get(key, "") for key in ("net_amount", "tax_amount", "total_amount")}
        if "subtotal" in head:
            amounts["net_amount"] = plus(head["subtotal"], negated(head.get("discount", "0")))
        if not amounts["tax_amount"]:
            amounts["tax_amount"] = plus(amounts["total_amount"], negated(amounts["net_amount"] or "0"))
        amounts["net_amount"] = agreed_net(amounts, head)
        total = amount_of(amounts["total_amount"])
        negative = total is not None and total < 0
        is_credit = (head.get("type_code") in CREDIT_TYPES or bool(head.get("credit_document"))) != negative
        issued = iso_day(head.get("issue_date", ""))
        reduced, replaced = self._earlier(number, negative=negative)
        yield self._row(
            "invoices",
            {
                "invoice_number": number,
                "client_id": self.client_id,
                "issue_date": issued,
                "due_date": _due(head, issued, is_credit=is_credit),
                "currency": self._currency(),
                **{key: signed(text, negative=negative) for key, text in amounts.items()},
                "kind": "credit_note" if is_credit else "invoice",
                "preceding_invoice_number": reduced[0] if is_credit and len(reduced) == 1 else "",
                "purchase_order": head.get("purchase_order", ""),
                "notes": head.get("notes", "") or self._folio(number),
            },
        )
        for earlier in replaced:
            yield self._row("replacements", {"invoice_number": number, "replaced_invoice_number": earlier})
        for at, line in enumerate(self._lines(amounts["net_amount"]), start=1):
            line["quantity"] = signed(line.get("quantity", ""), negative=negative)
            line["net_amount"] = signed(line.get("net_amount", ""), negative=negative)
            if negative:
                line.pop("discount_amount", None)
            yield self._row("invoice_lines", {"invoice_number": number, "line_number": str(at), **line})
        if is_credit:
            yield from self._refunded_at_issue(number, issued, negative=negative)
        else:
            settled = list(self._settled_at_issue(number, issued, negative=negative))
            yield from self._instalments(number, issued, [row for _, row in settled], negative=negative)
            yield from settled

    def _earlier(self, number: str, *, negative: bool) -> tuple[list[str], list[str]]:
        """The earlier documents that it reduces, and those that it replaces."""
        compiled = self.standard.compiled
        reduced: list[str] = []
        replaced: list[str] = []
        for element in compiled.earlier(self.element) if compiled.earlier else ():
            found = fields_of(element, compiled.earlier_document)
            earlier = found.get("invoice_number") or number_of(found)
            if earlier and earlier != number:
                (replaced if "is_replaced" in found and not negative else reduced).append(earlier)
        return list(dict.fromkeys(reduced)), list(dict.fromkeys(replaced))

    def _folio(self, number: str) -> str:
        # Later documents name an invoice by its stamp alone.
        uuid = self.head.get("uuid", "").upper()
        return f"{FOLIO}{uuid}" if uuid and uuid != number.upper() else ""

    def _lines(self, net: str) -> list[Row]:
        found: list[Row] = []
        compiled = self.standard.compiled
        for element in compiled.lines(self.element) if compiled.lines else ():
            line = fields_of(element, compiled.line)
            line["unit_price"] = price_of_one(line.get("unit_price", ""), line.get("price_quantity", "1"))
            if "discount" in line:
                line["net_amount"] = plus(line.get("net_amount", ""), negated(line["discount"]))
            if "tax_share" in line:
                share = amount_of(line["tax_share"])
                line["tax_rate"] = str(share * 100) if share is not None else ""
            # A remark among the lines is none.
            if any(line.get(name) for name in ("net_amount", "quantity", "unit_price")):
                found.append(line)
        if not found:
            return []
        found += self._allowances(_missing(net, found))
        missing = _missing(net, found)
        if missing is not None and abs(missing) > _TOLERANCE:
            found.append({"description": "Difference between the lines and the net amount", "net_amount": str(missing)})
        return found

    def _allowances(self, missing: Decimal | None) -> list[Row]:
        """Discounts and charges of the whole document as lines, of which `missing` is what they have to make."""
        compiled = self.standard.compiled
        found = [
            fields_of(element, compiled.allowance)
            for element in (compiled.allowances(self.element) if compiled.allowances else ())
        ]
        charges = [line.get("is_charge", "").lower() in {"true", "1"} for line in found]
        stated = [amount_of(line.get("net_amount", "")) or NOTHING for line in found]
        usual = [amount if is_charge else -amount for amount, is_charge in zip(stated, charges, strict=True)]
        # ZUGFeRD's first version states what a discount does, with its sign.
        told = missing is not None and abs(missing - sum(usual)) > _TOLERANCE >= abs(missing - sum(stated))
        for line, is_charge in zip(found, charges, strict=True):
            if not is_charge and not told:
                line["net_amount"] = negated(line.get("net_amount", ""))
            line.setdefault("description", "Charge" if is_charge else "Discount")
            if not is_charge:
                line |= {"quantity": "1", "unit_price": line.get("net_amount", ""), "category": "discount"}
        return found

    def _settled_at_issue(self, number: str, issued: str, *, negative: bool) -> Iterator[tuple[int, Row]]:
        settled = self._settlement(negative=negative)
        if settled.prepaid:
            named = ADVANCES_BETWEEN.join(self._advances(number))
            paid = {"payment_id": f"{number}-{PREPAID}", "amount": str(settled.prepaid), "method": PREPAID}
            yield self._payment(issued, {**paid, "invoice_number": number, "reference": named})
        no_money = ((WITHHOLDING, settled.withheld), (ROUNDING, -settled.rounding), (LAID_OUT, -settled.laid_out))
        for kind, amount in no_money:
            if amount:
                row = {"write_off_date": issued, "amount": str(amount), "reason": OF_DOCUMENT, "kind": kind}
                yield self._row("write_offs", {"invoice_number": number, **row})

    def _advances(self, number: str) -> list[str]:
        """The advance invoices by which it was prepaid."""
        named = self.standard.compiled.advances
        return [text for text in dict.fromkeys(texts_of(named(self.element)) if named else ()) if text != number]

    def _refunded_at_issue(self, number: str, issued: str, *, negative: bool) -> Iterator[tuple[int, Row]]:
        """What a credit note says was given back already leaves the client's account."""
        refunded = amount_of(signed(self.head.get("prepaid_amount", ""), negative=negative))
        if refunded:
            row = {"payment_id": f"{number}-{PREPAID}", "amount": str(-refunded), "method": PREPAID}
            yield self._payment(issued, row)

    def _payment(self, issued: str, values: Row) -> tuple[int, Row]:
        known = {"payment_date": issued, "client_id": self.client_id, "currency": self._currency()}
        return self._row("payments", {**known, **values})

    def _settlement(self, *, negative: bool) -> Settlement:
        total, payable, prepaid, rounding = (
            amount_of(signed(self.head.get(f"{name}_amount", ""), negative=negative))
            for name in ("total", "payable", "prepaid", "rounding")
        )
        withholds = bool(amount_of(self.head.get("withheld_amount", "")))
        laid_out = sum(filter(None, map(amount_of, self.head.get("laid_out", "").split("\n"))), NOTHING)
        return settlement(
            total, payable, prepaid=prepaid, rounding=rounding, withholds=withholds, laid_out=max(laid_out, NOTHING)
        )

    def _instalments(
        self, number: str, issued: str, settled: Sequence[Row], *, negative: bool
    ) -> Iterator[tuple[int, Row]]:
        compiled = self.standard.compiled
        found = [
            fields_of(element, compiled.instalment)
            for element in (compiled.instalments(self.element) if compiled.instalments else ())
        ]
        parts = [
            (iso_day(part.get("due_date", "")), amount_of(signed(part.get("amount", ""), negative=negative)))
            for part in found
        ]
        if len(parts) < 2:  # noqa: PLR2004  one part is the invoice
            return
        at_once = sum((Decimal(row["amount"]) for row in settled), Decimal(0))
        if at_once:
            parts.insert(0, (issued, at_once))
        amounts = [amount for day, amount in parts if day and amount is not None and amount > 0]
        total = amount_of(signed(self.head.get("total_amount", ""), negative=negative))
        if len(amounts) < len(parts) or sum(amounts, Decimal(0)) != total:
            return
        for place, (day, amount) in enumerate(parts, start=1):
            part = {"instalment_number": str(place), "due_date": day, "amount": str(amount)}
            yield self._row("instalments", {"invoice_number": number, **part})

    def _currency(self) -> str:
        currency = self.head.get("currency", "").upper()
        return "MXN" if self.standard is CFDI and (not currency or currency in _PESOS) else currency

    def _row(self, dataset: str, values: Row) -> tuple[int, Row]:
        return self.line, {RECORD: dataset, **{key: value for key, value in values.items() if value}}


def _missing(net: str, lines: Sequence[Row]) -> Decimal | None:
    """What lines lack of the net amount; None where an amount is not told."""
    whole, amounts = amount_of(net), [amount_of(line.get("net_amount", "")) for line in lines]
    known = [amount for amount in amounts if amount is not None]
    return None if whole is None or len(known) < len(amounts) else whole - sum(known, NOTHING)


def _due(head: Row, issued: str, *, is_credit: bool) -> str:
    stated = [iso_day(text) for text in head.get("due_date", "").split("\n") if text]
    if stated:
        return max(stated)
    if is_credit or "terms" not in head:
        return ""
    try:
        due = due_date_in(head["terms"], date.fromisoformat(issued))
    except ValueError:
        return ""
    return due.isoformat() if due else ""


def _country(code: str) -> str:
    code = code.upper()
    if len(code) == len("ESP"):
        return str(get_global("territory_aliases").get(code, [code])[0])
    return code

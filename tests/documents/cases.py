"""Every kind of document, as changes to the fixture `invoice`."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invotrack_analytics.documents.invoice import Allowance, Line, Party, TaxSubtotal

MADRID = Party("Alder & Finch SL", "ESB12345674", "Calle Mayor 1", "28013", "Madrid", "ES", "bill@alder.example")
BERLIN = Party("Meridian GmbH", "DE123456789", "Lindenstraße 14", "10969", "Berlin", "DE")
UTRECHT = Party(
    "Beuk BV", "NL123456789B01", "Oudegracht 1", "3511 AA", "Utrecht", "NL", legal_id="12345678", legal_scheme="0106"
)
AARHUS = Party(
    "Bøg ApS", "DK12345674", "Åboulevarden 1", "8000", "Aarhus", "DK", legal_id="DK12345674", legal_scheme="0184",
    endpoint_id="DK12345674", endpoint_scheme="0184",
)  # fmt: skip
OSLO = Party("Bjørk AS", "NO974760673MVA", None, None, "Oslo", "NO", endpoint_id="974760673", endpoint_scheme="0192")
SEVILLE = Party("Taller Sur", "ESB87654321", None, None, "Sevilla", "ES")
BOSTON = Party("Acme Inc.", "04-1234567", "1 Main St\nSuite 5\nBack door\nLeft", "02108", "Boston", "US")
HOSTILE = "\x00\x1b[31m <b>&amp; ]]> '\"\ud800 \ufffe \U0010ffff =1+1 " + "long " * 400


def line(number: int, quantity: str, price: str, net: str, rate: str) -> Line:
    return Line(number, "Work", Decimal(quantity), "hours", Decimal(price), Decimal(net), Decimal(rate))


def one(net: str, rate: str = "0", tax: str = "0", quantity: str = "2", price: str = "50") -> dict[str, object]:
    """The changes that make an invoice of one line."""
    amounts = Decimal(net), Decimal(tax)
    return {
        "lines": (line(1, quantity, price, net, rate),),
        "taxes": (TaxSubtotal(Decimal(rate), *amounts),),
        "net_amount": amounts[0],
        "tax_amount": amounts[1],
        "total_amount": sum(amounts),
    }


def categorised(category: str, reason: str | None = None) -> dict[str, object]:
    """The changes that make an invoice of one line in a category that bears no tax."""
    return {
        **one("100"),
        "lines": (replace(line(1, "2", "50", "100", "0"), tax_category=category),),
        "taxes": (TaxSubtotal(Decimal(0), Decimal(100), Decimal(0), category, reason),),
    }


CASES: dict[str, dict[str, object]] = {
    "two rates": {},
    "without period": {"period_start": None, "period_end": None},
    "due at once": {"due_date": None, "payment_terms_days": None, "bank_details": None},
    "terms only": {"due_date": None, "payment_terms_days": 0},
    "bank in words": {"bank_details": "Bank of Nowhere, account 12-34"},
    "hostile": {"notes": HOSTILE, "purchase_order": HOSTILE, "buyer": replace(BERLIN, name=HOSTILE, address=HOSTILE)},
    "credit note": {"kind": "credit_note", "due_date": None, "preceding_invoice_number": "7"},
    "credit note, dated": {
        "kind": "credit_note",
        "due_date": None,
        "preceding_invoice_number": "7",
        "preceding_issue_date": date(2026, 8, 31),
    },
    "credit note for nothing": {"kind": "credit_note", "due_date": None},
    "reverse charge": {**one("100"), "buyer": BERLIN},
    "work for abroad": {**one("100"), "buyer": BOSTON},
    "from abroad": {**one("100"), "seller": BOSTON, "buyer": BERLIN},
    "zero at home": {**one("100"), "buyer": SEVILLE},
    "zero in the union, private": {**one("100"), "buyer": replace(BERLIN, tax_id=None)},
    "exempt": {**categorised("E", "Education, article 132"), "buyer": SEVILLE},
    "exempt without a reason": {**categorised("E"), "buyer": SEVILLE},
    "export": {**categorised("G"), "buyer": BOSTON},
    "two categories": {
        "buyer": SEVILLE,
        "lines": (line(1, "2", "50", "100", "21"), replace(line(2, "1", "30", "30", "0"), tax_category="E")),
        "taxes": (
            TaxSubtotal(Decimal(21), Decimal(100), Decimal(21)),
            TaxSubtotal(Decimal(0), Decimal(30), Decimal(0), "E", "Training"),
        ),
        "net_amount": Decimal(130),
        "tax_amount": Decimal(21),
        "total_amount": Decimal(151),
    },
    "seller with a local tax number": {"seller": replace(MADRID, tax_id="201/113/40209", country="DE")},
    "greek": {"seller": replace(MADRID, tax_id="EL123456789", country="GR")},
    "dollars": {"currency": "USD"},
    "yen": {"currency": "JPY", **one("1235", "10", "124", "1", "1235")},
    "ten minutes": one("15.00", "21", "3.15", "0.1667", "90"),
    "price that was rounded": one("15.00", "21", "3.15", "0.17", "90"),
    "no quantity": one("15.00", "21", "3.15", "0", "90"),
    "price of six decimals": one("333.33", "21", "70.00", "3", "111.111111"),
    "discount as a line": {
        **one("80", "21", "16.80"),
        "lines": (line(1, "2", "50", "100", "21"), line(2, "1", "-20", "-20", "21")),
    },
    "discount on a line": {
        **one("90", "21", "18.90"),
        "lines": (replace(line(1, "2", "50", "90", "21"), discount_amount=Decimal(10), discount_reason="Loyalty"),),
    },
    "discount without a reason": {
        **one("15.00", "21", "3.15"),
        "lines": (replace(line(1, "0.17", "100", "15.00", "21"), discount_amount=Decimal(2)),),
    },
    "discount on the whole": {
        **one("80", "21", "16.80"),
        "lines": (line(1, "2", "50", "100", "21"),),
        "allowances": (Allowance(Decimal(20), "Loyalty", Decimal(21)),),
    },
    "discount on the whole, credited": {
        **one("80", "21", "16.80"),
        "lines": (line(1, "2", "50", "100", "21"),),
        "allowances": (Allowance(Decimal(20), "Loyalty", Decimal(21)),),
        "kind": "credit_note",
        "due_date": None,
        "preceding_invoice_number": "7",
    },
    "discount on two categories": {
        "buyer": SEVILLE,
        "lines": (line(1, "2", "50", "100", "21"), replace(line(2, "1", "30", "30", "0"), tax_category="E")),
        "allowances": (
            Allowance(Decimal(10), "Loyalty", Decimal(21)), Allowance(Decimal(3), "Loyalty", Decimal(0), "E"),
        ),
        "taxes": (
            TaxSubtotal(Decimal(21), Decimal(90), Decimal("18.90")),
            TaxSubtotal(Decimal(0), Decimal(27), Decimal(0), "E", "Training"),
        ),
        "net_amount": Decimal(117),
        "tax_amount": Decimal("18.90"),
        "total_amount": Decimal("135.90"),
    },
    "addresses for Peppol": {
        "seller": replace(MADRID, endpoint_id="ESB12345674", endpoint_scheme="9920", legal_id="B12345674"),
        "buyer": replace(BERLIN, endpoint_id="991-33333TEST-33", endpoint_scheme="0204"),
        "buyer_reference": "04011000-12345-03",
    },
    "to Belgium by its register": {
        **one("100"),
        "buyer": Party(
            "Berk NV", "BE0202239951", None, None, "Gent", "BE", endpoint_id="0202239951", endpoint_scheme="0208"
        ),
    },
    "by e-mail alone": {"buyer": replace(SEVILLE, tax_id=None, email="books@sur.example")},
    "Dutch": {"seller": UTRECHT, "buyer": replace(UTRECHT, name="Iep BV")},
    "Dutch without a register": {"seller": replace(UTRECHT, legal_id=None, legal_scheme=None)},
    "Dutch credit for nothing": {"seller": UTRECHT, "kind": "credit_note", "due_date": None},
    "Danish": {"seller": AARHUS, "currency": "DKK"},
    "Norwegian": {"seller": OSLO, "currency": "NOK"},
    "Norwegian without MVA": {"seller": replace(OSLO, tax_id="NO974760673"), "currency": "NOK"},
    "Italian without an address": {"seller": Party("Faggio Srl", "IT12345678901", None, None, "Roma", "IT")},
    "without words": {"lines": (replace(line(1, "2", "50", "100", "21"), description="", unit=""),), **{
        name: value for name, value in one("100", "21", "21").items() if name != "lines"
    }},
}  # fmt: skip

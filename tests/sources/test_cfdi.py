"""Mexican invoices (CFDI): what names an invoice by its stamp alone finds it, before it comes or after."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from tests.sources.desk import Desk

DeskOf = Callable[..., Desk]
ONE, TWO = "5FB2822E-396D-4725-8521-CDC4BDD20CCF", "11111111-2222-4333-8444-555555555555"


def cfdi(
    inner: str, uuid: str, *, kind: str = "I", folio: str = "", total: str = "116.00", currency: str = "MXN"
) -> str:
    related, _, complement = inner.partition("|")
    number = f'Serie="A" Folio="{folio}"' if folio else ""
    return f"""<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital"
        Version="4.0" {number} Fecha="2026-03-01T10:00:00" SubTotal="{total}" Moneda="{currency}" Total="{total}"
        TipoDeComprobante="{kind}"><c:Emisor Rfc="AAA010101AAA" Nombre="We"/>{related}
        <c:Receptor Rfc="BBB010101BBB" Nombre="Cliente"/>
        <c:Complemento>{complement}<t:TimbreFiscalDigital UUID="{uuid}"/></c:Complemento>
        </c:Comprobante>"""


INVOICE = cfdi("", ONE, folio="1")
DOLLARS = cfdi("", TWO, folio="2", total="50.00", currency="USD")
CREDIT = cfdi(
    f'<c:CfdiRelacionados TipoRelacion="01"><c:CfdiRelacionado UUID="{ONE.lower()}"/></c:CfdiRelacionados>',
    "99999999-2222-4333-8444-555555555555",
    kind="E",
    folio="C1",
    total="16.00",
)
PAID = cfdi(
    '|<p:Pagos xmlns:p="http://www.sat.gob.mx/Pagos20"><p:Pago FechaPago="2026-03-20T12:00:00" FormaDePagoP="03" '
    f'MonedaP="MXN" Monto="1000.00"><p:DoctoRelacionado IdDocumento="{ONE}" MonedaDR="MXN" EquivalenciaDR="1" '
    f'NumParcialidad="1" ImpPagado="100.00"/><p:DoctoRelacionado IdDocumento="{TWO}" MonedaDR="USD" '
    'EquivalenciaDR="0.055" NumParcialidad="1" ImpPagado="49.50"/></p:Pago></p:Pagos>',
    "88888888-2222-4333-8444-555555555555",
    kind="P",
    folio="P1",
    total="0",
)
FILES = {"invoice": INVOICE, "dollars": DOLLARS, "credit": CREDIT, "paid": PAID}


@pytest.mark.parametrize("order", [*permutations(["invoice", "credit", "paid"], 3)], ids="-".join)
@pytest.mark.parametrize("together", [True, False], ids=["together", "one by one"])
def test_a_stamp_finds_its_invoice(desk: DeskOf, order: tuple[str, ...], *, together: bool) -> None:
    books = desk()
    paths = [books.write(f"{place}-{name}.xml", FILES[name]) for place, name in enumerate([*order, "dollars"])]
    for step in [paths] if together else [[path] for path in paths]:
        assert not books.imports(*step).failed
    assert books.rejects() == []
    assert books.rows("invoices", "invoice_number", "kind", "preceding_invoice_number") == [
        ("A-1", "invoice", "-"),
        ("A-2", "invoice", "-"),
        ("A-C1", "credit_note", "A-1"),
    ]
    assert books.rows("payments", "invoice_number", "payment_date", "amount", "currency") == [
        ("A-1", "2026-03-20", "100.00", "MXN"),
        ("A-2", "2026-03-20", "49.50", "USD"),
    ]
    assert books.differences() == []


def test_a_stamp_of_nobody_waits(desk: DeskOf) -> None:
    books = desk()
    books.imports(books.write("credit.xml", CREDIT))
    assert "unknown_invoice" in {row.reason for row in books.rejects()}


def receipt(stamp: str, folio: str, *documents: str, replaces: str = "") -> str:
    """A payment receipt; each document as `STAMP AMOUNT` with the number that it is said to have, if any."""
    relation = f'<c:CfdiRelacionados TipoRelacion="04"><c:CfdiRelacionado UUID="{replaces}"/></c:CfdiRelacionados>'
    paid = "".join(
        f'<p:DoctoRelacionado IdDocumento="{document}" {number} MonedaDR="MXN" ImpPagado="{amount}"/>'
        for document, amount, number in ((*text.split(" ", 2), "")[:3] for text in documents)
    )
    return cfdi(
        f'{relation if replaces else ""}|<p:Pagos xmlns:p="http://www.sat.gob.mx/Pagos20"><p:Pago '
        f'FechaPago="2026-03-20T12:00:00" FormaDePagoP="03" MonedaP="MXN">{paid}</p:Pago></p:Pagos>',
        stamp,
        kind="P",
        folio=folio,
        total="0",
    )


WRONG, RIGHT, LAST = (f"{digit * 8}-2222-4333-8444-555555555555" for digit in "678")
OTHER = cfdi("", TWO, folio="2", total="116.00")
REPLACED = [
    # the receipts, and what then counts as paid
    ((receipt(WRONG, "P1", f"{ONE} 100.00"), receipt(RIGHT, "P2", f"{ONE} 80.00", replaces=WRONG.lower())), ["80.00"]),
    ((receipt(WRONG, "P1", f"{ONE} 100.00"), receipt(RIGHT, "P1", f"{ONE} 80.00", replaces=WRONG)), ["80.00"]),
    ((receipt(WRONG, "", f"{ONE} 100.00"), receipt(RIGHT, "", f"{ONE} 80.00", replaces=WRONG)), ["80.00"]),
    ((receipt(WRONG, "P1", f"{ONE} 50.00"), receipt(RIGHT, "P2", f"{TWO} 50.00", replaces=WRONG)), ["50.00"]),
    (
        (
            receipt(WRONG, "P1", f"{ONE} 100.00", f"{TWO} 16.00"),
            receipt(RIGHT, "P2", f"{ONE} 90.00", replaces=WRONG),
            receipt(LAST, "P3", f"{ONE} 70.00", f"{TWO} 9.00", replaces=RIGHT),
        ),
        ["70.00", "9.00"],
    ),
    ((receipt(WRONG, "P1", f"{ONE} 50.00"), receipt(RIGHT, "P2", f"{ONE} 40.00")), ["50.00", "40.00"]),
]


@pytest.mark.parametrize(("receipts", "paid"), REPLACED)
def test_a_receipt_that_replaces_another_takes_its_payments_back(
    receipts: tuple[str, ...], paid: list[str], desk: DeskOf
) -> None:
    for order in permutations([*receipts]):
        books = desk()
        books.imports(books.write("invoice.xml", INVOICE), books.write("other.xml", OTHER))
        paths = [books.write(f"{place}.xml", text) for place, text in enumerate(order)]
        for path in paths:
            assert not books.imports(path).failed
        again = books.imports(*paths)
        assert {(found.added, found.updated) for file in again.files for found in file.datasets.values()} == {(0, 0)}
        assert [amount for (amount,) in books.rows("payments", "amount")] == paid
        assert books.rejects() == []
        assert books.differences() == []


def test_a_replaced_receipt_is_told(desk: DeskOf) -> None:
    books = desk()
    (first, *_), _ = REPLACED[0]
    books.imports(books.write("invoice.xml", INVOICE), books.write("wrong.xml", first))
    (file,) = books.imports(books.write("right.xml", REPLACED[0][0][1])).files
    assert file.warnings == {"replaced_receipt": 1}
    assert file.datasets["payments"].added == 1
    (again,) = books.imports(books.folder / "wrong.xml").files
    assert (again.warnings, again.datasets["payments"].unchanged) == ({"replaced_receipt": 1}, 1)


NUMBERED = 'Serie="{}" Folio="{}"'
BY_CSV = "invoice_number,client_id,issue_date,currency,total_amount\n{},BBB010101BBB,2026-03-01,MXN,116\n"
NAMED = [
    # invoices, what the receipt says of the one it pays, and the invoice that is paid
    ([INVOICE], f"{ONE} 9.00 " + NUMBERED.format("A", "1"), "A-1"),
    ([INVOICE], f"{ONE.lower()} 9.00 " + NUMBERED.format("", "0001"), "A-1"),
    ([INVOICE, OTHER], f"{ONE} 9.00 " + NUMBERED.format("A", "2"), "A-1"),
    ([BY_CSV.format("A-1")], f"{ONE} 9.00 " + NUMBERED.format("A", "1"), "A-1"),
    ([INVOICE], f"{TWO} 9.00 " + NUMBERED.format("A", "1"), "waits"),
    ([INVOICE], f"{TWO} 9.00 " + NUMBERED.format("B", "7"), "waits"),
    ([INVOICE, cfdi("", TWO, folio="X9")], f"{TWO} 9.00 " + NUMBERED.format("B", "7"), "A-X9"),
    ([INVOICE, cfdi("", TWO, folio="X9")], f"{TWO} 9.00 " + NUMBERED.format("A", "1"), "A-X9"),
]


@pytest.mark.parametrize(("invoices", "named", "paid"), NAMED)
def test_the_stamp_of_an_invoice_goes_before_its_number(
    invoices: list[str], named: str, paid: str, desk: DeskOf
) -> None:
    for receipt_first in (False, True):
        books = desk("[company]\ncurrency = 'MXN'\n")
        books.imports(books.write("clients.csv", "client_id,name\nBBB010101BBB,Cliente\n"))
        documents = [
            books.write(f"{place}.{'xml' if text.startswith('<') else 'csv'}", text)
            for place, text in enumerate(invoices)
        ]
        steps = [[path] for path in documents]
        steps.insert(0 if receipt_first else len(steps), [books.write("paid.xml", receipt(RIGHT, "P1", named))])
        for step in steps:
            assert not books.imports(*step).failed
        if paid == "waits":
            assert [row.reason for row in books.rejects()] == ["unknown_invoice"]
            assert books.rows("payments") == []
        else:
            assert books.rejects() == []
            assert books.rows("payments", "invoice_number", "amount") == [(paid, "9.00")]
        assert books.differences() == []

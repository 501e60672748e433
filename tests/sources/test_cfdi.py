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

# ruff: noqa: ISC004 - a table of long texts
"""Records of Veri*Factu: the tax office's own vectors, its schemas, and the address in the QR code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from invotrack_analytics.documents.verifactu import (
    Annulment,
    Breakdown,
    Previous,
    Recipient,
    Registration,
    System,
    annul,
    fingerprint,
    read,
    records_in,
    register,
    submission,
    validation_url,
)

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "verifactu"
OFFICIAL = OFFICIAL if OFFICIAL.exists() else Path("/work/shared/data/verifactu")
needs_schemas = pytest.mark.skipif(not OFFICIAL.exists(), reason="the official schemas are not here")
SYSTEM = System("Productor de Prueba SL", "B12345674", "IA", "0.2.0", "20270101T090000Z-1f3a")
DAY = date(2027, 1, 15)
FIRST = "3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60"
SECOND = "F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97"


@pytest.mark.parametrize(
    ("text", "hash_"),
    [
        (
            "IDEmisorFactura=89890001K&NumSerieFactura=12345678/G33&FechaExpedicionFactura=01-01-2024&TipoFactura=F1"
            "&CuotaTotal=12.35&ImporteTotal=123.45&Huella=&FechaHoraHusoGenRegistro=2024-01-01T19:20:30+01:00",
            FIRST,
        ),
        (
            "IDEmisorFactura=89890001K&NumSerieFactura=12345679/G34&FechaExpedicionFactura=01-01-2024&TipoFactura=F1"
            f"&CuotaTotal=12.35&ImporteTotal=123.45&Huella={FIRST}"
            "&FechaHoraHusoGenRegistro=2024-01-01T19:20:35+01:00",
            SECOND,
        ),
        (
            "IDEmisorFacturaAnulada=89890001K&NumSerieFacturaAnulada=12345679/G34"
            f"&FechaExpedicionFacturaAnulada=01-01-2024&Huella={SECOND}"
            "&FechaHoraHusoGenRegistro=2024-01-01T19:20:40+01:00",
            "177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68",
        ),
    ],
)
def test_hashes_are_those_of_the_tax_offices_document(text: str, hash_: str) -> None:
    pairs = [(name, value) for name, _, value in (part.partition("=") for part in text.split("&"))]
    assert fingerprint(pairs) == hash_


def chain_of_four() -> list[str]:
    """Two series: an invoice, its part credited, reverse charge, and that annulled."""
    client = Recipient("Cliente SA", nif="A58818501")
    at = "2027-01-15T10:00:0{}+01:00"

    def told(  # noqa: PLR0917  what differs
        number: str, kind: str, row: Breakdown, tax: str, total: str, place: int, **more: object
    ) -> Registration:
        return Registration(
            "B12345674", "Acme Consulting SL", number, DAY, kind, "Consultoría", (row,), Decimal(tax), Decimal(total),
            f"{SYSTEM.installation}/{place}", **{"recipient": client, **more},  # type: ignore[arg-type]
        )  # fmt: skip

    def taxed(net: str, tax: str) -> Breakdown:
        return Breakdown("01", "01", Decimal(net), "S1", rate=Decimal(21), amount=Decimal(tax))

    one = register(told("2027-00001", "F1", taxed("1000", "210"), "210", "1210", 1), None, SYSTEM, at.format(0))
    note = told("CN-2027-00001", "R1", taxed("-100", "-21"), "-21", "-121", 2, rectified=("2027-00001", DAY))
    two = register(note, Previous("B12345674", "2027-00001", DAY, one.hash), SYSTEM, at.format(5))
    abroad = Recipient("Kunde GmbH", id_type="02", number="DE123456788")
    outside = Breakdown("01", "01", Decimal(500), "N2")
    reverse = told("2027-00002", "F1", outside, "0", "500", 3, recipient=abroad)
    three = register(reverse, Previous("B12345674", "CN-2027-00001", DAY, two.hash), SYSTEM, at.format(5))
    void = Annulment("B12345674", "2027-00002", DAY, f"{SYSTEM.installation}/4")
    last = Previous("B12345674", "2027-00002", DAY, three.hash)
    four = annul(void, last, SYSTEM, "2027-07-01T09:30:00+02:00")
    return [one.xml, two.xml, three.xml, four.xml]


def test_a_chain_over_two_series_has_the_hashes_that_it_is_to_have() -> None:
    read_back = [read(element) for xml in chain_of_four() for element in records_in(xml.encode())]
    assert [record.hash for record in read_back] == [
        "2E077748AE47D91B18E7EF69D0D389FD6DDA5A16E7B09B3BC150FC9245EB9B89",
        "BD7261595F05D0F849E0F1C523D291932FE16400515DDEA7CD689BCD5BD39ACA",
        "E010EF75DE873AF2CA1DBF01A17CEBD7C680F4D7780F24BC3C735FB5867B1404",
        "7ADF7FED60816B621617684738CF3ED06013577D6B58AA54194194C85FD3253E",
    ]
    assert [record.previous_number for record in read_back] == [None, "2027-00001", "CN-2027-00001", "2027-00002"]
    assert [record.is_first for record in read_back] == [True, False, False, False]


@needs_schemas
def test_a_submission_is_valid_by_the_tax_offices_schema_and_as_its_example() -> None:
    content = submission("Acme Consulting SL", "B12345674", chain_of_four(), incident=True)
    schema = etree.XMLSchema(etree.parse(OFFICIAL / "SuministroLR.xsd"))
    assert schema.validate(etree.fromstring(content)), schema.error_log
    example = (OFFICIAL / "examples" / "chain-of-four.xml").read_bytes()
    assert [read(element) for element in records_in(content)] == [read(element) for element in records_in(example)]


@pytest.mark.parametrize(
    ("mode", "number", "total", "address"),
    [
        (
            "production", "F&27/00001+A B", "1210",
            "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
            "?nif=B12345674&numserie=F%2627%2F00001%2BA%20B&fecha=15-01-2027&importe=1210.00",
        ),
        (
            "test", "CN-2027-00001", "-121",
            "https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR"
            "?nif=B12345674&numserie=CN-2027-00001&fecha=15-01-2027&importe=-121.00",
        ),
    ],
)  # fmt: skip
def test_the_address_in_the_code_has_every_letter_quoted(mode: str, number: str, total: str, address: str) -> None:
    assert validation_url(mode, "B12345674", number, DAY, Decimal(total)) == address

"""Bank statements: money received, line by line, from every version of camt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.desk import Desk

DATA = Path(__file__).parents[3] / "shared" / "data" / "bank-camt"
LINE = ("bank_line_id", "booking_date", "amount", "currency", "payer_name", "structured_reference", "remittance")


def statement(*entries: str, version: str = "053.001.08") -> str:
    return (
        f'<x:Document xmlns:x="urn:iso:std:iso:20022:tech:xsd:camt.{version}"><x:BkToCstmrStmt><x:Stmt>'
        "<x:Acct><x:Id><x:IBAN>ES9121000418450200051332</x:IBAN></x:Id></x:Acct>"
        + "".join(entries)
        + "</x:Stmt></x:BkToCstmrStmt></x:Document>"
    )


def entry(amount: str, *parts: str, direction: str = "CRDT", status: str = "BOOK", further: str = "") -> str:
    return (
        f'<x:Ntry><x:Amt Ccy="EUR">{amount}</x:Amt><x:CdtDbtInd>{direction}</x:CdtDbtInd>{further}'
        f"<x:Sts><x:Cd>{status}</x:Cd></x:Sts><x:BookgDt><x:Dt>2026-03-04</x:Dt></x:BookgDt>"
        f"<x:NtryDtls>{''.join(parts)}</x:NtryDtls></x:Ntry>"
    )


def transaction(amount: str, payer: str = "Acme", text: str = "", reference: str = "") -> str:
    own = f"<x:Refs><x:AcctSvcrRef>{reference}</x:AcctSvcrRef></x:Refs>" if reference else ""
    return (
        f'<x:TxDtls>{own}<x:Amt Ccy="EUR">{amount}</x:Amt><x:RltdPties><x:Dbtr><x:Pty><x:Nm>{payer}</x:Nm></x:Pty>'
        f"</x:Dbtr></x:RltdPties><x:RmtInf><x:Ustrd>{text}</x:Ustrd></x:RmtInf></x:TxDtls>"
    )


REVERSED = "<x:RvslInd>true</x:RvslInd>"
RETURNED = "<x:TxDtls><x:RtrInf><x:Rsn><x:Cd>AC04</x:Cd></x:Rsn></x:RtrInf></x:TxDtls>"
FEES = {
    "InstdAmt": '<x:Amt Ccy="EUR">13.00</x:Amt><x:AmtDtls><x:InstdAmt><x:Amt Ccy="EUR">10.00</x:Amt></x:InstdAmt>'
    "</x:AmtDtls>",
    "TxAmt": '<x:AmtDtls><x:InstdAmt><x:Amt Ccy="EUR">13.00</x:Amt></x:InstdAmt><x:TxAmt><x:Amt Ccy="EUR">10.00</x:Amt>'
    "</x:TxAmt></x:AmtDtls>",
    "Amt": '<x:Amt Ccy="EUR">10.00</x:Amt>',
    "Chrgs": '<x:Amt Ccy="EUR">10.00</x:Amt><x:Chrgs><x:TtlChrgsAndTaxAmt Ccy="EUR">3.00</x:TtlChrgsAndTaxAmt>'
    "</x:Chrgs>",
    "RtrInf": '<x:RtrInf><x:OrgnlIntrBkSttlmAmt Ccy="EUR">10.00</x:OrgnlIntrBkSttlmAmt></x:RtrInf>',
}
CHARGED = '<x:Chrgs><x:Amt Ccy="EUR">7.00</x:Amt></x:Chrgs>'


def returned(inner: str) -> str:
    return f"<x:TxDtls>{inner}<x:RtrInf><x:Rsn><x:Cd>AC04</x:Cd></x:Rsn></x:RtrInf></x:TxDtls>"


UNPAID, PAID_BY_US = (
    f"<x:BkTxCd><x:Domn><x:Fmly><x:Cd>{family}</x:Cd><x:SubFmlyCd>{sub}</x:SubFmlyCd></x:Fmly></x:Domn></x:BkTxCd>"
    for family, sub in (("IDDT", "UPDD"), ("RDDT", "ESDD"))
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([entry("10.00", transaction("10.00"))], [("10.00", "Acme")], id="a credit"),
        pytest.param(
            [
                entry(
                    "10.00",
                    transaction("10.00")
                    .replace("x:Pty", "x:FinInstnId")
                    .replace("<x:Fin", "<x:Agt><x:Fin", 1)
                    .replace("</x:FinInstnId>", "</x:FinInstnId></x:Agt>"),
                )
            ],
            [("10.00", "Acme")],
            id="a bank that pays for itself",
        ),
        pytest.param([entry("10.00", direction="DBIT")], [], id="money paid out"),
        pytest.param([entry("10.00", status="PDNG")], [], id="not booked yet"),
        pytest.param(
            [entry("10.00", transaction("10.00"), direction="DBIT", further=REVERSED)],
            [("-10.00", "Acme")],
            id="a credit taken back",
        ),
        pytest.param([entry("10.00", further=REVERSED)], [], id="a payment of ours that came back"),
        pytest.param([entry("10.00", RETURNED)], [], id="a payment of ours that was returned"),
        pytest.param([entry("10.00", RETURNED, direction="DBIT")], [("-10.00", "-")], id="a credit that was returned"),
        *(
            pytest.param([entry("13.00", returned(inner), direction="DBIT")], [("-10.00", "-")], id=f"fees, {name}")
            for name, inner in FEES.items()
        ),
        pytest.param(
            [entry("13.00", returned(FEES["InstdAmt"].replace("EUR", "USD")), direction="DBIT")],
            [("-13.00", "-")],
            id="an original amount in another currency",
        ),
        pytest.param(
            [entry("30.00", returned(FEES["Chrgs"]), returned(FEES["Amt"]), direction="DBIT", further=CHARGED)],
            [("-10.00", "-"), ("-10.00", "-")],
            id="two returns and their fees",
        ),
        pytest.param(
            [entry("10.00", direction="DBIT", further=UNPAID)],
            [("-10.00", "-")],
            id="a direct debit left unpaid",
        ),
        pytest.param([entry("10.00", direction="DBIT", further=PAID_BY_US)], [], id="a direct debit that we paid"),
        pytest.param(
            [entry("30.00", transaction("10.00", "One"), transaction("20.00", "Two"))],
            [("10.00", "One"), ("20.00", "Two")],
            id="a batch is split",
        ),
        pytest.param(
            [entry("30.00", transaction("10.00", "One"), transaction("25.00", "Two"))],
            [("30.00", "-")],
            id="a batch that does not add up is one line",
        ),
    ],
)
def test_only_booked_money_received_counts(
    desk: Callable[..., Desk], given: list[str], expected: list[tuple[str, str]]
) -> None:
    office = desk()
    (file,) = office.imports(office.write("statement.xml", statement(*given))).files
    assert (file.error, file.profile) == (None, "camt")
    assert sorted(office.rows("bank_lines", "amount", "payer_name")) == sorted(expected)


def test_later_versions_are_read(desk: Callable[..., Desk]) -> None:
    # The real files end at version 8.
    office, versions = desk(), ("09", "10", "11", "12", "13")
    texts = [
        statement(entry(f"{version}.00", transaction(f"{version}.00", "One", "INV-1")), version=f"053.001.{version}")
        for version in versions
    ]
    files = office.imports(*(office.write(f"{place}.xml", text) for place, text in enumerate(texts))).files
    assert [(file.error, file.profile) for file in files] == [(None, "camt")] * len(versions)
    assert sorted(office.rows("bank_lines", "amount", "payer_name", "remittance")) == sorted(
        (f"{int(version)}.00", "One", "INV-1") for version in versions
    )


def test_equal_lines_are_two_and_the_same_file_again_adds_none(desk: Callable[..., Desk]) -> None:
    office = desk()
    path = office.write(
        "statement.xml", statement(entry("5.00", transaction("5.00")), entry("5.00", transaction("5.00")))
    )
    assert office.imports(path).files[0].datasets["bank_lines"].added == 2
    assert office.imports(path).files[0].datasets["bank_lines"].unchanged == 2


def test_a_statement_and_a_notification_of_the_same_money_are_one_line(desk: Callable[..., Desk]) -> None:
    office = desk()
    line = entry("5.00", transaction("5.00", reference="B-77"))
    office.imports(office.write("day.xml", statement(line)))
    again = office.imports(office.write("note.xml", statement(line, version="054.001.02")))
    assert again.files[0].datasets["bank_lines"].unchanged == 1
    assert office.rows("bank_lines", "bank_line_id") == [("B-77",)]


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not on this machine")
def test_real_statements(desk: Callable[..., Desk]) -> None:
    office = desk()
    result = office.imports(DATA)
    assert not result.failed
    assert {file.profile for file in result.files} == {"camt"}
    assert office.rows("bank_lines", "booking_date", "amount", "currency") == [("2014-12-31", "8.85", "EUR")] * 5

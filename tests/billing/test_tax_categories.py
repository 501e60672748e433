# ruff: noqa: E501 - a row of a table is one line
"""Why an invoice bears no tax: what the client's row says of it, and what PDF and e-invoices make of that."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from invotrack_analytics.billing.credit_note import Part
from invotrack_analytics.intake.importing import import_files
from tests.billing.office import RECORDED_AT, Office

MakeOffice = Callable[..., Office]

FREELANCER = """
[company]
name = "Ana Ruiz"
tax_id = "ES12345678Z"
country = "ES"
locale = "es_ES"
legal_id = "T-1234"
electronic_address = "9920:ES12345678Z"
[billing]
tax_rate = 21
"""
# The German business, a school, a firm at home, a client overseas.
CLIENTS = """
    client_id | name     | tax_id      | country | tax_rate | tax_category | tax_exemption_reason      | electronic_address | legal_id  | buyer_reference  | discount_percent
    C1        | Meridian | DE123456789 | DE      | -        | AE           | -                         | 0204:991-33333-33  | HRB 98765 | 04011000-12345-3 | 10
    C2        | Escuela  | ESB87654321 | ES      | -        | E            | Exenta, art. 20.Uno.9 LIVA | -                 | -         | -                | -
    C3        | Taller   | ESB11111111 | ES      | -        | -            | -                         | -                  | -         | -                | -
    C4        | Acme     | -           | US      | 0        | -            | -                         | -                  | -         | -                | -
"""
PROJECTS = """
    project_id | client_id | name
    P1         | C1        | Eins
    P2         | C2        | Curso
    P3         | C3        | Obra
    P4         | C4        | Site
"""
WORK = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate
    T1       | E1          | P1         | 2026-09-01 | 2     | 50
    T2       | E1          | P1         | 2026-09-02 | 1     | 80
    T3       | E1          | P2         | 2026-09-01 | 1     | 60
    T4       | E1          | P3         | 2026-09-01 | 1     | 70
    T5       | E1          | P4         | 2026-09-01 | 1     | 90
"""


HANGUL = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate | description
    T1       | E1          | P1         | 2026-09-01 | 2     | 50          | 한
"""


@pytest.fixture
def freelancer(office: MakeOffice) -> Office:
    return office(FREELANCER, clients=CLIENTS, projects=PROJECTS, timesheets=WORK)


def said(path: Path, *names: str) -> list[str]:
    """The texts of the elements of these names, in the order of the file."""
    root = etree.parse(path).getroot()
    return [element.text or "" for name in names for element in root.iterfind(f".//{{*}}{name}")]


def page(path: Path) -> str:
    """The first page with its words one blank apart."""
    return " ".join(PdfReader(path).pages[0].extract_text().split())


def test_the_category_of_a_client_decides_over_the_companys_rate(freelancer: Office) -> None:
    freelancer.bill()
    found = freelancer.query("""
        select distinct client_id, tax_rate::integer, invoice_lines.tax_category, tax_amount::double
        from invoice_lines join invoices using (invoice_number) order by client_id
    """)
    assert [tuple(row) for row in found] == [
        ("C1", 0, "AE", 0.0), ("C2", 0, "E", 0.0), ("C3", 21, "S", 14.7), ("C4", 0, "O", 0.0),
    ]  # fmt: skip


def test_a_reverse_charge_says_so_with_both_numbers_in_every_file(freelancer: Office) -> None:
    pdf, ubl, cii = freelancer.bill(client="C1").invoices[0].files
    words = page(pdf)
    for text in (
        "NIF ES12345678Z", "NIF DE123456789", "Registro n.º T-1234", "Registro n.º HRB 98765",
        "Su referencia 04011000-12345-3", "Inversión del sujeto pasivo", "Impuesto 0 % sobre",
    ):  # fmt: skip
        assert text in words
    root = etree.parse(ubl).getroot()
    assert said(ubl, "CustomizationID")[0].endswith("poacc:billing:3.0")
    assert said(ubl, "BuyerReference") == ["04011000-12345-3"]
    assert [element.get("schemeID") for element in root.iterfind(".//{*}EndpointID")] == ["9920", "0204"]
    assert said(ubl, "TaxExemptionReasonCode", "TaxExemptionReason") == ["VATEX-EU-AE", "Reverse charge"]
    assert {category.findtext("{*}ID") for category in root.iterfind(".//{*}ClassifiedTaxCategory")} == {"AE"}
    assert said(cii, "ExemptionReasonCode") == ["VATEX-EU-AE"]
    assert {"ES12345678Z", "DE123456789"} <= {*said(cii, "SpecifiedTaxRegistration/{*}ID")}


def test_an_exemption_is_told_in_the_clients_words(freelancer: Office) -> None:
    pdf, ubl, _ = freelancer.bill(client="C2").invoices[0].files
    assert "Exenta, art. 20.Uno.9 LIVA" in page(pdf)
    assert said(ubl, "TaxExemptionReason") == ["Exenta, art. 20.Uno.9 LIVA"]


def test_what_bears_tax_explains_nothing(freelancer: Office) -> None:
    pdf, ubl, _ = freelancer.bill(client="C3").invoices[0].files
    assert not any(word in page(pdf) for word in ("exenta", "sujeto pasivo", "no sujeta"))
    assert said(ubl, "TaxExemptionReason") == []


@pytest.mark.parametrize("part", [None, Part(line=1), Part(entries=("T2",)), Part(amount=None, line=2)])
def test_a_credit_note_is_in_the_category_of_its_invoice(freelancer: Office, part: Part | None) -> None:
    freelancer.bill(client="C1")
    # The client has moved home since.
    moved = CLIENTS.replace("DE123456789 | DE      | -        | AE", "ESB22222222 | ES      | 21       | S ")
    freelancer.given(clients=moved)
    note = freelancer.credit("2026-00001", "2026-10-05", part)
    assert note.tax_amount == 0
    found = freelancer.query(
        f"select distinct tax_category from invoice_lines where invoice_number = '{note.invoice_number}'"
    )
    assert found == [("AE",)]


def test_a_draft_keeps_the_category(freelancer: Office) -> None:
    freelancer.bill(client="C2", draft=True)
    freelancer.edit("DRAFT-00001", discount="10%")
    (issued,) = freelancer.issue("DRAFT-00001", on="2026-09-30").invoices
    assert said(issued.files[1], "TaxExemptionReason") == ["Exenta, art. 20.Uno.9 LIVA"]
    assert freelancer.query("select distinct tax_category, tax_exemption_reason from invoice_lines") == [
        ("E", "Exenta, art. 20.Uno.9 LIVA")
    ]


@pytest.mark.parametrize(
    ("columns", "values", "reason"),
    [
        ("tax_rate,tax_category", "21,AE", "tax_rate_contradicts_category"),
        ("tax_rate,tax_category", "0,S", "tax_rate_contradicts_category"),
        ("tax_rate,tax_category", ",S", None),
        ("tax_rate,tax_category", "0,E", None),
        ("tax_rate,tax_category", ",XX", "not_a_tax_category"),
        ("electronic_address", "books@example.com", "not_an_electronic_address"),
        ("electronic_address", "9930:DE123456789", None),
    ],
)
def test_a_client_that_contradicts_itself_is_kept_out(
    freelancer: Office, tmp_path: Path, columns: str, values: str, reason: str | None
) -> None:
    path = tmp_path / "clients.csv"
    path.write_text(f"client_id,name,{columns}\nC9,Nine,{values}\n", "utf-8")
    (file,) = import_files(freelancer.books, freelancer.settings, [path], recorded_at=RECORDED_AT).files
    assert (file.error, file.rejected) == (None, 1 if reason else 0)
    found = freelancer.query("select client_id from clients where client_id = 'C9'")
    assert found == ([] if reason else [("C9",)])


def test_what_keeps_an_e_invoice_from_being_made_is_told(office: MakeOffice) -> None:
    bare = office("", timesheets=HANGUL)
    result = bare.bill()
    assert "2026-00001: no e-invoice, because the company has no tax_id (BT-31)" in result.notes
    assert result.notes[-1] == "2026-00001: a box stands for what no font has: 한"

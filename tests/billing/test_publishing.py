# ruff: noqa: E501 - a table is as wide as its columns
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from invotrack_analytics.billing.publishing import document_path, publish_missing
from invotrack_analytics.config import Settings, load_settings
from invotrack_analytics.documents import pdf
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.look import Look
from invotrack_analytics.documents.template import write_template
from invotrack_analytics.errors import InvotrackError, SettingsError, WriteError
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.warehouse.books import Books
from invotrack_analytics.warehouse.reader import Reader
from tests.billing.office import RECORDED_AT, Office

MakeOffice = Callable[..., Office]

COMPANY = """
[company]
name = "Alder & Finch"
[billing]
tax_rate = 21
"""
CLIENTS = "client_id | name | language | country\nC1 | Acorn <b>#Ltd | - | -\nC2 | Birch | de | DE"
WORK = """
    entry_id | employee_id | project_id | work_date  | hours | hourly_rate | task   | description
    T1       | E1          | P1         | 2026-09-01 | 2     | 50          | Design | Sketches =1+1
    T2       | E2          | P2         | 2026-09-03 | 1.5   | 1000        | Build  | -
    T3       | E2          | P3         | 2026-09-03 | 1.5   | 1000        | Build  | -
"""


def text_of(path: Path) -> str:
    """The text of a PDF, any white space as one blank."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


@pytest.fixture
def there(office: MakeOffice) -> Office:
    return office(COMPANY, clients=CLIENTS, timesheets=WORK)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("2026-00001", "2026-00001.pdf"),
        ("INV 7", "INV%207.pdf"),
        ("A/B", "A%2FB.pdf"),
        ("../../etc/x", "%2E.%2F..%2Fetc%2Fx.pdf"),
        ("A%2FB", "A%252FB.pdf"),
        ("a\\b:c*\n", "a%5Cb%3Ac%2A%0A.pdf"),
        ("É1", "%C3%891.pdf"),
    ],
)
def test_a_number_names_its_file(number: str, name: str, tmp_path: Path) -> None:
    path = document_path(Settings(tmp_path), number)
    assert path == tmp_path / "published" / "invoices" / name


def test_long_numbers_have_files_of_their_own(tmp_path: Path) -> None:
    names = {document_path(Settings(tmp_path), "9" * 300 + end).name for end in "ab"}
    assert len(names) == 2
    assert max(map(len, names)) < 200


def test_the_document_says_what_the_books_say(there: Office) -> None:
    first, second = there.bill().invoices
    assert [path.name for path in first.files + second.files] == there.files() == ["2026-00001.pdf", "2026-00002.pdf"]
    text = text_of(first.files[0])
    for words in (
        "Alder & Finch",
        "Acorn <b>#Ltd",
        "2026-00001",
        "First",
        "Second",
        "1,600.00",  # net: 2 x 50 + 1.5 x 1000
        "336.00",  # 21 %
        "1,936.00",
        "Sketches =1+1",
        "1 Sept 2026",
        "3 Sept 2026",
    ):
        assert words in text, words
    # 1500.00 + 315.00, as a German reads it
    assert "1.815,00" in text_of(second.files[0])


def test_a_credit_note_names_the_invoice_that_it_corrects(there: Office) -> None:
    there.bill()
    (path,) = there.credit("2026-00001", "2026-10-05").files
    text = text_of(path)
    for words in ("Credit note", "CN-2026-00001", "2026-00001", "1,936.00", "5 Oct 2026", "First", "2.00 h"):
        assert words in text, words


def test_a_credit_note_of_an_old_invoice_shares_its_tax_by_rate(office: MakeOffice) -> None:
    there = office(
        COMPANY,
        invoices="invoice_number | client_id | issue_date | net_amount | tax_amount | total_amount\nOLD | C1 | 2026-09-01 | 300 | 31.01 | 331.01",
        invoice_lines="""
            invoice_number | line_number | description | quantity | unit_price | net_amount | tax_rate
            OLD            | 1           | Work        | 2        | 50         | 100        | 21
            OLD            | 2           | Books       | 1        | 200        | 200        | 5
        """,
    )
    (path,) = there.credit("OLD", "2026-09-20").files
    text = text_of(path)
    # 21.00 and 10.00, and the cent that its tax was rounded by
    for words in ("Books", "331.01", "Tax 21% on €100.00", "Tax 5% on €200.00", "10.00", "21.01"):
        assert words in text, (words, text)


def test_a_document_that_is_gone_is_made_again_the_same(there: Office) -> None:
    there.bill()
    note = there.credit("2026-00002", "2026-10-05")
    paths = [there.settings.published_folder / "invoices" / name for name in there.files()]
    before = [path.read_bytes() for path in paths]
    # What happens afterwards is not on a document of old.
    there.void("2026-00001", "2026-10-06")
    there.given(clients="client_id | name | city\nC1 | Acorn and Sons | Oslo\nC2 | Beech | Rome")
    for path in paths:
        path.unlink()
    assert sorted(publish_missing(there.books, there.settings).made) == paths
    assert [path.read_bytes() for path in paths] == before
    assert note.files[0] in paths


def test_what_is_there_is_left_alone(there: Office) -> None:
    (path, _) = (one.files[0] for one in there.bill().invoices)
    path.write_bytes(b"signed")
    assert publish_missing(there.books, there.settings).made == ()
    assert path.read_bytes() == b"signed"


def test_documents_of_others_are_not_made(office: MakeOffice) -> None:
    there = office(invoices="invoice_number | client_id | issue_date | total_amount\nOLD | C1 | 2026-09-01 | 300")
    assert publish_missing(there.books, there.settings).made == ()
    assert there.files() == []


def test_the_next_run_makes_what_an_earlier_left(there: Office) -> None:
    for one in there.bill().invoices:
        one.files[0].unlink()
    (there.settings.published_folder / "invoices" / ".2026-00001.pdf.part").write_bytes(b"%PDF half")
    assert there.bill().invoices == ()
    assert there.files() == ["2026-00001.pdf", "2026-00002.pdf"]


def test_a_document_that_cannot_be_made_is_told_and_keeps_no_other_back(
    there: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = pdf.render_pdf

    def failing(document: InvoiceDocument, look: Look) -> pdf.RenderedPdf:
        if document.number == "2026-00001":
            message = "the typesetter gave up"
            raise InvotrackError(message)
        return render(document, look)

    with monkeypatch.context() as broken:
        broken.setattr(pdf, "render_pdf", failing)
        problem = "invoice 2026-00001 stands, but its PDF cannot be made: the typesetter gave up"
        assert there.bill(client="C1").problems == (problem,)
        later = there.bill()
        assert ([one.invoice_number for one in later.invoices], later.problems) == (["2026-00002"], (problem,))
        assert there.files() == ["2026-00002.pdf"]
    # The next run makes up for it.
    assert there.bill().problems == ()
    assert there.files() == ["2026-00001.pdf", "2026-00002.pdf"]


def test_a_folder_that_cannot_be_written_is_told(there: Office) -> None:
    there.settings.published_folder.mkdir()
    (there.settings.published_folder / "invoices").write_text("in the way")
    with pytest.raises(WriteError, match=r"invoices.*cannot be written"):
        there.bill()
    (there.settings.published_folder / "invoices").unlink()
    there.bill()
    assert there.files() == ["2026-00001.pdf", "2026-00002.pdf"]


# A company and clients of whom the books know enough for an e-invoice; the second client is a law firm's.
KNOWN = """
[company]
name = "Alder & Finch"
tax_id = "ESB12345674"
email = "bill@alder.example"
bank_account = "ES91 2100 0418 4502 0005 1332"
[billing]
tax_rate = 21
"""
KNOWN_CLIENTS = """
    client_id | name  | tax_id      | country | tax_rate | language
    C1        | Acorn | ESB87654321 | ES      | -        | -
    C2        | Birch | -           | US      | 0        | -
"""
KNOWN_WORK = """
    entry_id | employee_id | project_id | work_date  | hours  | hourly_rate | task      | description
    T1       | E1          | P1         | 2026-09-01 | 0.1667 | 90          | Design    | Sketches
    T2       | E2          | P3         | 2026-09-03 | 1.5    | 1000        | L110 A102 | Read
"""


@pytest.fixture
def known(office: MakeOffice) -> Office:
    return office(KNOWN, clients=KNOWN_CLIENTS, timesheets=KNOWN_WORK)


def test_beside_the_pdf_lie_the_e_invoice_and_for_legal_work_ledes(known: Office) -> None:
    first, second = known.bill().invoices
    assert [path.name for path in first.files] == ["2026-00001.pdf", "2026-00001.ubl.xml", "2026-00001.cii.xml"]
    assert [path.name for path in second.files] == [
        "2026-00002.pdf", "2026-00002.ubl.xml", "2026-00002.cii.xml", "2026-00002.ledes.txt",
    ]  # fmt: skip
    assert known.files() == sorted(path.name for path in first.files + second.files)
    assert PdfReader(first.files[0]).attachments["factur-x.xml"] == [first.files[2].read_bytes()]
    assert "|L110||A102|E2|Read|" in second.files[3].read_text("ascii")


def test_the_e_invoice_says_what_the_books_say(known: Office) -> None:
    first, _ = known.bill().invoices
    root = etree.parse(first.files[1]).getroot()
    said = {
        name: root.findtext(f".//{{*}}{name}")
        for name in ("ID", "IssueDate", "StartDate", "InvoicedQuantity", "PriceAmount", "PayableAmount")
    }
    assert said == {
        "ID": "2026-00001",
        "IssueDate": "2026-09-30",
        "StartDate": "2026-09-01",
        "InvoicedQuantity": "0.1667",
        "PriceAmount": "90",
        "PayableAmount": "18.15",
    }


def test_a_credit_note_as_e_invoice_names_the_invoice_and_its_day(known: Office) -> None:
    known.bill()
    note = known.credit("2026-00001", "2026-10-05")
    reference = etree.parse(note.files[1]).getroot().find(".//{*}InvoiceDocumentReference")
    assert reference is not None
    assert [element.text for element in reference] == ["2026-00001", "2026-09-30"]


def test_an_e_invoice_that_is_there_is_left_alone_and_all_are_made_again_the_same(known: Office) -> None:
    first, _ = known.bill().invoices
    pdf, ubl, cii = first.files
    before = [path.read_bytes() for path in first.files]
    pdf.unlink()
    cii.unlink()
    ubl.write_bytes(b"signed")
    assert publish_missing(known.books, known.settings).made == (pdf,)
    assert [pdf.read_bytes(), ubl.read_bytes(), cii.read_bytes()] == [before[0], b"signed", before[2]]


def test_an_issued_invoice_imported_elsewhere_is_the_same_invoice(known: Office, tmp_path: Path) -> None:
    invoice, _ = known.bill().invoices
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / "invotrack.toml").write_text("", "utf-8")
    settings = load_settings(there)
    books = Books(settings.warehouse_folder)
    books.create()
    (file,) = import_files(books, settings, [invoice.files[1]], recorded_at=RECORDED_AT).files
    assert (file.error, file.rejected) == (None, 0)
    queries = (
        "select invoice_number, issue_date, due_date, currency, net_amount, tax_amount, total_amount, kind from invoices where invoice_number = '2026-00001'",
        "select line_number, description, quantity, unit_price, net_amount, tax_rate from invoice_lines where invoice_number = '2026-00001'",
    )
    for query in queries:
        reader = Reader(books, settings)
        try:
            assert reader.connection.execute(query).fetchall() == known.query(query)
        finally:
            reader.close()


LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>'


def test_the_settings_choose_the_looks(office: MakeOffice) -> None:
    chosen = '[documents]\nlogo = "logo.svg"\naccent = "#0f766e"\nfooter = "Registered in Madrid"\n'
    there = office(COMPANY + chosen, clients=CLIENTS, timesheets=WORK)
    (there.folder / "logo.svg").write_bytes(LOGO)
    path = there.bill().invoices[0].files[0]
    assert b"/S/Figure" in path.read_bytes()
    assert "Registered in Madrid" in text_of(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "No such file or directory"),  # noqa: ARG005
        (lambda path: path.write_bytes(b"GIF89a"), "the logo is no PNG, JPEG or SVG picture"),
        (lambda path: path.symlink_to("/etc/hostname"), "it lies outside of the workspace"),
    ],
    ids=["missing", "other kind", "link"],
)
def test_a_logo_that_cannot_be_drawn_is_told_before_anything_is_issued(
    office: MakeOffice, make: Callable[[Path], object], reason: str
) -> None:
    there = office(COMPANY + '[documents]\nlogo = "logo.svg"\n', clients=CLIENTS, timesheets=WORK)
    logo = there.folder / "logo.svg"
    make(logo)
    with pytest.raises(SettingsError, match=rf"invotrack.toml: documents.logo = 'logo.svg': .*{reason}"):
        there.bill()
    assert there.query("select * from invoices") == []


OWN = '[documents]\ntemplate = "paper/own.typ"\n'


def own_template(there: Office, text: str) -> Path:
    folder = there.folder / "paper"
    folder.mkdir()
    (folder / "own.typ").write_text(text)
    return folder


def test_a_company_sets_its_invoices_by_a_template_of_its_own(office: MakeOffice) -> None:
    there = office(KNOWN + OWN, clients=KNOWN_CLIENTS, timesheets=KNOWN_WORK)
    folder = own_template(there, "")
    (folder / "own.typ").unlink()
    write_template(folder / "own.typ")
    ours = (folder / "own.typ").read_text()
    (folder / "own.typ").write_text(ours.replace("#set par(", '#set page(header: "Our own paper")\n#set par(', 1))
    path = there.bill().invoices[0].files[0]
    assert "Our own paper" in text_of(path)
    assert list(PdfReader(path).attachments) == ["factur-x.xml"]


def test_a_template_that_attaches_no_e_invoice_makes_none(office: MakeOffice) -> None:
    there = office(KNOWN + OWN, clients=KNOWN_CLIENTS, timesheets=KNOWN_WORK)
    own_template(
        there,
        '#let sheet = json(bytes(sys.inputs.sheet))\n#set document(title: "Invoice")\n#set text(lang: "en", font: '
        "json(bytes(sys.inputs.fonts)))\n#sheet.subject",
    )
    path = there.bill().invoices[0].files[0]
    assert list(PdfReader(path).attachments) == []
    assert b"factur-x" not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("paper/own.typ", lambda folder: (folder / "own.typ").unlink(), "No such file"),
        ("own.typ", lambda folder: (folder / "own.typ").rename(folder.parent / "own.typ"), "a folder of its own"),
        ("paper/own.typ", lambda folder: (folder / "x").symlink_to("/etc"), "x leads out of the template's folder"),
        (
            "paper/own.typ",
            lambda folder: (folder / "own.typ").write_text('#import "@preview/cetz:0.3.0"'),
            "own.typ imports a package",
        ),
    ],
    ids=["missing", "in the workspace itself", "link", "package"],
)
def test_a_template_sees_its_own_folder_and_nothing_else(
    office: MakeOffice, name: str, make: Callable[[Path], object], reason: str
) -> None:
    there = office(COMPANY + OWN.replace("paper/own.typ", name), clients=CLIENTS, timesheets=WORK)
    make(own_template(there, "Paper"))
    with pytest.raises(SettingsError, match=rf"invotrack.toml: documents.template = '{name}': .*{reason}"):
        there.bill()
    assert there.query("select * from invoices") == []


def test_a_file_beside_the_workspace_is_not_read_by_a_template(office: MakeOffice) -> None:
    there = office(COMPANY + OWN, clients=CLIENTS, timesheets=WORK)
    own_template(there, '#read("../invotrack.toml")')
    result = there.bill()
    assert result.invoices[0].files == ()
    assert result.problems
    assert all("the template own.typ cannot set invoice" in problem for problem in result.problems)

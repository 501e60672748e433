import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from invotrack_analytics.documents.invoice import Entry, InvoiceDocument, Line, Party
from invotrack_analytics.documents.pdf import render_pdf
from invotrack_analytics.errors import InvotrackError

Invoice = Callable[..., InvoiceDocument]

HOSTILE = [
    '#panic("x")',
    "*bold* $x$ <a> @ref _i_ `raw` // /* \\ #let x = 1",
    '"}]) #eval("1+1")',
    "https://example.example/?a=b&c=d",
    "= Heading",
    "{page} {number} %s",
]


def pages(document: InvoiceDocument) -> list[str]:
    reader = PdfReader(BytesIO(render_pdf(document).content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def line(number: int, description: str) -> Line:
    return Line(number, description, Decimal(1), "hours", Decimal(95), Decimal(95), Decimal(21))


def test_the_page_says_what_the_invoice_says(invoice: Invoice) -> None:
    (page,) = pages(invoice())
    for text in [
        "Invoice", "2026-00042", "Alder & Finch SL", "Calle Mayor 1", "28013 Madrid", "Tax ID ESB12345674",
        "Meridian GmbH", "Lindenstraße 14", "Issue date 30 Sept 2026", "Due date", "30 Oct 2026", "PO-7781",
        "1 Advice 12.50 h 95.00 10% 1,187.50", "2 Migration 14.00 h 95.00 21% 1,330.00", "Subtotal €2,517.50",
        "Tax 10% on €1,187.50 €118.75", "Tax 21% on €1,330.00 €279.30", "Total due €2,915.55",
        "ES91 2100 0418 4502 0005 1332", "Thank you.", "Page 1 of 1",
    ]:  # fmt: skip
        assert text in page


def test_the_file_is_archivable_and_accessible_and_says_whose_it_is(invoice: Invoice) -> None:
    reader = PdfReader(BytesIO(render_pdf(invoice()).content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Invoice 2026-00042 from Alder & Finch SL"
    assert reader.metadata.author == "Alder & Finch SL"
    assert str(reader.metadata.creation_date) == "2026-09-30 00:00:00+00:00"
    described = reader.root_object["/Metadata"].get_object()
    assert isinstance(described, StreamObject)
    metadata = described.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert str(reader.root_object["/Lang"]) == "en-GB"


def test_an_invoice_in_euros_has_a_code_to_pay_it_with(invoice: Invoice) -> None:
    assert "Scan to pay" in pages(invoice())[0]
    assert "Scan to pay" not in pages(invoice(currency="USD"))[0]
    assert b"/S/Figure" in render_pdf(invoice()).content


def test_made_again_it_is_the_same_to_the_byte(invoice: Invoice) -> None:
    first = render_pdf(invoice()).content
    render_pdf(invoice(number="2026-00043"))
    assert render_pdf(invoice()).content == first
    assert render_pdf(invoice(number="2026-00043")).content != first


def test_another_process_on_another_day_makes_the_same_bytes() -> None:
    program = """
import sys
from datetime import date
from decimal import Decimal
from invotrack_analytics.documents.invoice import InvoiceDocument, Party
from invotrack_analytics.documents.pdf import render_pdf
party = Party("株式会社 한 Ω", None, None, None, None, "JP")
none = Decimal(0)
day = date(2026, 1, 1)
document = InvoiceDocument("invoice", "1", day, None, "JPY", party, party, (), (), none, none, none, "ja_JP")
sys.stdout.buffer.write(render_pdf(document).content)
"""
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        ).stdout
        for zone, seed in [("Pacific/Kiritimati", "1"), ("Pacific/Pago_Pago", "2")]
    ]
    assert runs[0].startswith(b"%PDF")
    assert runs[0] == runs[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_is_printed_as_it_stands(invoice: Invoice, text: str) -> None:
    entry = Entry(text, date(2026, 9, 1), text, text, text, text, Decimal(1), Decimal(95), Decimal(95))
    party = Party(text, text, text, text, text, text, text)
    document = invoice(buyer=party, lines=(line(1, text),), notes=text, purchase_order=text, entries=(entry,))
    front, annex = ("".join(page.split()) for page in pages(document))
    # Name, tax id, address, country, e-mail, order, line and notes; postal code and city stand on one line.
    assert front.count("".join(text.split())) == 10
    # Person, project, task and description; an id only where it is short.
    assert annex.count("".join(text.split())) >= 4


@pytest.mark.parametrize(
    "name",
    ["شركة الاختبار المحدودة", "חברת הבדיקה בע״מ", "株式会社サンプル", "中文名称测试公司", "บริษัททดสอบ", "Công ty Việt"],
)
def test_names_in_other_scripts_are_printed(invoice: Invoice, name: str) -> None:
    rendered = render_pdf(invoice(buyer=Party(name, name, name, name, name, None), lines=(line(1, name),)))
    assert rendered.replaced_glyphs == ()


@pytest.mark.parametrize("locale", ["ar_KW", "he_IL", "fa_IR", "ja_JP", "th_TH", "sv_SE", "hi_IN", "de_CH"])
def test_every_locale_can_be_printed(invoice: Invoice, locale: str) -> None:
    assert render_pdf(invoice(locale=locale)).content.startswith(b"%PDF")


def test_a_missing_glyph_is_boxed_and_reported(invoice: Invoice) -> None:
    document = invoice(buyer=Party("한국 😀 Ltd", None, None, None, None, None))
    assert render_pdf(document).replaced_glyphs == ("국", "한", "😀")
    assert "□□ □ Ltd" in pages(document)[0]


@pytest.mark.parametrize(
    "text",
    [
        "x\u0335\u0483\u05b0\u064e\u0e31\u3099" * 5,  # marks of many scripts on one letter: no font has the cluster
        "日\u0e48\u05b0\u064b",
        "\u25cc\u0e48\u0488\u064e",
        "\ud800\udfff\x00\x1b[31m\ufffe\U000e0001",
        "\u200d\u200c\u2066\u2069\u200b",
        "\n\n\n",
    ],
    ids=ascii,
)
def test_no_text_makes_it_fail(invoice: Invoice, text: str) -> None:
    party = Party(text, text, text, text, text, text, text)
    document = invoice(number=text, seller=party, buyer=party, lines=(line(1, text),), notes=text)
    assert render_pdf(document).content.startswith(b"%PDF")


def test_two_hundred_lines_run_over_pages_that_repeat_the_head(invoice: Invoice) -> None:
    lines = tuple(line(number, f"Work package {number:03d}") for number in range(1, 201))
    texts = pages(invoice(lines=lines))
    assert len(texts) > 4
    for number, text in enumerate(texts, start=1):
        assert "No. Description Quantity Unit price Tax Amount EUR" in text
        assert f"Page {number} of {len(texts)}" in text
    printed = " ".join(texts)
    assert all(printed.count(f"Work package {number:03d}") == 1 for number in range(1, 201))
    assert "Total due €2,915.55" in texts[-1]


@pytest.mark.parametrize("description", ["ЖЖЖЖ " * 1500, "Ж" * 6000], ids=["words", "one word"])
def test_a_long_description_wraps_and_loses_nothing(invoice: Invoice, description: str) -> None:
    texts = pages(invoice(lines=(line(1, description),)))
    assert len(texts) > 1
    assert sum(text.count("Ж") for text in texts) == 6000


def test_the_timesheet_starts_on_a_page_of_its_own(invoice: Invoice) -> None:
    entries = tuple(
        Entry(f"T-{day}", date(2026, 9, day), "Elena Tanaka", "Ledger", "Analysis", "Mapped the accounts",
              Decimal("1.75"), Decimal(95), Decimal("166.25"))
        for day in range(1, 4)
    )  # fmt: skip
    front, annex = pages(invoice(entries=entries))
    assert "Timesheet" not in front
    assert "The hours behind invoice 2026-00042" in annex
    assert "2 Sept 2026 T-2 Elena Tanaka Ledger Analysis · Mapped the accounts 1.75 95.00 166.25" in annex
    assert "Total 5.25 498.75" in annex


def test_a_credit_note_looks_like_one(invoice: Invoice) -> None:
    (page,) = pages(invoice(kind="credit_note", number="CN-2026-00001", due_date=None, preceding_invoice_number="7"))
    for text in ["Credit note", "CN-2026-00001", "Corrects invoice 7", "Total credited €2,915.55"]:
        assert text in page
    assert "Due" not in page
    assert "Payment" not in page


@pytest.mark.parametrize(("country", "size"), [("ES", (595, 842)), ("US", (612, 792))])
def test_the_sheet_of_paper(invoice: Invoice, country: str, size: tuple[int, int]) -> None:
    seller = Party("Acme", None, None, None, None, country)
    box = PdfReader(BytesIO(render_pdf(invoice(seller=seller)).content)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_threads_do_not_disturb_each_other(invoice: Invoice) -> None:
    documents = [invoice(number=f"2026-{number:05d}") for number in range(12)]
    alone = [render_pdf(document).content for document in documents]
    with ThreadPoolExecutor(4) as pool:
        together = [rendered.content for rendered in pool.map(render_pdf, documents)]
    assert together == alone


def _refusal(document: InvoiceDocument) -> str:
    try:
        render_pdf(document)
    except InvotrackError as error:
        return str(error)
    return "printed"


def test_a_process_forked_after_printing_says_so_instead_of_hanging(invoice: Invoice) -> None:
    render_pdf(invoice())
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert "start the process afresh (spawn)" in pool.apply_async(_refusal, (invoice(),)).get(timeout=30)


def test_a_hundred_invoices_of_thirty_lines_take_less_than_fifteen_seconds_of_one_core(invoice: Invoice) -> None:
    lines = tuple(line(number, f"Work package {number}") for number in range(1, 31))
    start = time.process_time()
    for number in range(20):
        render_pdf(invoice(number=f"2026-{number:05d}", lines=lines))
    assert (time.process_time() - start) * 5 < 15

import base64
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from invotrack_analytics.documents import labels
from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.look import Look
from invotrack_analytics.documents.pdf import render_pdf
from invotrack_analytics.errors import InvotrackError

Invoice = Callable[..., InvoiceDocument]

# One red pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="20"><rect width="300" height="20"/></svg>'


def page(document: InvoiceDocument, look: Look) -> str:
    reader = PdfReader(BytesIO(render_pdf(document, look).content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.parametrize("logo", [PNG, SVG], ids=["PNG", "SVG"])
def test_a_logo_is_a_figure_with_the_sellers_name(invoice: Invoice, logo: bytes) -> None:
    document = invoice(currency="USD")
    assert b"/S/Figure" not in render_pdf(document).content
    with_logo = render_pdf(document, Look(logo=logo)).content
    assert b"/S/Figure" in with_logo
    assert b"/Alt(Alder & Finch SL)" in with_logo
    assert render_pdf(document, Look(logo=logo)).content == with_logo


def test_a_colour_changes_the_looks_and_no_word(invoice: Invoice) -> None:
    green = Look(accent="#0F766e")
    assert render_pdf(invoice(), green).content != render_pdf(invoice()).content
    assert page(invoice(), green) == page(invoice(), Look())


def test_a_footer_is_on_every_page_and_is_no_markup(invoice: Invoice) -> None:
    text = '#panic("x") *Registered* in Madrid'
    lines = invoice().lines * 40
    assert page(invoice(lines=lines), Look(footer=text)).count(text) >= 2


def test_a_footer_of_any_length_leaves_the_page_its_room(invoice: Invoice) -> None:
    assert len(PdfReader(BytesIO(render_pdf(invoice(), Look(footer="long " * 2000)).content)).pages) == 1


@pytest.mark.parametrize(
    ("locale", "language", "written"),
    [
        ("es_ES", None, ["Factura 2026-00042", "Vencimiento", "30 oct 2026", "Total a pagar 2.915,55 €"]),
        ("en_GB", "es", ["Factura 2026-00042", "30 oct 2026", "Impuesto 10 % sobre 1.187,50 €"]),
        ("en_US", "es", ["Factura 2026-00042", "Total a pagar"]),
        ("es_ES", "en", ["Invoice 2026-00042", "Due date", "Total due"]),
        ("sv_SE", None, ["Invoice 2026-00042", "Due date"]),
    ],
)
def test_the_language_is_the_documents_or_the_one_chosen(
    invoice: Invoice, locale: str, language: str | None, written: list[str]
) -> None:
    text = page(invoice(locale=locale), Look(language=language)).replace("\N{NO-BREAK SPACE}", " ")
    for words in written:
        assert words in text, (words, text)


def test_every_language_has_every_word_with_the_same_places() -> None:
    english = labels.labels_in("en")
    for language in labels.languages():
        words = labels.labels_in(language)
        assert set(words) == set(english)
        for name, text in words.items():
            assert sorted(part.split("}")[0] for part in text.split("{")[1:]) == sorted(
                part.split("}")[0] for part in english[name].split("{")[1:]
            ), name
        assert labels.unit_in(language, "hours") == "h"


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ({"accent": "blue"}, "accent colour 'blue' is not known; write it as #2456c7"),
        ({"accent": '#000000"), #panic('}, "is not known"),
        ({"language": "xx"}, "documents cannot be written in 'xx'; use one of en, es"),
        ({"logo": b"GIF89a"}, "the logo is no PNG, JPEG or SVG picture"),
        ({"logo": b"\xff\xfe"}, "the logo is no PNG, JPEG or SVG picture"),
        ({"logo": b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg/>"}, "the logo is no PNG, JPEG or SVG picture"),
        ({"logo": PNG[:16]}, "the logo is no whole PNG picture"),
        ({"logo": b"\xff\xd8\xff\xe0" + b"\x00" * 20}, "the logo is no whole JPEG picture"),
        ({"logo": SVG + b" " * 2_000_000}, "2 MB is the most"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_drawn_is_told_at_once(look: dict[str, object], reason: str) -> None:
    with pytest.raises(InvotrackError, match=reason.replace("(", r"\(")):
        Look(**look)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "logo",
    [
        b"<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="../../../../etc/hostname"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://localhost/x.png"/></svg>',
    ],
    ids=ascii,
)
def test_a_broken_picture_and_one_that_reaches_out_is_told(invoice: Invoice, logo: bytes) -> None:
    with pytest.raises(InvotrackError, match="the logo cannot be drawn"):
        render_pdf(invoice(), Look(logo=logo))

"""Reports as PDF: every row and total in the locale, pages numbered, archivable, the same bytes, no text is markup."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from invotrack_analytics.config import Documents, Settings
from invotrack_analytics.errors import ReportError, SettingsError
from invotrack_analytics.publish import pdf_pack
from invotrack_analytics.publish.pdf_pack import stream_pdf, write_pdf
from invotrack_analytics.reports.report import Result
from tests.publish.results import aging_result, one_of_each_result, text_result


def pages(results: Sequence[Result], settings: Settings) -> list[str]:
    """The words of each page."""
    stream = BytesIO()
    stream_pdf(results, stream, settings)
    return [" ".join(page.extract_text().split()) for page in PdfReader(stream).pages]


def test_a_pack_has_its_contents_and_each_report_from_a_page_of_its_own(settings: Settings) -> None:
    contents, aging, history = pages([aging_result(), one_of_each_result()], settings)
    assert "Reports as of 30/9/2026" in contents
    assert re.search(r"Aging of receivables.* 2.*Payment history.* 3", contents)
    assert "C-001 Meridian Software SL EUR 12.100,00 3.630,50" in aging
    assert re.search(r"Total EUR .* 35\.030,00 Total GBP .* 3\.300,00 Total JPY .* 1\.250\.000", aging)
    assert "As of 30/9/2026, aged by due date, 7 rows" in aging
    assert "Page 3 of 3" in history


def test_one_report_is_a_document_of_its_own(settings: Settings) -> None:
    (page,) = pages([aging_result()], settings)
    assert page.startswith("Acme & Sons Consulting SL As of 30/9/2026 Aging of receivables")
    (empty,) = pages([aging_result([])], settings)
    assert "There are none." in empty


def test_it_is_archivable_accessible_and_the_same_each_time(settings: Settings, tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    for target in (first, second):
        write_pdf([aging_result()], target, settings)
    assert first.read_bytes() == second.read_bytes()
    reader = PdfReader(first)
    metadata = reader.metadata
    assert metadata is not None
    assert (metadata.title, metadata.author) == ("Aging of receivables", "Acme & Sons Consulting SL")
    described = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>3</pdfaid:part>" in described
    assert "<pdfuaid:part>1</pdfuaid:part>" in described


@pytest.mark.parametrize(
    "text", ['#import "x"', "$x$ *bold* _a_ <label> @ref", "= head", "\u0600\u034f\U000e0001", "日本語 العربية 🎉"]
)
def test_any_text_is_printed_as_a_text(settings: Settings, text: str) -> None:
    (page,) = pages([text_result([text, "plain"])], settings)
    assert "plain EUR" in page
    if text.isascii():
        assert text in page


def test_of_a_long_report_the_first_rows_are_printed_and_all_are_summed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_pack, "MOST_PRINTED_ROWS", 2)
    (page,) = pages([aging_result()], settings)
    assert "7 rows; the first 2 are printed, all are in the workbook" in page
    assert "C-003" not in page
    assert "35.030,00" in page


def test_a_logo_that_cannot_be_read_is_named(settings: Settings) -> None:
    missing = replace(settings, documents=Documents(logo="logo.png"))
    with pytest.raises(SettingsError, match=r"documents\.logo = 'logo\.png': No such file"):
        pages([aging_result()], missing)
    with pytest.raises(ReportError, match="no report to print"):
        pages([], settings)

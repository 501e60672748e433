import pytest

from invotrack_analytics.documents.glyphs import Replacer


@pytest.mark.parametrize(
    ("text", "printed", "replaced"),
    [
        ("Ångström & Söhne, s.r.o. – 12 €", "Ångström & Söhne, s.r.o. – 12 €", ()),  # noqa: RUF001
        ("Ελλάδα Україна Việt Nam", "Ελλάδα Україна Việt Nam", ()),
        ("株式会社サンプル 中文公司", "株式会社サンプル 中文公司", ()),
        ("شركة שלום ไทย հայ ქართ", "شركة שלום ไทย հայ ქართ", ()),
        ("a → b, ≤ 5, ✓", "a → b, ≤ 5, ✓", ()),
        ("한국", "□□", ("국", "한")),
        ("ok 😀😀", "ok □□", ("😀",)),
        ("\ue000 \U0010ffff", "□ □", ("\ue000", "\U0010ffff")),
        ("lone \ud800", "lone □", ("\N{REPLACEMENT CHARACTER}",)),
    ],
)
def test_a_character_without_a_glyph_becomes_a_box_and_is_reported(
    text: str, printed: str, replaced: tuple[str, ...]
) -> None:
    replacer = Replacer()
    assert replacer.printable(text) == printed
    assert replacer.replaced == replaced


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("tab\there\x00\x07", "tab here  "),
        ("pay \u202e00.1\u202c", "pay 00.1"),
        ("soft\u00adhyphen\ufeff\u200b", "softhyphen"),
        ("heart \u2665\ufe0f", "heart □"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_prints_nothing_goes_and_line_ends_are_one_kind(text: str, printed: str) -> None:
    assert Replacer().printable(text) == printed


def test_plainly_keeps_the_main_font_only_and_no_loose_marks() -> None:
    replacer = Replacer(plainly=True)
    assert replacer.printable("é日x\u0335") == "é□x"
    assert replacer.replaced == ("\u0335", "日")

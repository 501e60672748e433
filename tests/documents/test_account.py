import pytest

from invotrack_analytics.documents.account import grouped, iban_of


@pytest.mark.parametrize(
    ("text", "iban", "written"),
    [
        ("ES9121000418450200051332", "ES9121000418450200051332", "ES91 2100 0418 4502 0005 1332"),
        (" gb82 west 1234 5698 7654 32 ", "GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32"),
        # One digit is wrong: as it stands, and no IBAN.
        ("ES9121000418450200051333", None, "ES9121000418450200051333"),
        ("Bank of Nowhere, 12-34", None, "Bank of Nowhere, 12-34"),
        ("", None, ""),
    ],
)
def test_an_iban_is_known_by_its_check_digits(text: str, iban: str | None, written: str) -> None:
    assert iban_of(text) == iban
    assert grouped(text) == written

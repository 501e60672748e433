from decimal import Decimal

import pytest

from invotrack_analytics.documents.invoice import Party
from invotrack_analytics.documents.vat import category_of, vat_number


def party(country: str | None, tax_id: str | None) -> Party:
    return Party("Someone", tax_id, None, None, None, country)


@pytest.mark.parametrize(
    ("country", "tax_id", "number"),
    [
        ("ES", "ESB12345674", "ESB12345674"),
        ("es", "es b-123.456 74", "ESB12345674"),
        ("GR", "EL123456789", "EL123456789"),
        ("GB", "GB123456789", "GB123456789"),
        # Registered in another member state.
        ("US", "DE123456789", "DE123456789"),
        ("ES", "B12345674", None),
        ("DE", "201/113/40209", None),
        # A Mexican RFC that starts like Ascension Island.
        ("MX", "ACM010101AB1", None),
        ("ES", None, None),
        (None, "ESB12345674", "ESB12345674"),
    ],
)
def test_a_vat_number_starts_with_its_country(country: str | None, tax_id: str | None, number: str | None) -> None:
    assert vat_number(party(country, tax_id)) == number


@pytest.mark.parametrize(
    ("rate", "given", "seller", "buyer", "code"),
    [
        ("21", None, ("ES", "ESB12345674"), ("DE", "DE123456789"), "S"),
        ("0", None, ("ES", "ESB12345674"), ("DE", "DE123456789"), "AE"),
        ("0", None, ("ES", "ESB12345674"), ("DE", None), "Z"),
        ("0", None, ("ES", "ESB12345674"), ("ES", "ESB87654321"), "Z"),
        ("0", None, ("ES", "ESB12345674"), (None, None), "Z"),
        ("0", None, ("ES", "ESB12345674"), ("US", None), "O"),
        ("0", None, ("US", "04-1234567"), ("DE", "DE123456789"), "O"),
        ("0", "E", ("ES", "ESB12345674"), ("DE", "DE123456789"), "E"),
    ],
)
def test_the_category_follows_from_rate_and_countries(
    rate: str, given: str | None, seller: tuple[str, str], buyer: tuple[str | None, str | None], code: str
) -> None:
    assert category_of(Decimal(rate), given, None, party(*seller), party(*buyer)).code == code

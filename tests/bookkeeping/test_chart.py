"""ledger.toml and layouts: every problem at once, and the account that is most particular."""

from __future__ import annotations

from typing import Any

import pytest

from invotrack_analytics.bookkeeping.chart import load_chart
from invotrack_analytics.errors import BookkeepingError, SettingsError
from tests.bookkeeping.conftest import Firm

YEAR: dict[str, Any] = {"date_from": "2026-01-01", "date_to": "2026-12-31"}


@pytest.mark.parametrize(
    ("country", "receivable"), [("ES", "430"), ("DE", "1400"), ("FR", "411"), ("GB", "Assets:Receivable:C1")]
)
def test_the_preset_follows_the_country(firm: Firm, country: str, receivable: str) -> None:
    file = firm.folder / "invotrack.toml"
    file.write_text(file.read_text().replace('country = "ES"', f'country = "{country}"'))
    assert load_chart(firm.book.settings).account("receivable", client_id="C1") == receivable


def test_the_particular_account_goes_before_the_bare_one(firm: Firm) -> None:
    firm.settle(
        """
        [roles]
        receivable = "43{client_id}"
        "sales.Consulting" = "7051"
        "output_tax.10" = "47710"
        "write_off.bad_debt" = "6501"
        """
    )
    rows = firm.rows(firm.files("journal-csv", **YEAR)["journal.csv"])
    assert {(row["role"], row["account"]) for row in rows} == {
        ("receivable", "43C1"),
        ("receivable", "43C2"),
        ("unapplied", "438"),
        ("bank", "572"),
        ("sales", "7051"),
        ("sales", "705"),
        ("output_tax", "477"),
        ("output_tax", "47710"),
        ("write_off", "6501"),
    }


def test_roles_without_an_account_are_named_all_at_once(firm: Firm) -> None:
    firm.settle('[roles]\nbank = ""\n"sales.Travel" = ""\nwrite_off = ""\n')
    with pytest.raises(BookkeepingError, match=r"bank, sales\.Travel, write_off\.bad_debt"):
        firm.book.ledger("beancount", **YEAR)


def test_every_wrong_setting_is_told_at_once(firm: Firm) -> None:
    firm.settle(
        """
        preset = "skr99"
        closed_through = "soon"
        colour = 1
        [roles]
        salez = "1"
        bank = 572
        sales = "7{client_id}"
        [datev]
        consultant = "x"
        fiscal_year_start = "02-29"
        """
    )
    with pytest.raises(SettingsError) as error:
        load_chart(firm.book.settings)
    told = str(error.value)
    for named in (
        "preset",
        "closed_through",
        "colour",
        "roles.salez",
        "roles.bank",
        "roles.sales",
        "consultant",
        "02-29",
    ):
        assert named in told


def test_a_layout_of_ones_own_names_the_columns_as_it_likes(firm: Firm) -> None:
    layouts = firm.folder / "layouts"
    layouts.mkdir()
    (layouts / "contaplus.toml").write_text(
        """
        [format]
        delimiter = ";"
        decimal = ","
        date = "%d/%m/%Y"
        [columns]
        "Fecha" = "date"
        "Cuenta" = "account"
        "Debe" = "debit"
        "Haber" = "credit"
        """
    )
    content = firm.files("contaplus", **YEAR)["contaplus.csv"]
    assert content.decode().splitlines()[:2] == ["Fecha;Cuenta;Debe;Haber", "10/03/2026;430;1298,61;0,00"]


@pytest.mark.parametrize("name", ["nothing", "../invotrack", "/etc/passwd"])
def test_a_format_that_there_is_not_is_named_with_those_that_there_are(firm: Firm, name: str) -> None:
    with pytest.raises(BookkeepingError, match="beancount, hledger, datev"):
        firm.book.ledger(name, **YEAR)


def test_a_wrong_layout_names_the_fields(firm: Firm) -> None:
    layouts = firm.folder / "layouts"
    layouts.mkdir()
    (layouts / "mine.toml").write_text('[format]\nencoding = "no-such"\n[columns]\n"A" = "amount"\n')
    with pytest.raises(SettingsError, match=r"encoding.*columns\.A"):
        firm.book.ledger("mine", **YEAR)

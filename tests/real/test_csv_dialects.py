"""Real bank and ledger files, each a table of its own kind: a draft tells its columns, a profile reads every row.

Beside each file: what a draft says of it (delimiter, columns, whether they are named), then how a profile reads it
(date column and format, amount column, decimal mark), the rows it gives and the reasons of those it keeps back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from invotrack_analytics.sources.suggestion import suggest_profile
from tests.sources.conftest import desk, empty_books
from tests.sources.desk import Desk

__all__ = ["desk", "empty_books"]

DATA = Path(__file__).parents[3] / "shared" / "data" / "csv-dialects"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files lie in ../shared/data, which is not here")

FILES = """
2018-04-14_10-52-13_bunq-transactieoverzicht.csv    ,    6    named  Datum             %Y-%m-%d  Bedrag      ,  3   -
20180226-1000594757-umsatz.CSV                      ;    11   named  Buchungstag       %d.%m.%y  Betrag      ,  1   -
20180226_12345678.csv                               ,    4    named  Date              %d/%m/%Y  Amount      .  1   -
CSV_A_20180414_112204.csv                           ,    26   named  Datum             %Y-%m-%d  Bedrag      ,  3   -
EXTF_Buchungsstapel.csv                             ;    120  named  -                 -         Umsatz_(ohne_Soll/Haben-Kz)  ,  2  -
EXTF_Kontenbeschriftungen.csv                       ;    3    named  -                 -         Konto       ,  3   -
MonzoDataExport_February2018_2018-02-26_174335.csv  ,    12   named  created           %Y-%m-%d  amount      .  1   -
TH_20180521-20180523.csv                            ;    16   named  Posting_date      %Y/%m/%d  Amount_CZK  ,  0   date_out_of_range*1
TransactionHistory_20180418043121.csv  ,  5  named  Transaction_date  %d/%m/%Y  Withdrawals_(SGD)  .  8  missing_booking_date; missing_amount*8
Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV     ;    9    named  Buchungstag       %d.%m.%Y  Betrag      ,  1   -
austrian_example.csv                                ;    6    -      column_3          %d.%m.%Y  column_5    ,  13  -
bom_utf8_file.csv                                   ,    41   named  Date              %d/%m/%Y  Gross       .  -   -
chase.csv                                           ,    4    -      -                 -         column_4    .  9   -
danish_kroner_nordea_example.csv                    ;    5    -      column_1          %d-%m-%Y  column_4    ,  6   -
english_date_example.csv  ,  6  -  column_1  %d/%m/%Y  column_4  .  2  missing_amount*1
export_BE11123456789012_20180304_1422.csv           ;    18   named  Datum             %d/%m/%Y  Bedrag      ,  1   -
extratofake.csv                                     ,    7    named  Data              %m/%d/%Y  Valor       .  23  -
french_example.csv                                  ;    6    -      column_2          %d/%m/%Y  column_5    ,  9   -
german_date_example.csv  ,  6  -  column_1  %d.%m.%Y  column_4  .  2  missing_amount*1
harder_date_example.csv                             ,    8    -      -                 -         column_2    .  5   -
ing.csv                                             ,    10   -      column_1          %Y%m%d    column_7    ,  3   -
spanish_date_example.csv  ,  6  -  column_1  %d/%m/%Y  column_4  .  2  missing_amount*1
test_BOI_TransactionExport.csv  ,  5  named  Date  %d/%m/%Y  Debit  .  21  missing_amount*6
test_delimiter_tab.csv  tab  5  -  column_1  %d.%m.%Y  column_5  ,  64  missing_amount*9|not_a_date; missing_amount*1
test_headers.csv  ;  7  named  Date  %d.%m.%Y  Inflow  ,  73  not_a_date; not_a_number*2|wrong_column_count*1
test_raiffeisen_01.csv  ;  7  -  column_1  %d.%m.%Y  column_4  ,  73  wrong_column_count*1
test_raiffeisen_02.csv  ;  7  -  column_1  %d.%m.%Y  column_4  ,  73  wrong_column_count*1
test_regex_123456_87654321_1234_21_12.csv  ;  7  -  column_1  %d.%m.%Y  column_4  ,  73  wrong_column_count*1
test_row_format_CD_flag.csv  ;  5  -  column_1  %d.%m.%Y  column_4  ,  73  not_a_date; missing_amount*1
test_row_format_default.csv  ;  5  -  column_1  %d.%m.%Y  column_5  ,  64  missing_amount*9|not_a_date; missing_amount*1
test_row_format_neg_inflow.csv  ;  5  -  column_1  %d.%m.%Y  column_4  ,  73  not_a_date; missing_amount*1
"""  # noqa: E501  a table
# Money received in each file, counted by hand: rows, their sum, their currency; and what its draft leaves to choose.
RECEIVED = """
2018-04-14_10-52-13_bunq-transactieoverzicht.csv    1  750.00   EUR  -
20180226-1000594757-umsatz.CSV                      0  0        -    -
20180226_12345678.csv                               0  0        -    %d/%m/%Y
CSV_A_20180414_112204.csv                           1  50.00    EUR  -
MonzoDataExport_February2018_2018-02-26_174335.csv  0  0        -    -
TH_20180521-20180523.csv                            0  0        -    -
TransactionHistory_20180418043121.csv               0  0        -    -
Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV     0  0        -    %d.%m.%Y
austrian_example.csv                                3  203.90   EUR  -
danish_kroner_nordea_example.csv                    1  497.90   EUR  -
english_date_example.csv                            1  327.49   USD  -
export_BE11123456789012_20180304_1422.csv           0  0        -    -
extratofake.csv                                     5  1400.00  EUR  -
french_example.csv                                  0  0        -    -
harder_date_example.csv                             2  1357.12  EUR  -
ing.csv                                             1  375.00   EUR  -
spanish_date_example.csv                            1  327.49   USD  %d/%m/%Y
test_BOI_TransactionExport.csv                      6  3841.22  EUR  -
test_delimiter_tab.csv                              9  1878.20  EUR  column 4
test_headers.csv                                    9  1878.20  EUR  -
test_raiffeisen_01.csv                              9  1878.20  EUR  -
test_row_format_CD_flag.csv                         9  1878.20  EUR  -
test_row_format_default.csv                         9  1878.20  EUR  column 4
test_row_format_neg_inflow.csv                      9  1878.20  EUR  -
"""
CASES = [re.split(r"\s{2,}", line) for line in FILES.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_real_table_is_told_refused_and_then_read(case: list[str], desk: Callable[..., Desk], tmp_path: Path) -> None:
    name, delimiter, columns, named, date, date_format, amount, decimal, rows, reasons = case
    path = DATA / name
    draft = suggest_profile(path, tmp_path)
    written = tomllib.loads(draft)["format"]
    assert written["delimiter"] == {"tab": "\t"}.get(delimiter, delimiter)
    assert written.get("header", True) == (named == "named")
    described = draft.partition("# The columns of the file")[2].strip().splitlines()[1:]
    assert len(described) == int(columns)

    books = desk()
    (refused,) = books.imports(path).files
    assert "`invotrack profile suggest` drafts one" in str(refused.error)
    assert "\n" not in str(refused.error)

    constants = '[table.constants]\ncurrency = "EUR"\n' + ('booking_date = "2018-01-01"\n' if date == "-" else "")
    dates = f'booking_date = "{date.replace("_", " ")}"\n' if date != "-" else ""
    draft = draft[: draft.index("[[table]]")].replace("[format]\n", f'[format]\ndecimal = "{decimal}"\n')
    draft = draft.replace(
        "[format]\n", f'[format]\ndate = "{date_format.replace("_", " ")}"\n' if dates else "[format]\n"
    )
    every = ", ".join(line.removeprefix("# ").partition(": ")[0] for line in described[:9])
    draft += (
        f'[[table]]\ndataset = "bank_lines"\n[table.columns]\n{dates}amount = "{amount.replace("_", " ")}"\n'
        f"bank_line_id = {{ join = [{every}] }}\n{constants}"
    )
    books.write("profiles/own.toml", draft)
    (file,) = books.imports(path, profile=tomllib.loads(draft)["name"]).files
    if rows == "-":
        assert "has a header but no rows" in str(file.error)
        return
    assert file.error is None
    found = sorted(row.reason for row in books.rejects())
    expected = [reason for part in reasons.split("|") if "*" in part for reason in expanded(part)]
    counts = file.datasets["bank_lines"]
    assert (counts.added + counts.unchanged, found) == (int(rows), expected)


def expanded(part: str) -> list[str]:
    reason, _, times = part.partition("*")
    return [reason] * int(times)


@pytest.mark.parametrize(
    "case", [line.split(maxsplit=4) for line in RECEIVED.strip().splitlines()], ids=lambda case: case[0]
)
def test_a_draft_reads_what_came_in(case: list[str], desk: Callable[..., Desk], tmp_path: Path) -> None:
    name, rows, total, currency, choice = case
    draft = suggest_profile(DATA / name, tmp_path, "EUR")
    if choice.startswith("%"):
        draft = draft.replace("[format]\n", f'[format]\ndate = "{choice}"\n')
    for line in (f'skip_if_empty = ["{choice}"]', f'amount = "{choice}"'):
        draft = draft.replace(f"# {line}", line)
    books = desk()
    books.write("profiles/own.toml", draft)
    (file,) = books.imports(DATA / name, profile=tomllib.loads(draft)["name"]).files
    assert file.error is None
    received = books.rows("bank_lines", "amount", "currency")
    assert (len(received), sum(Decimal(amount) for amount, _ in received)) == (int(rows), Decimal(total))
    assert {code for _, code in received} == ({currency} - {"-"})

# ruff: noqa: E501 - a table is as wide as its columns
"""Fiscal records and their states, by small books: given, expected."""

from __future__ import annotations

from typing import Any

CHAIN = "20260901T090000Z-1f3a"


def record(position: int, number: str) -> str:
    return f"{CHAIN}  {position}  alta  {number}  B12345674  2026-09-01  F1  21.00  121.00  H{position}  2026-09-01T10:00:00+02:00  <x/>"


def test_a_record_is_what_the_last_answer_to_it_says(books_of: Any) -> None:
    header = "chain  position  kind  invoice_number  issuer_nif  issue_date  invoice_type  tax_amount  total_amount  hash  generated_at  xml"
    books_of(
        fiscal_records="\n".join([header, *(record(place, f"I{place}") for place in range(1, 7))]),
        fiscal_submissions=f"""
            submission_id  chain    from  to  sent_at              status
            S1             {CHAIN}  1     4   2026-09-01T08:00:00  ParcialmenteCorrecto
            S2             {CHAIN}  5     5   2026-09-01T08:01:00  unknown
        """,
        fiscal_answers="""
            submission_id  position  state               code  duplicate_state
            S1             1         Correcto            -     -
            S1             2         AceptadoConErrores  2004  -
            S1             3         Incorrecto          1110  -
            S1             4         Incorrecto          3000  Correcta
        """,
    ).shows(
        "fiscal_records",
        """
        position  invoice_number  state     code
        1         I1              accepted  -
        2         I2              accepted  2004
        3         I3              rejected  1110
        4         I4              conflict  3000
        5         I5              unknown   -
        6         I6              pending   -
        """,
    )

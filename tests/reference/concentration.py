"""Report `concentration`: one row per client and currency that owes on balance; equal ones stand by client number."""

from datetime import date
from decimal import Decimal

from tests.reference.aging import report as aging
from tests.reference.amounts import ratio, total_of
from tests.reference.books import Books
from tests.reference.fields import Row

LARGEST = 10


def report(books: Books, as_of: date) -> list[Row]:
    """Return the share of each client, and of the ten largest."""
    owed: dict[str, list[tuple[Decimal, Row]]] = {}
    for row in aging(books, as_of):
        amount = row["outstanding"]
        assert isinstance(amount, Decimal)
        if amount > 0:
            owed.setdefault(str(row["currency"]), []).append((amount, row))
    rows: list[Row] = []
    for currency, accounts in owed.items():
        accounts.sort(key=lambda one: (-one[0], str(one[1]["client_id"])))
        amounts = [amount for amount, _ in accounts]
        whole = total_of(amounts)
        for place, (amount, row) in enumerate(accounts, start=1):
            rows.append(
                {
                    "client_id": row["client_id"],
                    "client_name": row["client_name"],
                    "currency": currency,
                    "rank": place,
                    "outstanding": amount,
                    "share": ratio(amount, whole),
                    "cumulative_share": ratio(total_of(amounts[:place]), whole),
                    "top_10_share": ratio(total_of(amounts[:LARGEST]), whole),
                    "hhi": ratio(total_of([one * one for one in amounts]), whole * whole),
                }
            )
    return rows

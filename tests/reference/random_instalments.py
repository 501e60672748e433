"""Random instalments, payments that name one, and disputes."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.reference.amounts import decimals_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.random_values import amounts_in, days_near
from tests.reference.rows import Document


def add_instalments(draw: st.DrawFn, books: Books) -> None:
    """Divide some invoices into up to 3 parts, of which one may be nothing; in any order of their due dates."""
    rows: list[Row] = []
    for invoice in books.invoices:
        count = draw(st.sampled_from((0, 0, 0, 1, 2, 3, 3)))
        units = int(invoice.total.scaleb(decimals_of(invoice.currency)))
        cuts = sorted(draw(st.integers(0, units)) for _ in range(count - 1))
        ends = [*cuts, units] if count else []
        for number, (start, end) in enumerate(zip([0, *cuts], ends, strict=False), start=1):
            rows.append(
                {
                    "invoice_number": invoice.number,
                    "instalment_number": Decimal(number),
                    "due_date": draw(days_near()),
                    "amount": Decimal(end - start).scaleb(-decimals_of(invoice.currency)),
                }
            )
    # A total that has more places than its currency cannot be cut into whole units.
    whole = {one.number for one in books.invoices if _adds_up(one, rows)}
    books.tables["instalments"] = [row for row in rows if row["invoice_number"] in whole]


def _adds_up(invoice: Document, rows: list[Row]) -> bool:
    amounts = [row["amount"] for row in rows if row["invoice_number"] == invoice.number]
    return sum((one for one in amounts if isinstance(one, Decimal)), Decimal(0)) == invoice.total


def name_instalments(draw: st.DrawFn, books: Books) -> None:
    """Let some payments, and some money back, name the part that they are for."""
    parts = {row["invoice_number"] for row in books.rows("instalments")}
    for row in books.rows("payments"):
        named = draw(st.sampled_from((None, None, Decimal(1), Decimal(2), Decimal(3))))
        row["instalment_number"] = named if row["invoice_number"] in parts else None


def add_disputes(draw: st.DrawFn, books: Books) -> None:
    """Add up to 3 disputes: of all that is open or of an amount, some resolved."""
    disputes: dict[tuple[str, object], Row] = {}
    for _ in range(draw(st.integers(0, 3))):
        invoice = draw(st.sampled_from(books.invoices))
        disputed_on = draw(days_near())
        lasts = draw(st.one_of(st.none(), st.integers(0, 60)))
        disputes[invoice.number, disputed_on] = {
            "invoice_number": invoice.number,
            "disputed_on": disputed_on,
            "amount": draw(st.one_of(st.none(), amounts_in(invoice.currency))),
            "resolved_on": None if lasts is None else disputed_on + timedelta(days=lasts),
        }
    books.tables["disputes"] = list(disputes.values())

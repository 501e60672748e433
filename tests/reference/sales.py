"""Report `sales`: one row per client, currency, month (its first day) and category of what was invoiced in the period.

Choices where the contract is silent:

- Sales are by issue date, of documents live at `as_of`; credit notes count negative, in their own month and category.
- The net of a category is that of its lines (quantity x unit price, rounded, where a line has no net). What the
  document's net has beyond its lines, and a document without lines, has no category (null).
- The document's tax goes to its categories in proportion to line net x line tax rate; in proportion to net where a line
  has no rate or nothing is taxed; all to no category where even that is zero. It is rounded on the running sum
  (categories by name, none last), so that the parts add up to the document, to the minor unit.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.period import Period, month_of, period_of
from tests.reference.receivables import is_live
from tests.reference.rows import Document, Line

Category = str | None


def report(books: Books, as_of: date, *, date_from: date | None = None, date_to: date | None = None) -> list[Row]:
    """Return net, tax and total sales."""
    sold: dict[tuple[str, str, date, Category], list[tuple[Decimal, Decimal]]] = {}
    for document in documents_of(books, period_of(as_of, date_from, date_to), as_of):
        sign = 1 if document.kind == "invoice" else -1
        for category, (net, tax) in parts(books, document).items():
            key = (document.client_id, document.currency, month_of(document.issue_date), category)
            sold.setdefault(key, []).append((sign * net, sign * tax))
    rows: list[Row] = []
    for (client_id, currency, month, category), amounts in sold.items():
        net, tax = total_of([net for net, _ in amounts]), total_of([tax for _, tax in amounts])
        row: Row = {"client_id": client_id, "client_name": books.client(client_id).name, "currency": currency}
        row |= {"month": month, "category": category, "net_amount": rounded(net, currency)}
        rows.append(row | {"tax_amount": rounded(tax, currency), "total_amount": rounded(net + tax, currency)})
    return rows


def documents_of(books: Books, period: Period, as_of: date) -> list[Document]:
    """List the invoices and credit notes issued in the period and live at `as_of`."""
    return [document for document in books.documents if document.issue_date in period and is_live(document, as_of)]


def sales_of(books: Books, currency: str, period: Period, as_of: date) -> Decimal:
    """Return the sales of the period, tax included: "sales are net of credit notes"."""
    documents = [one for one in documents_of(books, period, as_of) if one.currency == currency]
    return total_of([one.total if one.kind == "invoice" else -one.total for one in documents])


def parts(books: Books, document: Document) -> dict[Category, tuple[Decimal, Decimal]]:
    """Split net and tax of a document by category."""
    lines = [line for line in books.lines if line.invoice_number == document.number]
    nets: dict[Category, Decimal] = {}
    taxed: dict[Category, Decimal] = {}
    for line in lines:
        net = line_net(line, document.currency)
        nets[line.category] = nets.get(line.category, Decimal(0)) + net
        taxed[line.category] = taxed.get(line.category, Decimal(0)) + net * (line.tax_rate or 0)
    beyond = document.net - total_of(list(nets.values()))
    if beyond != 0 or not lines:
        nets[None] = nets.get(None, Decimal(0)) + beyond
    by_rate = all(line.tax_rate is not None for line in lines) and total_of(list(taxed.values())) != 0
    weights = taxed if by_rate else nets
    if total_of(list(weights.values())) == 0:
        weights = {None: Decimal(1)}
    taxes = apportioned(document.tax, weights, document.currency)
    return {
        category: (nets.get(category, Decimal(0)), taxes.get(category, Decimal(0)))
        for category in {**nets, **taxes}
        if nets.get(category) is not None or taxes[category] != 0
    }


def line_net(line: Line, currency: str) -> Decimal:
    """Return the net of a line: "each line's net is rounded, then summed"."""
    if line.net is not None:
        return line.net
    return rounded((line.quantity or Decimal(0)) * (line.unit_price or Decimal(0)), currency)


def apportioned(amount: Decimal, weights: dict[Category, Decimal], currency: str) -> dict[Category, Decimal]:
    """Share an amount out in proportion to the weights, rounding the running sum half-up."""
    whole = Fraction(total_of(list(weights.values())))
    shares, weight_so_far, shared = {}, Fraction(0), Decimal(0)
    for category in sorted(weights, key=lambda name: (name is None, name)):
        weight_so_far += Fraction(weights[category])
        share_so_far = rounded_fraction(Fraction(amount) * weight_so_far / whole, currency)
        shares[category] = share_so_far - shared
        shared = share_so_far
    return shares


def rounded_fraction(value: Fraction, currency: str) -> Decimal:
    """Round half-up (away from zero) to the currency's minor unit."""
    unit = rounded(Decimal(0), currency).as_tuple().exponent
    assert isinstance(unit, int)
    scaled = abs(value) * 10**-unit
    nearest = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(nearest if value >= 0 else -nearest).scaleb(unit)

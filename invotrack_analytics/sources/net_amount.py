"""Net amount: what an electronic invoice states without tax, where that agrees with its tax and its total.

Denmark's UBL states the tax as the amount without tax, Colombia's only what is taxed; there the lines make the net.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from invotrack_analytics.model.invoices import TOLERANCE
from invotrack_analytics.sources.plain_values import amount_of


def agreed_net(amounts: Mapping[str, str], head: Mapping[str, str]) -> str:
    """The stated net amount; the sum of the lines, with the document's charges, where only that makes the total."""
    known = [amount_of(amounts[name]) for name in ("net_amount", "tax_amount", "total_amount")]
    sums = [amount_of(head.get(f"{name}_sum", "0")) for name in ("lines", "charges", "allowances")]
    figures = [figure for figure in (*known, *sums) if figure is not None]
    if len(figures) < len(known) + len(sums) or "lines_sum" not in head:
        return amounts["net_amount"]
    net, tax, total, lines, charges, allowances = figures
    summed = lines + charges - allowances
    wanted: Decimal = total - tax
    differs = abs(net - wanted) > TOLERANCE >= abs(summed - wanted)
    return str(summed) if differs else amounts["net_amount"]

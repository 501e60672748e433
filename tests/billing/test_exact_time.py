"""Time by the clock is exact: thirds of an hour add up, and an amount is rounded once per line."""

from collections.abc import Callable

import pytest

from tests.billing.office import Office

MakeOffice = Callable[..., Office]
HEADER = "entry_id | employee_id | project_id | work_date | start_time | end_time\n"


def clocked(*ends: str) -> str:
    """Return entries from nine o'clock on."""
    return HEADER + "\n".join(
        f"T{nth} | E1 | P1 | 2026-09-0{nth} | 09:00 | {end}" for nth, end in enumerate(ends, start=1)
    )


@pytest.mark.parametrize(
    ("ends", "rate", "net", "hours"),
    [
        (("09:20", "09:20", "09:20"), "100", "100.00", "1.0000"),
        (("09:20",), "1000", "333.33", "0.3333"),
        (("09:50",), "95", "79.17", "0.8333"),
        (("10:30",), "100", "150.00", "1.5000"),
        (("09:10",) * 6, "100", "100.00", "1.0000"),
    ],
)
def test_thirds_of_an_hour_add_up(ends: tuple[str, ...], rate: str, net: str, hours: str, office: MakeOffice) -> None:
    there = office(
        projects=f"project_id | client_id | name | hourly_rate\nP1 | C1 | A | {rate}", timesheets=clocked(*ends)
    )
    (invoice,) = there.bill(on="2026-09-20").invoices
    assert (str(invoice.net_amount), str(invoice.hours)) == (net, hours)
    assert there.differences("2026-09-30") == []

"""What the firm bills again and again, from the day after the sample ends on; it was billed by another tool before."""

from datetime import timedelta

from sample_firm.period import END

Row = dict[str, str]

_BILL_FROM = str(END + timedelta(days=1))
# schedule, client, title, every, start, end; then its prices from a day on.
_SCHEDULES = (
    ("R001", "C001", "Support desk", "1 month", "2025-01-01", "", (("2025-01-01", "450"), ("2026-01-01", "480"))),
    ("R002", "C002", "Licence of the planning tool", "1 year", "2025-03-01", "", (("2025-03-01", "2400"),)),
    ("R003", "C006", "Quarterly review", "3 months", "2025-07-01", "2026-06-30", (("2025-07-01", "1500"),)),
    ("R004", "C008", "Hosting", "1 month", "2025-10-31", "", (("2025-10-31", "120"), ("2026-05-01", "95"))),
    ("R005", "C026", "On-call hours", "2 weeks", "2026-02-02", "", (("2026-02-02", "300"),)),
    ("R006", "C041", "Data protection officer", "1 month", "2026-07-01", "", (("2026-07-01", "350"),)),
)


def recurring_rows() -> list[Row]:
    """The schedules."""
    return [
        {
            "schedule_id": schedule,
            "client_id": client,
            "title": title,
            "every": every,
            "start_date": start,
            "bill_from": _BILL_FROM,
            "end_date": end,
        }
        for schedule, client, title, every, start, end, _ in _SCHEDULES
    ]


def recurring_line_rows() -> list[Row]:
    """What a period of each costs, and from when on."""
    return [
        {
            "schedule_id": schedule,
            "line_number": "1",
            "valid_from": day,
            "unit_price": price,
            "description": f"{title} {{period}}",
        }
        for schedule, _, title, _, _, _, prices in _SCHEDULES
        for day, price in prices
    ]


def recurring_event_rows() -> list[Row]:
    """A client on leave."""
    return [
        {"schedule_id": "R005", "event": "paused", "date": "2026-08-01", "reason": "Closed in August"},
        {"schedule_id": "R005", "event": "resumed", "date": "2026-09-01"},
    ]

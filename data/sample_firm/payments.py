"""How the clients pay, each in its own way; and what is written off."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sample_firm.amounts import half_up
from sample_firm.clients import Client
from sample_firm.dice import Dice
from sample_firm.invoices import Invoice
from sample_firm.period import END, START, working_day_from

_NEVER_PAID_SINCE = {"debtor": date(2026, 4, 1), "insolvent": date(2025, 3, 1)}
_BANK_CHARGE = Decimal("25.00")

# Of every hundred invoices, which ones are paid in an unusual way.
_QUIRKS = {
    4: "part", 9: "over", 18: "part", 27: "reversed", 33: "before_issue", 41: "part",
    52: "over_refunded", 63: "part", 71: "part_only", 84: "part", 92: "reversed",
}  # fmt: skip
# Money that came without saying what for: client, day, amount.
_UNALLOCATED = (
    ("C002", date(2024, 3, 12), Decimal("1500.00")),
    ("C018", date(2025, 1, 15), Decimal("2400.00")),
    ("C026", date(2025, 6, 3), Decimal("842.50")),
    ("C041", date(2025, 11, 20), Decimal("5000.00")),
    ("C058", date(2026, 2, 10), Decimal("1200.00")),
    ("C008", date(2026, 7, 8), Decimal("3630.00")),
    ("C049", date(2026, 9, 17), Decimal("4750.00")),
    ("C055", date(2026, 9, 24), Decimal("960.00")),
)


@dataclass
class Payment:
    """One row: what a payment gave to one invoice, or to none. Rows of one `batch` share a payment's id."""

    client: Client
    currency: str
    payment_date: date
    amount: Decimal
    invoice: Invoice | None
    method: str
    batch: str = ""
    payment_id: str = ""


@dataclass(frozen=True)
class WriteOff:
    """What was given up of an invoice."""

    invoice: Invoice
    write_off_date: date
    amount: Decimal
    reason: str


def all_payments(invoices: list[Invoice], clients: list[Client]) -> tuple[list[Payment], list[WriteOff]]:
    """Payments by date, up to the last day of the books; and what was written off by then."""
    dice = Dice("payments")
    notes = [document for document in invoices if document.kind == "credit_note"]
    payments: list[Payment] = []
    write_offs: list[WriteOff] = []
    for nth, invoice in enumerate(i for i in invoices if i.is_live):
        since = _NEVER_PAID_SINCE.get(invoice.client.behaviour, END)
        if invoice.issue_date >= since:
            if invoice.client.behaviour == "insolvent":
                write_offs.append(_insolvency(invoice, notes))
            continue
        day = _pay_day(invoice, dice)
        owed = invoice.total - sum(
            (n.total for n in notes if n.preceding is invoice and n.issue_date <= day), Decimal(0)
        )
        if owed <= 0:
            continue
        if invoice.client.behaviour == "short":
            payments.append(_payment(invoice, day, owed - _BANK_CHARGE))
            if (closed := working_day_from(day + timedelta(days=30))) <= END:
                write_offs.append(WriteOff(invoice, closed, _BANK_CHARGE, "bank charges"))
        elif invoice.client.behaviour == "quarterly":
            paid = _payment(invoice, day, owed)
            paid.batch = f"{invoice.client.client_id} {day}"
            payments.append(paid)
        else:
            quirk = _QUIRKS.get(nth % 100, "")
            payments.extend(_settle(invoice, day, owed, quirk, dice))
    by_id = {client.client_id: client for client in clients}
    for client_id, day, amount in _UNALLOCATED:
        client = by_id[client_id]
        payments.append(Payment(client, client.currency, day, amount, None, "transfer"))
    kept = [payment for payment in payments if payment.payment_date <= END]
    _number(kept)
    return kept, [w for w in write_offs if w.write_off_date <= END]


def _pay_day(invoice: Invoice, dice: Dice) -> date:
    """When the client means to pay; how late depends on its behaviour."""
    month = (invoice.issue_date.year - START.year) * 12 + invoice.issue_date.month - START.month
    match invoice.client.behaviour:
        case "prompt":
            late = dice.whole(-11, 1)
        case "slow":
            late = dice.whole(28, 66)
        case "very_slow":
            late = dice.whole(65, 125)
        case "worsening":
            late = 2 * month - 6 + dice.whole(-4, 6)
        case "debtor" | "insolvent":
            late = dice.whole(18, 40)
        case "quarterly":
            return _quarter_day(invoice.due_date)
        case _:
            late = dice.whole(3, 21)
    return working_day_from(max(invoice.due_date + timedelta(days=late), invoice.issue_date + timedelta(days=2)))


def _quarter_day(due: date) -> date:
    """The fifth after the quarter in which it fell due."""
    month = (due.month - 1) // 3 * 3 + 4
    return working_day_from(date(due.year + (month > 12), month % 12, 5))


def _settle(invoice: Invoice, day: date, owed: Decimal, quirk: str, dice: Dice) -> Iterator[Payment]:
    later = working_day_from(day + timedelta(days=dice.whole(15, 40)))
    match quirk:
        case "part" | "part_only":
            part = half_up(owed * dice.whole(30, 65) / 100)
            yield _payment(invoice, day, part)
            if quirk == "part" or day < date(2026, 4, 1):
                yield _payment(invoice, later, owed - part)
        case "over" | "over_refunded":
            paid = (owed // 100 + 1) * 100
            yield _payment(invoice, day, paid)
            if quirk == "over_refunded":
                refund = _payment(invoice, later, owed - paid)
                refund.invoice = None
                yield refund
        case "reversed":
            bounced = working_day_from(day + timedelta(days=3))
            yield _payment(invoice, day, owed, "direct_debit")
            yield _payment(invoice, bounced, -owed, "direct_debit")
            yield _payment(invoice, later, owed)
        case "before_issue":
            early = invoice.issue_date - timedelta(days=dice.whole(4, 12))
            yield _payment(invoice, max(early, START), owed)
        case _:
            yield _payment(invoice, day, owed)


def _payment(invoice: Invoice, day: date, amount: Decimal, method: str | None = None) -> Payment:
    by_cheque = invoice.client.country == "US" and int(invoice.client.client_id[1:]) % 4 == 0
    usual = "cheque" if by_cheque else "transfer"
    return Payment(invoice.client, invoice.currency, day, amount, invoice, method or usual)


def _insolvency(invoice: Invoice, notes: list[Invoice]) -> WriteOff:
    credited = sum((n.total for n in notes if n.preceding is invoice), Decimal(0))
    return WriteOff(invoice, date(2025, 11, 28), invoice.total - credited, "insolvency")


def _number(payments: list[Payment]) -> None:
    """PAY-00001 and on by date; rows of one batch share theirs."""
    payments.sort(key=lambda p: (p.payment_date, p.client.client_id, p.invoice.number if p.invoice else ""))
    ids: dict[str, str] = defaultdict(lambda: f"PAY-{len(ids) + 1:05d}")
    for nth, payment in enumerate(payments):
        payment.payment_id = ids[payment.batch or f"row {nth}"]

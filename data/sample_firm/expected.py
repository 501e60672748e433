"""What the product must find in the books, counted here in plain Python from the rows of text."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TypedDict

from sample_firm.books import Books, Row, Rows
from sample_firm.period import END
from sample_firm.rates import RateBook
from sample_firm.rotten import RottenFile

Sums = dict[str, Decimal]
_BUCKETS = ("not_due", "d1_30", "d31_60", "d61_90", "d91_plus")


class Expected(TypedDict):
    """The content of `expected.json`; amounts and hours are strings."""

    as_of: str
    datasets: dict[str, dict[str, int]]
    rejects: dict[str, int]
    warnings: dict[str, int]
    receivables: dict[str, dict[str, str]]
    unbilled: dict[str, dict[str, str]]


def expect(books: Books, clean: Rows, rotten: list[RottenFile]) -> Expected:
    """Count everything once."""
    whole = _accepted_rows(clean, rotten)
    return {
        "as_of": str(END),
        "datasets": _counts(whole, rotten),
        "rejects": dict(sorted(Counter(reason for file in rotten for reason in file.rejects).items())),
        "warnings": dict(sorted(Counter(warning for file in rotten for warning in file.warnings).items())),
        "receivables": _receivables(whole),
        "unbilled": _unbilled(whole, books),
    }


def _accepted_rows(clean: Rows, rotten: list[RottenFile]) -> Rows:
    """What is in the books after the import."""
    whole = {dataset: list(rows) for dataset, rows in clean.items()}
    for file in rotten:
        whole[file.dataset].extend(file.accepted)
    return whole


def _counts(whole: Rows, rotten: list[RottenFile]) -> dict[str, dict[str, int]]:
    """Per dataset: rows read, accepted and rejected."""
    rejected = Counter({file.dataset: len(file.rejects) for file in rotten})
    return {
        dataset: {"read": len(rows) + rejected[dataset], "accepted": len(rows), "rejected": rejected[dataset]}
        for dataset, rows in whole.items()
    }


def _receivables(rows: Rows) -> dict[str, dict[str, str]]:
    """Per currency, at the last day: what moved the accounts, what is owed, and how old it is.

    `payments` are net of reversals; `refunds` are the negative payments without an invoice.
    `outstanding` = invoices - credit notes - payments + refunds - write-offs
    = the buckets (by due date) - `unapplied_credit`.
    """
    accounts = _Accounts({row["invoice_number"]: row for row in rows["invoices"] if _is_live(row)})
    for row in rows["invoices"]:
        if row["kind"] == "credit_note" and row["status"] == "issued":
            accounts.reduce("credit_notes", row, row["preceding_invoice_number"], row["total_amount"])
    for row in rows["payments"]:
        accounts.reduce("payments", row, row["invoice_number"], row["amount"])
    for row in rows["write_offs"]:
        accounts.reduce("write_offs", accounts.live[row["invoice_number"]], row["invoice_number"], row["amount"])
    accounts.close({row["client_id"]: int(row["payment_terms_days"]) for row in rows["clients"]})
    figures = ("invoices", "credit_notes", "payments", "refunds", "write_offs", "outstanding", "unapplied_credit")
    return {
        currency: {name: f"{sums[name]:.2f}" for name in (*figures, *_BUCKETS)}
        | {"open_invoices": str(sums["open_invoices"])}
        for currency, sums in sorted(accounts.sums.items())
    }


def _unbilled(rows: Rows, books: Books) -> dict[str, dict[str, str]]:
    """Per currency of the project: unbilled billable entries, hours, value before any rounding, and their invoices."""
    billed = {row["entry_id"] for row in rows["billed_entries"]}
    rates = RateBook(books.cards)
    projects = {project.project_id: project for project in books.projects}
    employees = {employee.employee_id: employee for employee in books.employees}
    sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
    clients: dict[str, set[str]] = defaultdict(set)
    for row in rows["timesheets"]:
        if row["billable"] == "true" and row["entry_id"] not in billed:
            project, hours = projects[row["project_id"]], Decimal(row["hours"])
            day = date.fromisoformat(row["work_date"])
            rate, _ = rates.standard_rate(project, employees[row["employee_id"]], row["task"], day)
            if row.get("hourly_rate"):
                rate = Decimal(row["hourly_rate"])
            sums[project.currency]["entries"] += 1
            sums[project.currency]["hours"] += hours
            sums[project.currency]["value_unrounded"] += hours * rate
            clients[project.currency].add(project.client.client_id)
    return {
        currency: {
            "entries": str(found["entries"]),
            "hours": f"{found['hours']:.2f}",
            "value_unrounded": f"{found['value_unrounded']:.4f}",
            "invoices_per_client": str(len(clients[currency])),
        }
        for currency, found in sorted(sums.items())
    }


def _is_live(row: Row) -> bool:
    return row["kind"] == "invoice" and row["status"] == "issued"


class _Accounts:
    """The sums per currency, and what each live invoice was reduced by."""

    def __init__(self, live: dict[str, Row]) -> None:
        self.live = live
        self.sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
        self._reduced: Sums = defaultdict(Decimal)

    def reduce(self, what: str, document: Row, number: str, value: str) -> None:
        """Take it off the invoice with that number, or add it to the unapplied credit when there is none."""
        amount, sums = Decimal(value), self.sums[document["currency"]]
        if number:
            self._reduced[self.live[number]["invoice_number"]] += amount
        else:
            sums["unapplied_credit"] += amount
        if amount < 0 and not number:
            sums["refunds"] -= amount
        else:
            sums[what] += amount

    def close(self, terms: dict[str, int]) -> None:
        """Put what is open into the buckets, and draw the line."""
        for number, row in self.live.items():
            sums, total = self.sums[row["currency"]], Decimal(row["total_amount"])
            open_amount = total - self._reduced[number]
            sums["invoices"] += total
            sums["unapplied_credit"] += max(-open_amount, Decimal(0))
            sums[_bucket(row, terms)] += max(open_amount, Decimal(0))
            sums["open_invoices"] += open_amount > 0
        for sums in self.sums.values():
            sums["outstanding"] = (
                sums["invoices"] - sums["credit_notes"] - sums["payments"] + sums["refunds"] - sums["write_offs"]
            )


def _bucket(row: Row, terms: dict[str, int]) -> str:
    if row["due_date"]:
        due = date.fromisoformat(row["due_date"])
    else:
        due = date.fromisoformat(row["issue_date"]) + timedelta(days=terms[row["client_id"]])
    age = (END - due).days
    return _BUCKETS[sum(age > limit for limit in (0, 30, 60, 90))]

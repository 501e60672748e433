"""The working half of random books: people, projects, hours, rate cards, and invoices that bill hours."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from tests.reference.amounts import rounded, total_of
from tests.reference.books import Books
from tests.reference.fields import Row
from tests.reference.random_values import CURRENCIES, TAX_RATES, days_near, keys_of, maybe, tax_on
from tests.reference.rows import Entry
from tests.reference.work import standard_rate

RATES = (Decimal(100), Decimal("85.5"), Decimal("33.33"), Decimal("66.666667"), Decimal("0.01"))
HOURS = tuple(Decimal(hours) for hours in ("0.25", "1", "1.5", "7.5", "0.3333", "24"))
TASKS = ("design", "audit")
# How a billing invoice goes on. What is freed may be billed again.
FATES = ("stands", "stands", "stands", "draft", "void", "credited")


def add_work(draw: st.DrawFn, books: Books) -> None:
    """Add employees, projects, timesheets and rates to the tables of books that have clients."""
    tables, clients = books.tables, keys_of(books.rows("clients"), "client_id")
    tables["employees"] = [
        {
            "employee_id": f"E{number}",
            "name": f"Employee {number}",
            "hourly_rate": draw(maybe(*RATES)),
            "weekly_capacity_hours": draw(maybe(Decimal(40), Decimal("37.5"), Decimal(0))),
        }
        for number in range(1, draw(st.integers(1, 2)) + 1)
    ]
    tables["projects"] = [
        {
            "project_id": f"P{number}",
            "client_id": draw(st.sampled_from(clients)),
            "name": f"Project {number}",
            "billing_method": draw(maybe("hourly", "hourly", "fixed", "non_billable")),
            "hourly_rate": draw(maybe(*RATES)),
            "currency": draw(maybe(*CURRENCIES)),
            "budget_hours": draw(maybe(*HOURS, Decimal(0), Decimal(100))),
            # Whole units are valid in every currency.
            "budget_amount": draw(maybe(Decimal(0), Decimal(150), Decimal(1500))),
        }
        for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    employees, projects = keys_of(tables["employees"], "employee_id"), keys_of(tables["projects"], "project_id")
    tables["timesheets"] = [
        {
            "entry_id": f"T{number}",
            "employee_id": draw(st.sampled_from(employees)),
            "project_id": draw(st.sampled_from(projects)),
            "work_date": draw(days_near()),
            "hours": draw(st.sampled_from(HOURS)),
            "task": draw(maybe(*TASKS)),
            "billable": draw(st.sampled_from((None, True, True, False))),
            "hourly_rate": draw(st.sampled_from((None, None, None, None, None, *RATES))),
        }
        for number in range(1, draw(st.integers(1, 8)) + 1)
    ]
    # Mostly of few fields, or hardly a card would fit.
    fields = st.tuples(*(maybe(None, *keys) for keys in (employees, projects, clients, TASKS)))
    tables["rates"] = [
        card for named in draw(st.lists(fields, max_size=4, unique=True)) for card in _cards(draw, *named)
    ]


def _cards(draw: st.DrawFn, employee: object, project: object, client: object, task: object) -> list[Row]:
    """Draw a rate, or one that changes on some day: no two cards fit an entry equally well."""
    card: Row = {"employee_id": employee, "project_id": project, "client_id": client, "task": task}
    card |= {"currency": draw(maybe(None, *CURRENCIES)), "valid_from": None, "valid_to": None}
    last_day = draw(st.none() | days_near())
    if last_day is None:
        return [card | {"hourly_rate": draw(st.sampled_from(RATES))}]
    return [
        card | {"hourly_rate": draw(st.sampled_from(RATES)), "valid_to": last_day},
        card | {"hourly_rate": draw(st.sampled_from(RATES)), "valid_from": last_day + timedelta(days=1)},
    ]


def add_billing(draw: st.DrawFn, books: Books) -> None:
    """Bill some of the hours: for each client and currency one invoice, and perhaps a second after the first fell."""
    for dataset in ("invoices", "invoice_lines", "billed_entries"):
        books.tables.setdefault(dataset, [])
    billable = [entry for entry in books.entries if entry.billable and standard_rate(books, entry)[0] is not None]
    accounts = sorted({(entry.client_id, entry.currency) for entry in billable})
    for number, account in enumerate(accounts, start=1):
        theirs = [one for one in billable if (one.client_id, one.currency) == account]
        entries = [one for one in theirs if draw(st.sampled_from((True, True, False)))]
        if entries:
            freed = _bill(draw, books, f"B{number}", entries, draw(days_near()))
            if freed is not None and draw(st.booleans()):
                _bill(draw, books, f"B{number}-2", entries[:1], freed + timedelta(days=draw(st.integers(0, 40))))


def _bill(draw: st.DrawFn, books: Books, number: str, entries: list[Entry], issue_date: date) -> date | None:
    """Add an invoice with a line for each project; return from which day on its hours are free again, if ever."""
    currency, tables, nets = entries[0].currency, books.tables, []
    tax_rate = draw(st.sampled_from(TAX_RATES))
    for line_number, project_id in enumerate(sorted({entry.project_id for entry in entries}), start=1):
        line_key: Row = {"invoice_number": number, "line_number": Decimal(line_number)}
        amounts = []
        for entry in entries:
            if entry.project_id == project_id:
                rate, source = standard_rate(books, entry)
                assert rate is not None
                amounts.append(rounded(entry.hours * rate, currency))
                billed: Row = {"entry_id": entry.entry_id, **line_key, "hours": entry.hours}
                billed |= {"rate": rate, "rate_source": source, "amount": amounts[-1]}
                tables["billed_entries"].append(billed)
        nets.append(total_of(amounts))
        quantity = total_of([entry.hours for entry in entries if entry.project_id == project_id])
        line: Row = {**line_key, "description": f"Work on {project_id}", "quantity": quantity}
        tables["invoice_lines"].append(line | {"net_amount": nets[-1], "tax_rate": tax_rate, "category": "work"})
    net = total_of(nets)
    tax = tax_on(net, tax_rate, currency)
    invoice: Row = {"invoice_number": number, "client_id": entries[0].client_id, "issue_date": issue_date}
    invoice |= {"due_date": None, "currency": currency, "net_amount": net, "tax_amount": tax, "total_amount": net + tax}
    fate, end = draw(st.sampled_from(FATES)), issue_date + timedelta(days=draw(st.integers(0, 40)))
    if fate == "void":
        invoice |= {"status": "void", "void_date": end}
    if fate == "draft":
        invoice |= {"status": "draft"}
    tables["invoices"].append(invoice)
    if fate == "credited" and net > 0:
        note = {"invoice_number": f"C{number}", "kind": "credit_note", "preceding_invoice_number": number}
        tables["invoices"].append(invoice | note | {"issue_date": end})
        return end
    return end if fate == "void" else None

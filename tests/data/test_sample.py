"""The sample data is what its script makes, and its books agree with themselves."""

import csv
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    if path.suffix == ".xml":
        return [{**e.attrib, **{child.tag: child.text or "" for child in e}} for e in ET.parse(path).getroot()]  # noqa: S314 (our own file)
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))


def rows(dataset: str) -> list[Row]:
    """All clean rows of a data set, whatever the files."""
    paths = [p for p in SAMPLE.iterdir() if p.stem.split("-")[0] == dataset and p.suffix in {".csv", ".xml"}]
    return [row for path in sorted(paths) for row in read(path)]


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def sums(items: list[Row], key: tuple[str, ...], amount: str) -> dict[tuple[str, ...], Decimal]:
    found: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in items:
        found[tuple(row[k] for k in key)] += Decimal(row[amount])
    return found


def test_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "data" / "make_sample.py", tmp_path], check=True, capture_output=True)

    def content(folder: Path) -> dict[str, bytes]:
        return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    made, committed = content(tmp_path), content(SAMPLE)
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_folder_is_under_three_megabytes() -> None:
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 3_000_000


def test_folder_holds_every_layout_the_readme_promises() -> None:
    assert read(SAMPLE / "clients.csv")[0]["hourly_rate"] == "115,50"
    assert (SAMPLE / "clients.csv").read_bytes().startswith(b"\xef\xbb\xbfclient_id;name;")
    assert ET.parse(SAMPLE / "projects.xml").getroot()[0][0].tag == "project_id"  # noqa: S314 (our own file)
    assert ET.parse(SAMPLE / "invoices-2026.xml").getroot()[0].get("invoice_number") == "2026-00001"  # noqa: S314


@pytest.mark.parametrize(
    ("dataset", "key"),
    [
        ("clients", ("client_id",)),
        ("employees", ("employee_id",)),
        ("projects", ("project_id",)),
        ("timesheets", ("entry_id",)),
        ("invoices", ("invoice_number",)),
        ("invoice_lines", ("invoice_number", "line_number")),
        ("billed_entries", ("entry_id",)),
        ("payments", ("payment_id", "invoice_number")),
        ("write_offs", ("invoice_number", "write_off_date")),
        ("expenses", ("expense_id",)),
        ("fx_rates", ("currency", "rate_date")),
        ("rates", ("employee_id", "project_id", "client_id", "task", "currency", "valid_from", "valid_to")),
    ],
)
def test_no_key_comes_twice(dataset: str, key: tuple[str, ...]) -> None:
    found = Counter(tuple(row.get(k, "") for k in key) for row in rows(dataset))
    assert found
    assert [k for k, times in found.items() if times > 1] == []


@pytest.mark.parametrize(
    ("dataset", "column", "target"),
    [
        ("projects", "client_id", "clients"),
        ("timesheets", "employee_id", "employees"),
        ("timesheets", "project_id", "projects"),
        ("invoices", "client_id", "clients"),
        ("invoices", "preceding_invoice_number", "invoices"),
        ("invoice_lines", "invoice_number", "invoices"),
        ("billed_entries", "invoice_number", "invoices"),
        ("billed_entries", "entry_id", "timesheets"),
        ("payments", "client_id", "clients"),
        ("payments", "invoice_number", "invoices"),
        ("write_offs", "invoice_number", "invoices"),
        ("expenses", "project_id", "projects"),
        ("expenses", "employee_id", "employees"),
        ("rates", "client_id", "clients"),
        ("rates", "project_id", "projects"),
        ("rates", "employee_id", "employees"),
    ],
)
def test_references_resolve(dataset: str, column: str, target: str) -> None:
    key = {"clients": "client_id", "employees": "employee_id", "projects": "project_id",
           "invoices": "invoice_number", "timesheets": "entry_id"}[target]  # fmt: skip
    named = {row[column] for row in rows(dataset) if row.get(column)}
    assert named
    assert named - {row[key] for row in rows(target)} == set()


def test_lines_add_up_to_their_invoice_and_tax_is_on_the_sum() -> None:
    net = sums(rows("invoice_lines"), ("invoice_number",), "net_amount")
    rate = {row["invoice_number"]: Decimal(row["tax_rate"]) for row in rows("invoice_lines")}
    for line in rows("invoice_lines"):
        assert Decimal(line["net_amount"]) == half_up(Decimal(line["quantity"]) * Decimal(line["unit_price"]))
    for invoice in rows("invoices"):
        number = invoice["invoice_number"]
        assert Decimal(invoice["net_amount"]) == net[number,]
        assert Decimal(invoice["tax_amount"]) == half_up(net[number,] * rate[number] / 100)
        assert Decimal(invoice["total_amount"]) == Decimal(invoice["net_amount"]) + Decimal(invoice["tax_amount"])


def test_billed_entries_add_up_to_their_line() -> None:
    key = ("invoice_number", "line_number")
    lines = {tuple(row[k] for k in key): row for row in rows("invoice_lines")}
    billed = rows("billed_entries")
    worked = {row["entry_id"]: row for row in rows("timesheets")}
    amounts, hours = sums(billed, key, "amount"), sums(billed, key, "hours")
    assert {k: Decimal(lines[k]["net_amount"]) for k in amounts} == amounts
    assert {k: Decimal(lines[k]["quantity"]) for k in hours} == hours
    for row in billed:
        assert row["rate"] == lines[row["invoice_number"], row["line_number"]]["unit_price"]
        assert row["hours"] == worked[row["entry_id"]]["hours"]
        assert worked[row["entry_id"]]["billable"] == "true"


def test_hours_are_on_live_invoices_only_and_none_of_those_is_credited_in_full() -> None:
    invoices = {row["invoice_number"]: row for row in rows("invoices")}
    credit = sums([row for row in invoices.values() if row["kind"] == "credit_note"
                   and row.get("preceding_invoice_number")], ("preceding_invoice_number",), "total_amount")  # fmt: skip
    for number in {row["invoice_number"] for row in rows("billed_entries")}:
        assert (invoices[number]["kind"], invoices[number]["status"]) == ("invoice", "issued")
        assert credit.get((number,), 0) < Decimal(invoices[number]["total_amount"])


def test_all_but_the_last_weeks_is_billed() -> None:
    billed = {row["entry_id"] for row in rows("billed_entries")}
    waiting = [r for r in rows("timesheets") if r["billable"] == "true" and r["entry_id"] not in billed]
    projects = {row["project_id"]: row["billing_method"] for row in rows("projects")}
    assert min(row["work_date"] for row in waiting) >= "2026-08-17"
    assert not any(row["work_date"] >= "2026-09-01" for row in rows("timesheets") if row["entry_id"] in billed)
    assert {projects[row["project_id"]] for row in waiting} == {"hourly"}


def test_numbers_rise_without_gaps_in_order_of_issue() -> None:
    series: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows("invoices"):
        prefix, number = row["invoice_number"].rsplit("-", 1)
        series[prefix].append((int(number), row["issue_date"]))
    assert {"2023", "2024", "2025", "2026", "CN-2025"} <= series.keys()
    for found in series.values():
        assert [number for number, _ in sorted(found)] == list(range(1, len(found) + 1))
        issued = [day for _, day in sorted(found)]
        assert issued == sorted(issued)


def test_money_moves_in_its_invoices_currency_and_for_its_client() -> None:
    invoices = {row["invoice_number"]: row for row in rows("invoices")}
    for payment in rows("payments"):
        if invoice := invoices.get(payment.get("invoice_number", "")):
            assert (payment["currency"], payment["client_id"]) == (invoice["currency"], invoice["client_id"])
            assert invoice["status"] == "issued"


def test_every_way_to_pay_occurs() -> None:
    invoices = {row["invoice_number"]: row for row in rows("invoices")}
    payments = [(p, invoices.get(p.get("invoice_number", ""))) for p in rows("payments")]
    got = sums([p for p, i in payments if i], ("invoice_number",), "amount")
    found = Counter[str]()
    for payment, invoice in payments:
        money_in = Decimal(payment["amount"]) > 0
        if invoice is None:
            found["unallocated" if money_in else "refund"] += 1
        else:
            found["reversal"] += not money_in
            found["before issue"] += payment["payment_date"] < invoice["issue_date"]
            found["before due"] += payment["payment_date"] < (invoice.get("due_date") or "")
            found["over"] += got[invoice["invoice_number"],] > Decimal(invoice["total_amount"])
            found["part"] += money_in and Decimal(payment["amount"]) < Decimal(invoice["total_amount"])
    found["one for several"] = sum(n > 1 for n in Counter(p["payment_id"] for p, _ in payments).values())
    assert {way: n for way, n in found.items() if n < 3} == {}
    assert len(found) == 8


def test_expected_figures_tie_out_and_fill_every_bucket() -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    assert expected["receivables"].keys() == {"EUR", "GBP", "USD"}
    for figures in expected["receivables"].values():
        buckets = [Decimal(figures[name]) for name in ("not_due", "d1_30", "d31_60", "d61_90", "d91_plus")]
        assert min(buckets) > 0
        assert sum(buckets) - Decimal(figures["unapplied_credit"]) == Decimal(figures["outstanding"])


def test_expected_counts_are_those_of_the_files() -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
    rotten = {path.stem.split("-")[0]: len(read(path)) for path in (SAMPLE / "rotten").iterdir()}
    read_rows = {dataset: len(rows(dataset)) + rotten.get(dataset, 0) for dataset in expected["datasets"]}
    assert read_rows == {dataset: n["read"] for dataset, n in expected["datasets"].items()}
    assert sum(expected["rejects"].values()) == sum(n["rejected"] for n in expected["datasets"].values()) == 34

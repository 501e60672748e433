"""The command line as people and schedulers use it: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BILLED = "invoice_number,client_id,issue_date,due_date,total_amount\nA1,C1,2026-01-10,2026-02-09,100\n"
PAID = "payment_id,payment_date,amount,invoice_number\nP1,2026-02-20,40,A1\n"


def invotrack(*arguments: str | Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as its user would."""
    return subprocess.run(
        [sys.executable, "-c", "from invotrack_analytics.cli import main; main()", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("INVOTRACK")},
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one client, one invoice and a part payment."""
    folder = tmp_path_factory.mktemp("cli") / "office"
    made = invotrack(
        "init", folder, "--name", 'A "quoted" & Co', "--currency", "EUR", "--country", "ES", cwd=folder.parent
    )
    assert made.returncode == 0, made.stderr
    inbox = folder / "inbox"
    (inbox / "clients.csv").write_text("client_id,name\nC1,One\n")
    (inbox / "invoices.csv").write_text(BILLED)
    (inbox / "payments.csv").write_text(PAID)
    done = invotrack("import", "inbox", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [(Path(file["path"]).name, file["profile"], file["error"]) for file in document["files"]] == [
        ("clients.csv", "canonical", None),
        ("invoices.csv", "canonical", None),
        ("payments.csv", "canonical", None),
    ]
    assert document["files"][1]["datasets"] == {
        "invoices": {"read": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    }
    return folder


def test_a_report_is_one_json_document(office: Path) -> None:
    done = invotrack("report", "aging", "--as-of", "2026-03-01", "--buckets", "15,45", "--format", "json", cwd=office)
    document = json.loads(done.stdout)
    assert document["report"] == "aging"
    assert [column["name"] for column in document["columns"]] == list(document["rows"][0])
    assert document["rows"] == [
        {
            "client_id": "C1",
            "client_name": "One",
            "currency": "EUR",
            "not_due": "0.00",
            "d1_15": "0.00",
            "d16_45": "60.00",
            "d46_plus": "0.00",
            "unapplied_credit": "0.00",
            "outstanding": "60.00",
            "disputed_amount": "0.00",
            # No exchange rates are loaded.
            "base_currency": None,
            "base_amount": None,
            "revalued_amount": None,
            "exchange_difference": None,
            # No reminder was sent.
            "last_step": None,
            "next_step_on": None,
        }
    ]


def test_the_workspace_is_named_before_or_after_the_command_or_by_the_environment(office: Path, tmp_path: Path) -> None:
    before = invotrack("--workspace", office, "reports", "--json", cwd=tmp_path)
    after = invotrack("reports", "--json", "--workspace", office, cwd=tmp_path)
    assert before.returncode == after.returncode == 0
    report = ("report", "aging", "--as-of", "2026-03-01", "--format", "csv")
    assert invotrack("--workspace", office, *report, cwd=tmp_path).stdout == (
        invotrack(*report, f"--workspace={office}", cwd=tmp_path).stdout
    )
    nowhere = invotrack(*report, cwd=tmp_path)
    assert nowhere.returncode == 1
    assert "invotrack init" in nowhere.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("report", "agin"), 1, "near it: aging"),
        (("report", "aging", "--as-of", "31/12/2026"), 2, "is not a date"),
        (("report", "aging", "--basis", "paid"), 2, "due, issue"),
        (("report", "aging", "--buckets", "60,30"), 2, "rising"),
        (("report", "aging", "--format", "odt"), 1, "not a format"),
        (("report", "aging", "--known-on", "the day before"), 2, "neither a date nor a time"),
        (("report", "sales", "--from", "2026-05-01", "--to", "2026-04-01"), 1, "ends before it begins"),
        (("import", "nothing.csv"), 1, "No such file"),
        (("dump", "invoicez"), 1, "no data set invoicez"),
        (("void", "Z9"), 1, "Z9"),
        (("user", "add", "eve", "--role", "boss"), 2, "boss"),
        (("init", "."), 1, "workspace already"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(office: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = invotrack(*arguments, cwd=office)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.count("\n") == 1


def test_a_wrong_setting_is_refused_with_all_problems_at_once(tmp_path: Path) -> None:
    (tmp_path / "invotrack.toml").write_text(
        '[company]\ncurrency = "EURO"\ncolour = "red"\n[receivables]\nbuckets = [60, 30]\n'
    )
    done = invotrack("report", "aging", cwd=tmp_path)
    assert done.returncode == 1
    for part in ("company.currency = 'EURO'", "company.colour is not a setting", "receivables.buckets = [60, 30]"):
        assert part in done.stderr


def test_bad_rows_end_with_3_and_come_back_corrected(tmp_path: Path) -> None:
    other = tmp_path / "other"
    invotrack("init", other, cwd=tmp_path)
    bad = tmp_path / "clients.csv"
    bad.write_text("client_id,name,country\nC1,,ES\nC2,Two,ES\n")
    assert invotrack("import", bad, "--workspace", other, cwd=tmp_path).returncode == 3
    again = invotrack("import", bad, "--workspace", other, cwd=tmp_path)
    assert again.returncode == 3, "the same file again, its bad rows still waiting"
    rejects = json.loads(invotrack("rejects", "--format", "json", "--workspace", other, cwd=tmp_path).stdout)
    assert [(row["reason"], row["line"]) for row in rejects] == [("missing_name", 2)]
    said = invotrack("rejects", "--workspace", other, cwd=tmp_path).stdout
    assert "name is blank, and has to be filled." in said
    fix = tmp_path / "fix.csv"
    invotrack("rejects", "--format", "csv", "-o", fix, "--workspace", other, cwd=tmp_path)
    assert (
        fix.read_text()
        == f"client_id,name,country,reject_reason,reject_id\nC1,,ES,missing_name,{rejects[0]['reject_id']}\n"
    )
    fix.write_text(fix.read_text().replace("C1,,", "C1,One,"))
    assert invotrack("import", fix, "--workspace", other, cwd=tmp_path).returncode == 0
    assert json.loads(invotrack("rejects", "--format", "json", "--workspace", other, cwd=tmp_path).stdout) == []


def test_check_names_each_invariant(office: Path) -> None:
    done = invotrack("check", "--json", cwd=office)
    assert done.returncode == 0
    assert all(item["holds"] and item["differences"] == [] for item in json.loads(done.stdout))


def test_check_fails_with_4_where_a_balance_was_tampered_with(office: Path, tmp_path: Path) -> None:
    import shutil

    import duckdb

    other = tmp_path / "other"
    shutil.copytree(office, other)
    for path in (other / "warehouse" / "snapshots").glob("*.duckdb"):
        with duckdb.connect(str(path)) as connection:
            connection.execute("update invoices set balance = balance + 1")
    done = invotrack("check", "--json", cwd=other)
    assert done.returncode == 4
    failed = [item for item in json.loads(done.stdout) if not item["holds"]]
    assert failed
    assert all(item["differences"] for item in failed)


def test_known_on_shows_the_books_before_a_correction(tmp_path: Path) -> None:
    other = tmp_path / "other"
    invotrack("init", other, cwd=tmp_path)
    for name, text in (("c.csv", "client_id,name\nC1,One\n"), ("i.csv", BILLED)):
        (tmp_path / name).write_text(text)
        invotrack("import", tmp_path / name, "--workspace", other, cwd=tmp_path)
    batches = json.loads(invotrack("batches", "--json", "--workspace", other, cwd=tmp_path).stdout)
    closing = batches[-1]["recorded_at"]
    (tmp_path / "i.csv").write_text(BILLED.replace(",100", ",90"))
    (tmp_path / "p.csv").write_text(PAID)
    invotrack("import", tmp_path / "i.csv", tmp_path / "p.csv", "--workspace", other, cwd=tmp_path)
    report = ("report", "open_invoices", "--as-of", "2026-03-01", "--format", "json", "--workspace", other)
    (then,) = json.loads(invotrack(*report, "--known-on", closing, cwd=tmp_path).stdout)["rows"]
    (now,) = json.loads(invotrack(*report, cwd=tmp_path).stdout)["rows"]
    assert (then["total_amount"], then["open_amount"]) == ("100.00", "100.00")
    assert (now["total_amount"], now["open_amount"]) == ("90.00", "50.00")


def test_every_command_says_what_it_does() -> None:
    import typer

    from invotrack_analytics.cli import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert all(command.get_short_help_str() for command in commands.values())

"""The CPU that importing invoices takes, against plain DuckDB reading the file into a typed table, and the memory.

Run by hand: `.venv/bin/python tests/benchmarks/bench_import.py [ROWS]`; a million rows where none are named.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 1_000_000
CLIENTS = 5_000
PLAIN = """
import duckdb, sys
from invotrack_analytics.model import BY_NAME
types = {column.name: column.sql_type for column in BY_NAME["invoices"].columns}
header = open(sys.argv[1]).readline().strip().split(",")
with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("create table invoices as select * from read_csv(?, header = true, columns = ?)",
                       [sys.argv[1], {name: types[name] for name in header}])
"""


def write_books(folder: Path, rows: int) -> None:
    """Invoices of some thousand clients, and the clients."""
    with (folder / "clients.csv").open("w", encoding="utf-8") as file:
        file.write("client_id,name\n")
        file.writelines(f"C{place},Client {place}\n" for place in range(CLIENTS))
    with (folder / "invoices.csv").open("w", encoding="utf-8") as file:
        file.write(
            "invoice_number,client_id,issue_date,due_date,currency,net_amount,tax_amount,total_amount,notes,"
            "purchase_order,status\n"
        )
        for place in range(rows):
            net = place * 7919 % 1_000_000
            tax = net * 21 // 100
            day = f"{place % 12 + 1:02d}-{place % 28 + 1:02d}"
            amounts = ",".join(f"{cents // 100}.{cents % 100:02d}" for cents in (net, tax, net + tax))
            known = f"INV-{place:08d},C{place % CLIENTS},2025-{day},2026-{day},EUR,{amounts}"
            file.write(f"{known},note {place},PO-{place % 977},issued\n")


def cost(*command: str) -> tuple[float, float]:
    """Seconds of CPU of a child process, and the peak memory of any so far in GiB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / (1 << 20)


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    invotrack = str(Path(sys.executable).with_name("invotrack"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_books(folder, rows)
        office = str(folder / "office")
        cost(invotrack, "init", office)
        cost(invotrack, "--workspace", office, "import", str(folder / "clients.csv"))
        plain, _ = cost(sys.executable, "-c", PLAIN, str(folder / "invoices.csv"), str(folder / "plain.duckdb"))
        ours, peak = cost(invotrack, "--workspace", office, "import", str(folder / "invoices.csv"))
        print(f"{rows:,} rows: plain {plain:.1f} s CPU, import {ours:.1f} s, ratio {ours / plain:.2f}, {peak:.2f} GiB")  # noqa: T201


if __name__ == "__main__":
    main()

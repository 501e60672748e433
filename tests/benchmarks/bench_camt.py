"""What importing a long bank statement takes, against parsing its XML: `python tests/benchmarks/bench_camt.py [N]`.

The target is 60 s CPU for a million entries on the machine that the project is built on.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from lxml import etree

from invotrack_analytics.config import load_settings
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.warehouse.books import Books

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-10-01T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><CreDtTm>2026-10-01T06:00:00</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
"""
ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-09-{day:02d}</Dt></BookgDt><ValDt><Dt>2026-09-{day:02d}</Dt></ValDt>
<AcctSvcrRef>R{place:09d}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>E{place}</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt>
</AmtDtls><RltdPties><Dbtr><Nm>Client {client}</Nm></Dbtr><DbtrAcct><Id><IBAN>DE{client:020d}</IBAN></Id></DbtrAcct>
</RltdPties><RmtInf><Ustrd>Invoice B-{place:07d} thank you</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
"""
TAIL = "</Stmt></BkToCstmrStmt></Document>\n"


def write_statement(path: Path, entries: int) -> None:
    """A statement of one account; one entry in ten was paid out."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for place in range(entries):
            file.write(
                ENTRY.format(
                    amount=f"{place % 9973 + 1}.{place % 100:02d}",
                    direction="DBIT" if place % 10 == 0 else "CRDT",
                    day=place % 28 + 1,
                    place=place,
                    client=place % 5000,
                )
            )
        file.write(TAIL)


def parse(path: Path) -> None:
    """Walk through every element, and do nothing."""
    for _event, element in etree.iterparse(path, events=("end",), tag="{*}Ntry"):
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def main(entries: int) -> None:
    """Write the statement, parse it alone, then import it."""
    with tempfile.TemporaryDirectory() as folder:
        office, statement = Path(folder) / "office", Path(folder) / "statement.xml"
        office.mkdir()
        (office / "invotrack.toml").write_text("", "utf-8")
        settings = load_settings(office)
        books = Books(settings.warehouse_folder)
        books.create()
        write_statement(statement, entries)
        started = time.process_time()
        parse(statement)
        parsed, started = time.process_time() - started, time.process_time()
        (file,) = import_files(books, settings, [statement], recorded_at=datetime(2026, 10, 1)).files  # noqa: DTZ001
        spent = time.process_time() - started
        print(  # noqa: T201
            f"{entries:,} entries, {file.datasets['bank_lines'].added:,} bank lines: parsing alone {parsed:.1f} s CPU, "
            f"import {spent:.1f} s CPU, ratio {spent / parsed:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

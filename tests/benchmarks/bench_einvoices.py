"""How long a folder of many small electronic invoices takes: `python tests/benchmarks/bench_einvoices.py [FILES]`."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from invotrack_analytics.config import load_settings
from invotrack_analytics.intake.importing import import_files
from invotrack_analytics.sources.documents import read_document
from invotrack_analytics.warehouse.books import Books

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate><cbc:DueDate>2026-03-31</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingCustomerParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>DE{client:09d}</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>
<cbc:RegistrationName>Client {client} GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
</cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">190.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">1000.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">1190.00</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">1190.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
{lines}
</Invoice>"""
LINE = """<cac:InvoiceLine><cbc:ID>{at}</cbc:ID><cbc:InvoicedQuantity unitCode="HUR">2</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">200.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Work {at}</cbc:Name>
<cac:ClassifiedTaxCategory><cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>"""


def main(count: int) -> None:
    """Write that many files, read them alone, then import them."""
    lines = "".join(LINE.format(at=at) for at in range(1, 6))
    with tempfile.TemporaryDirectory() as folder:
        office, inbox = Path(folder) / "office", Path(folder) / "inbox"
        office.mkdir()
        inbox.mkdir()
        (office / "invotrack.toml").write_text("", "utf-8")
        settings = load_settings(office)
        books = Books(settings.warehouse_folder)
        books.create()
        for number in range(count):
            text = UBL.format(number=f"B-{number:06d}", client=number % 500, lines=lines)
            (inbox / f"{number:06d}.xml").write_text(text, "utf-8")
        started = time.process_time()
        for path in sorted(inbox.iterdir()):
            found = read_document(path, "xml", inbox, None)
            assert found is not None
            assert found[1].documents is not None
            found[1].documents()
        parsed = time.process_time() - started
        started, clock = time.process_time(), time.perf_counter()
        result = import_files(books, settings, [inbox], recorded_at=datetime(2026, 10, 1))  # noqa: DTZ001
        spent, clock = time.process_time() - started, time.perf_counter() - clock
        added = sum(file.datasets["invoices"].added for file in result.files)
        print(  # noqa: T201
            f"{added} of {count} files: parsing alone {parsed:.1f} s CPU; import {spent:.1f} s CPU, {clock:.1f} s"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

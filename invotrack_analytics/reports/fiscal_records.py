"""Fiscal records: what the Spanish tax office is told of each document, and what it answered (RD 1007/2023).

A record is pending until it is sent, unknown where no answer came, then accepted, to_correct (accepted with errors),
rejected, or in conflict where another record of its number is there. Positions are those of its chain.
"""

from __future__ import annotations

from invotrack_analytics.reports.report import Column, Parameters, Report


def _columns(parameters: Parameters) -> tuple[Column, ...]:
    del parameters
    return (
        Column("chain", "text", "Chain", "The installation under which it was made."),
        Column("position", "integer", "Position", "Its place in the chain."),
        Column("kind", "text", "Kind", "alta: issued; anulacion: annulled."),
        Column("invoice_number", "text", "Document", "The document's number."),
        Column("issue_date", "date", "Issued", "The document's date."),
        Column("invoice_type", "text", "Type", "F1, F2, R1 to R5."),
        Column("tax_amount", "money", "Tax", "CuotaTotal.", unit="EUR"),
        Column("total_amount", "money", "Total", "ImporteTotal.", unit="EUR"),
        Column("generated_at", "text", "Made", "When it was made, with the offset of its clock."),
        Column("hash", "text", "Hash", "SHA-256 of what it says and of the hash before."),
        Column("qr_url", "text", "Address", "What the QR code of the document names."),
        Column("state", "text", "State", "pending, unknown, accepted, to_correct, rejected or conflict."),
        Column("csv", "text", "Receipt", "The tax office's CSV."),
        Column("code", "text", "Code", "The error that it names."),
        Column("text", "text", "Answer", "What it says."),
    )


FISCAL_RECORDS = Report(
    name="fiscal_records",
    title="Fiscal records",
    question="What was told to the Spanish tax office, and what did it answer?",
    parameters=("date_from", "date_to"),
    columns=_columns,
    grain="One row per fiscal record of documents issued in the period.",
    key=("chain", "position"),
    order_by=("chain", "position"),
)

"""Fiscal records: what the Spanish tax office is told of each document (RD 1007/2023), chained, and never changed."""

from invotrack_analytics.model.dataset import Column, Dataset

_SIGN = ("S", "N", "X")

FISCAL_RECORDS = Dataset(
    name="fiscal_records",
    title="Fiscal records",
    description="One record per document issued or annulled under Veri*Factu; each names the hash of the one before.",
    key=("chain", "position"),
    columns=(
        Column("chain", "text", "The installation's number; a new one begins a new chain.", required=True),
        Column("position", "integer", "Its place in the chain: 1, 2, 3 …", required=True),
        Column("kind", "text", "Issued or annulled.", required=True, allowed=("alta", "anulacion")),
        Column("invoice_number", "text", "The document.", required=True),
        Column("issuer_nif", "text", "The seller's NIF.", required=True),
        Column("issue_date", "date", "The document's date.", required=True),
        Column("invoice_type", "text", "F1, F2, R1 to R5."),
        Column("rectification", "text", "I: by difference."),
        Column("subsanacion", "text", "Whether it corrects an earlier record.", allowed=_SIGN),
        Column("rechazo_previo", "text", "Whether the earlier one was rejected.", allowed=_SIGN),
        Column("sin_registro_previo", "text", "Whether no earlier one was ever accepted.", allowed=_SIGN),
        Column("tax_amount", "money", "CuotaTotal, in euros."),
        Column("total_amount", "money", "ImporteTotal, in euros."),
        Column("previous_hash", "text", "The hash of the record before; blank in the first."),
        Column("hash", "text", "SHA-256, in capitals.", required=True),
        Column("generated_at", "text", "When, as it was hashed.", required=True),
        Column("xml", "text", "The record, verbatim.", required=True),
        Column("qr_url", "text", "The address that the QR code of the document names."),
        Column("reason", "text", "Why it was annulled or corrected."),
        Column("by", "text", "By whom."),
        Column("xml_sha256", "text", "The digest of the record, by which a change of any letter is known."),
    ),
)

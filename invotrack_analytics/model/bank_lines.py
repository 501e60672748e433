"""Bank lines: money as the bank reports it, before anybody knows whose it is."""

from invotrack_analytics.model.dataset import Column, Dataset

BANK_LINES = Dataset(
    name="bank_lines",
    title="Bank lines",
    description=(
        "Money received as the bank reports it. It moves no client's account until it is matched: then payments of "
        "the same id stand for it, one for each invoice."
    ),
    key=("bank_line_id",),
    columns=(
        Column(
            "bank_line_id", "text", "The bank's reference of the line, else one made from its content.", required=True
        ),
        Column("booking_date", "date", "When the bank booked it.", required=True),
        Column("amount", "money", "How much; negative where a receipt was taken back.", required=True),
        Column("currency", "currency", "The currency of the amount.", required=True),
        Column("account", "text", "Our account."),
        Column("payer_name", "text", "Who paid, as the bank names it."),
        Column("payer_iban", "text", "The account it came from."),
        Column("structured_reference", "text", "The creditor's reference (ISO 11649 RF or a national one)."),
        Column("remittance", "text", "What the payer wrote."),
        Column("end_to_end_id", "text", "The payer's own reference."),
    ),
)

"""Replaced receipts: payment receipts that were issued anew, so that their payments count once."""

from invotrack_analytics.model.dataset import Column, Dataset

REPLACED_RECEIPTS = Dataset(
    name="replaced_receipts",
    title="Replaced payment receipts",
    description=(
        "Which payment receipt states an earlier one anew: what the earlier one reported is no payment, whichever of "
        "the two comes first into the books."
    ),
    key=("receipt", "replaced_receipt"),
    columns=(
        Column("receipt", "text", "The stamp (UUID) of the receipt that counts.", required=True),
        Column(
            "replaced_receipt",
            "text",
            "The stamp of the receipt whose place it takes; it need not be known.",
            required=True,
        ),
    ),
)

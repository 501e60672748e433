"""Withholding certificates: what clients confirm at the year's end to have withheld."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

WITHHOLDING_CERTIFICATES = Dataset(
    name="withholding_certificates",
    title="Withholding certificates",
    description="What each client confirms to have withheld in a year.",
    key=("client_id", "year", "kind"),
    columns=(
        Column("client_id", "text", "The client.", required=True),
        Column("year", "integer", "The year.", required=True),
        Column("kind", "text", "Which tax was withheld, such as IRPF.", required=True),
        Column("amount", "money", "How much, in the company's currency.", required=True),
        Column("received_on", "date", "When the certificate came."),
        Column("reference", "text", "Its number."),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)

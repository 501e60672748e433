"""Payers: which client pays from which account or under which name, remembered from confirmed matches."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

PAYERS = Dataset(
    name="payers",
    title="Payers",
    description="Which client pays from which account or under which name, remembered from confirmed matches.",
    key=("payer",),
    columns=(
        Column("payer", "text", "An account number (IBAN), or a name in lower case.", required=True),
        Column("client_id", "text", "The client that pays so.", required=True),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)

"""Contacts: who receives a client's invoices and reminders."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

CONTACTS = Dataset(
    name="contacts",
    title="Contacts",
    description="Who receives a client's invoices and reminders; without any, its own address does.",
    key=("client_id", "email"),
    columns=(
        Column("client_id", "text", "The client.", required=True),
        Column("email", "text", "The address.", required=True),
        Column("name", "text", "The person's name."),
        Column(
            "role",
            "text",
            "What is sent there: reminders go to `dunning`, else to `billing`, invoices to `billing`; `none` gets "
            "nothing. `billing` where blank.",
            allowed=("billing", "dunning", "manager", "none"),
        ),
        Column("language", "text", "The person's language; the client's where blank."),
        Column("cc", "text", "Who receives a copy; several with `;` between."),
    ),
    references=(Reference("client_id", "clients", "unknown_client"),),
)

"""Clients: whom the company works for and bills."""

from invotrack_analytics.model.dataset import Column, Dataset

CLIENTS = Dataset(
    name="clients",
    title="Clients",
    description="Whom the company works for and bills.",
    key=("client_id",),
    columns=(
        Column("client_id", "text", "The client's code; every other file refers to it.", required=True),
        Column("name", "text", "The client's name as it stands on invoices.", required=True),
        Column("tax_id", "text", "VAT or other tax number."),
        Column("email", "text", "Where invoices are sent."),
        Column("phone", "text", "Telephone number."),
        Column("address", "text", "Street and number."),
        Column("city", "text", "Town."),
        Column("postal_code", "text", "Postal code."),
        Column("country", "text", "ISO 3166 country code."),
        Column("currency", "currency", "Currency of its documents; the company's where blank."),
        Column("payment_terms_days", "integer", "Days from issue to due date; the company's where blank.", minimum=0),
        Column("hourly_rate", "price", "Rate per hour where nothing more specific is agreed.", minimum=0),
        Column("tax_rate", "percent", "Tax on its invoices, in percent; the company's where blank.", minimum=0),
        Column("language", "text", "Language of its documents."),
        Column("notes", "text", "Anything to remember."),
        Column(
            "rounding_minutes",
            "integer",
            "Hours are rounded to so many minutes; the company's where blank.",
            minimum=0,
            late=True,
        ),
        Column(
            "rounding", "text", "Which way; the company's where blank.", allowed=("up", "nearest", "down"), late=True
        ),
        Column(
            "rounding_scope",
            "text",
            "Each entry by itself, or the sum of an invoice line; the company's where blank.",
            allowed=("entry", "line"),
            late=True,
        ),
        Column(
            "discount_percent",
            "percent",
            "Taken off the whole of each of its invoices, in percent.",
            minimum=0,
            late=True,
        ),
    ),
)

"""Clients: whom the company works for and bills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invotrack_analytics.model.dataset import Column, Dataset, Rule
from invotrack_analytics.model.tax_categories import TAX_CATEGORIES

if TYPE_CHECKING:
    import polars as pl

EINVOICES = ("none", "en16931", "peppol", "xrechnung", "xrechnung-cii", "factur-x", "ctc-fr", "facturae")
"""Profiles of e-invoices."""


def _rate_fits_category() -> pl.Expr:
    import polars as pl

    taxed = pl.col("tax_rate") > 0
    return (
        pl.when(pl.col("tax_category").is_in(["S", "L", "M"]))
        .then(taxed)
        .otherwise(~taxed | pl.col("tax_category").is_null())
    )


def _address_has_scheme() -> pl.Expr:
    import polars as pl

    return pl.col("electronic_address").str.contains(r"^(EM|\d{4}):\S+$")


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
        Column(
            "tax_category",
            "text",
            "Why its invoices bear no tax: AE reverse charge, E exempt, G export, O not subject to it, Z zero rate; S "
            "is taxed. From rate, countries and VAT numbers where blank; with one but S, a blank tax rate is 0.",
            allowed=TAX_CATEGORIES,
            late=True,
        ),
        Column("tax_exemption_reason", "text", "The words for it on invoices, such as the article that exempts."),
        Column(
            "electronic_address",
            "text",
            "Where e-invoices go, as scheme:address of the code list EAS, such as 9930:DE123456789 or "
            "0204:991-33333-33; the VAT number where blank.",
        ),
        Column(
            "legal_id", "text", "Number in a register of companies; with its scheme where asked for: 0106:12345678."
        ),
        Column("buyer_reference", "text", "What it asks to read on invoices (BT-10), such as a Leitweg-ID."),
        Column("region", "text", "Part of its country, ISO 3166-2 after the hyphen, such as BY: its public holidays."),
        Column("reminder_policy", "text", "Which of `reminder_rules` asks it; `standard` where blank, `none` nobody."),
        Column("tax_exemption_code", "text", "Why its invoices bear no tax, by the code list VATEX (BT-121)."),
        Column(
            "withholding_rate",
            "percent",
            "What it withholds of its invoices, in percent; 0 never, the company's rate where blank.",
            minimum=0,
            late=True,
        ),
        Column(
            "withholds",
            "boolean",
            "Whether it withholds tax; where blank, if it is of the company's country and has a tax id.",
        ),
        Column(
            "einvoice",
            "text",
            "The e-invoice that it asks for; what cannot be one is kept back. The best that holds where blank.",
            allowed=EINVOICES,
            late=True,
        ),
        Column("purchase_order", "text", "Its order number on invoices (BT-13)."),
        Column("contract_reference", "text", "Its contract's number on invoices (BT-12)."),
        Column("prices_include_tax", "boolean", "Whether the rates and fees agreed with it include the tax."),
        Column("dir3_office", "text", "Of a Spanish public body: oficina contable, by DIR3."),
        Column("dir3_organ", "text", "The same: órgano gestor."),
        Column("dir3_unit", "text", "The same: unidad tramitadora."),
    ),
    rules=(
        Rule(
            "tax_rate_contradicts_category",
            "`tax_rate` is above 0 in the category S, and 0 or blank in any other.",
            _rate_fits_category,
            ("tax_rate", "tax_category"),
        ),
        Rule(
            "not_an_electronic_address",
            "`electronic_address` is a scheme of four digits (or EM) and an address, such as 9930:DE123456789.",
            _address_has_scheme,
            ("electronic_address",),
        ),
    ),
)

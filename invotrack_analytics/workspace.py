"""Workspace: the folder that holds one company's books, settings, profiles and published files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_territory_currencies

from invotrack_analytics.config import FILE_NAME, Company, Settings, settings_from
from invotrack_analytics.errors import WorkspaceError
from invotrack_analytics.warehouse.books import Books

_TEMPLATE = """\
# Settings of this workspace. What is left out has the value that docs/reference.md shows.

[company]
name = {name}
country = {country}               # ISO 3166
currency = {currency}             # base currency, ISO 4217
locale = {locale}              # how amounts and dates are written
{details}

[receivables]
buckets = [30, 60, 90]         # limits of the aging columns, in days
payment_terms_days = 30        # where a client has no terms of its own

[billing]
series = "{{year}}-{{seq:05d}}"
credit_note_series = "CN-{{year}}-{{seq:05d}}"
tax_rate = {tax_rate}                   # percent, where a client has no rate of its own
rounding_minutes = 0           # 0 = hours are billed as worked
rounding = "up"                # up | nearest | down
rounding_scope = "entry"       # entry | line

[server]
host = "127.0.0.1"
port = 5006

[warehouse]
url = "warehouse"
"""


# What else stands on an invoice, and is left for the user to fill in where it is not known.
_DETAILS = ("tax_id", "address", "city", "postal_code", "bank_account")


def create_workspace(  # noqa: PLR0913  what a company is known by
    folder: Path,
    *,
    name: str | None = None,
    currency: str | None = None,
    country: str | None = None,
    tax_rate: int = 0,
    details: Mapping[str, str] | None = None,
) -> Settings:
    """Make a workspace with empty books. What is not given follows from the country.

    `details` are further settings of the company: tax_id, address, city, postal_code, bank_account.

    Raises WorkspaceError where there is one already, SettingsError where something given is not allowed.
    """
    path = folder / FILE_NAME
    if path.exists():
        message = f"{folder} is a workspace already; its settings are in {path}"
        raise WorkspaceError(message)
    territory = (country or Company.country).upper()
    text = _TEMPLATE.format(
        name=_toml(name or folder.resolve().name),
        country=_toml(territory),
        currency=_toml((currency or _currency_of(territory)).upper()),
        locale=_toml(_locale_of(territory)),
        tax_rate=tax_rate,
        details="\n".join(
            f"{key} = {_toml(details[key])}" if details and key in details else f'# {key} = "…"' for key in _DETAILS
        ),
    )
    settings = settings_from(folder, text)
    books = Books(settings.warehouse_folder)
    try:
        for part in (folder, folder / "profiles", folder / "inbox", folder / "published"):
            part.mkdir(parents=True, exist_ok=True)
        if not books.file.exists():
            books.create()
        # The settings make it a workspace, so they come last: what is stopped before this can be done again.
        half = path.with_name(f".{FILE_NAME}.part")
        half.write_text(text, "utf-8")
        half.rename(path)
    except OSError as error:
        message = f"{folder}: cannot be made a workspace: {error.strerror}"
        raise WorkspaceError(message) from error
    return settings


def _currency_of(territory: str) -> str:
    return next(iter(get_territory_currencies(territory) if len(territory) == len("ES") else ()), Company.currency)


def _locale_of(territory: str) -> str:
    likely = get_global("likely_subtags").get(f"und_{territory}", Company.locale)
    language = likely.split("_")[0]
    try:
        return str(Locale.parse(f"{language}_{territory}"))
    except (UnknownLocaleError, ValueError):
        return Company.locale


def _toml(text: str) -> str:
    # A JSON text is a TOML basic string, but for the one escape that TOML lacks.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

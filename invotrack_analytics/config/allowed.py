"""Allowed: what a setting may be.

Each check gives the value as settings hold it, or raises ValueError that ends the sentence "KEY = VALUE: …".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlparse
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from invotrack_analytics.money import currencies

HIGHEST_PERCENT = 100

Check = Callable[[object], object]


def text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        message = "must be a text in quotes"
        raise ValueError(message)  # noqa: TRY004  one kind of error for whatever a setting may not be
    return value


def whole(low: int, high: int) -> Check:
    """A whole number within limits."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            message = f"must be a whole number from {low} to {high}"
            raise ValueError(message)
        return value

    return check


def yes_or_no(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        message = "must be true or false"
        raise ValueError(message)  # noqa: TRY004  one kind of error for whatever a setting may not be
    return value


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: object) -> str:
        if value not in allowed:
            message = f"must be one of {', '.join(allowed)}"
            raise ValueError(message)
        return str(value)

    return check


def currency(value: object) -> str:
    """An ISO 4217 code."""
    if value not in currencies():
        message = "must be an ISO 4217 currency code such as EUR"
        raise ValueError(message)
    return str(value)


def country(value: object) -> str:
    """An ISO 3166 code."""
    # The territories of CLDR with two letters are ISO 3166's, plus a few reserved codes.
    if not isinstance(value, str) or value not in get_global("territory_currencies"):
        message = "must be an ISO 3166 country code of two capital letters such as ES"
        raise ValueError(message)
    return value


def locale(value: object) -> str:
    """A locale that Babel knows."""
    given = text(value)
    try:
        Locale.parse(given)
    except (UnknownLocaleError, ValueError) as error:
        message = "must be a locale such as es_ES or en_GB"
        raise ValueError(message) from error
    return given


def buckets(value: object) -> tuple[int, ...]:
    """Limits of aging buckets: whole days, positive and rising. Raises ValueError."""
    if (
        not isinstance(value, list | tuple)
        or not value
        or any(not isinstance(limit, int) or isinstance(limit, bool) for limit in value)
        or any(low >= high for low, high in zip((0, *value), value, strict=False))
    ):
        message = "must be rising whole numbers of days such as [30, 60, 90]"
        raise ValueError(message)
    return tuple(value)


def percent(value: object) -> Decimal:
    """A percentage, exact."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= HIGHEST_PERCENT:
        message = "must be a percentage from 0 to 100, such as 21"
        raise ValueError(message)
    # TOML has no decimals: its shortest text is what the user wrote.
    return Decimal(str(value))


_SERIES_FIELD = re.compile(r"\{(year|month|seq)(:0\dd)?\}")


def series(value: object) -> str:
    """A pattern of invoice numbers."""
    given = text(value)
    if given.count("{seq") != 1 or re.search(r"[{}]", _SERIES_FIELD.sub("", given)):
        message = "must be a pattern with one {seq}, such as {year}-{seq:05d}; also known: {year}, {month}"
        raise ValueError(message)
    return given


def inside_workspace(what: str, example: str) -> Check:
    """A path that stays within the workspace; no address, nothing upwards."""

    def check(value: object) -> str:
        given = text(value)
        path = Path(given)
        if urlparse(given).scheme or path.is_absolute() or ".." in path.parts or not given:
            message = f"must be a {what} within the workspace, such as {example}"
            raise ValueError(message)
        return given

    return check


# An address alone, without a name; nothing in it can begin another header or another recipient.
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def mail_address(value: object) -> str:
    """A mail address, without a name."""
    given = text(value)
    if not _MAIL_ADDRESS.fullmatch(given):
        message = "must be a mail address such as reports@example.com"
        raise ValueError(message)
    return given


def electronic_address(value: object) -> str:
    """An address of e-invoices with its scheme."""
    given = text(value)
    if not re.fullmatch(r"(EM|\d{4}):\S+", given):
        message = "must be a scheme of four digits and an address, such as 9920:ESB12345674"
        raise ValueError(message)
    return given


def colour(value: object) -> str:
    """A colour in hexadecimal."""
    given = text(value)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", given):
        message = "must be a colour such as #2456c7"
        raise ValueError(message)
    return given


def software_id(value: object) -> str:
    """Two capital letters or digits."""
    given = text(value)
    if not re.fullmatch(r"[A-Z0-9]{2}", given):
        message = "must be two capital letters or digits such as IA"
        raise ValueError(message)
    return given


def timezone(value: object) -> str:
    """A time zone of the IANA database."""
    given = text(value)
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = "must be a time zone such as Europe/Madrid"
        raise ValueError(message) from error
    return given


def public_url(value: object) -> str:
    """An address that others reach."""
    given = text(value).rstrip("/")
    parts = urlparse(given)
    if parts.scheme not in {"https", "http"} or not parts.netloc or parts.query or parts.fragment:
        message = "must be an address such as https://invoices.example.com"
        raise ValueError(message)
    return given


def day(value: object) -> date:
    """A day, as a TOML date or a text."""
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return date.fromisoformat(text(value))
    except ValueError as error:
        message = "must be a day such as 2026-10-01"
        raise ValueError(message) from error


def days(value: object) -> tuple[date, ...]:
    """A list of days."""
    if not isinstance(value, list | tuple):
        message = 'must be a list of days such as ["2026-12-24"]'
        raise ValueError(message)  # noqa: TRY004  one kind of error for whatever a setting may not be
    return tuple(day(item) for item in value)


def hours(value: object) -> str:
    """A span within a day."""
    message = 'must be two times of a day, the earlier first, such as "08:30-17:30"'
    parts = re.split(r"\s*[-\N{EN DASH}]\s*", text(value))
    try:
        first, last = (time.fromisoformat(part.strip()) for part in parts)
    except ValueError as error:
        raise ValueError(message) from error
    if first >= last:
        raise ValueError(message)
    return f"{first:%H:%M}-{last:%H:%M}"


def words(value: object) -> tuple[str, ...]:
    """A program and its arguments."""
    if not isinstance(value, list | tuple) or not value or not all(isinstance(word, str) for word in value):
        message = 'must be a list of texts such as ["send-sms", "{phone}"]'
        raise ValueError(message)
    return tuple(value)

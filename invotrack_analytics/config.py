"""Settings: what `invotrack.toml` says, checked as a whole so that every problem is told at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import urlparse

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from invotrack_analytics.errors import SettingsError, WorkspaceError
from invotrack_analytics.money import currencies
from invotrack_analytics.timetable import MAIL_ADDRESS, Schedule, read_timetable

FILE_NAME = "invotrack.toml"
ENVIRONMENT_VARIABLE = "INVOTRACK_WORKSPACE"
LAST_PORT = 65_535
HIGHEST_PERCENT = 100


@dataclass(frozen=True)
class Company:
    """Who keeps these books."""

    name: str = "My company"
    """Its name, as it stands on invoices and reports."""
    tax_id: str | None = None
    """VAT or other tax number."""
    address: str | None = None
    """Street and number."""
    city: str | None = None
    """Town."""
    postal_code: str | None = None
    """Postal code."""
    country: str = "ES"
    """ISO 3166 country code."""
    currency: str = "EUR"
    """Base currency, ISO 4217: that of documents which name none."""
    locale: str = "en_GB"
    """How amounts and dates are written."""
    email: str | None = None
    """Address for questions, on invoices."""
    bank_account: str | None = None
    """Account to pay to, on invoices; an IBAN also gives a payment code."""


@dataclass(frozen=True)
class Receivables:
    """How what is owed is counted."""

    buckets: tuple[int, ...] = (30, 60, 90)
    """Limits of the aging columns, in days."""
    payment_terms_days: int = 30
    """Days from issue to due date, where a client has no terms of its own."""


@dataclass(frozen=True)
class Billing:
    """How hours become invoices."""

    series: str = "{year}-{seq:05d}"
    """Invoice numbers; known are {year}, {month} and {seq}, with a width as in {seq:05d}."""
    credit_note_series: str = "CN-{year}-{seq:05d}"
    """Numbers of credit notes."""
    tax_rate: Decimal = Decimal(0)
    """Percent, where a client has no rate of its own."""
    rounding_minutes: int = 0
    """Hours are rounded to so many minutes; 0 bills them as worked."""
    rounding: Literal["up", "nearest", "down"] = "up"
    """Which way."""
    rounding_scope: Literal["entry", "line"] = "entry"
    """Each entry by itself, or the sum of an invoice line."""
    expenses: Literal["with_hours", "always", "never"] = "with_hours"
    """Billable expenses: on the invoice of hours or fees (those wait that have none), also alone, or not at all."""
    approval: bool = False
    """Whether another than its maker is to approve an invoice: then all are made as drafts."""


@dataclass(frozen=True)
class Oidc:
    """The identity provider (OpenID Connect) at which people may sign in, if they were added with `user add`."""

    issuer: str | None = None
    """Its address, as its discovery document names it; `INVOTRACK_OIDC_ISSUER` comes before it."""
    client_id: str | None = None
    """What it calls this dashboard; `INVOTRACK_OIDC_CLIENT_ID` comes before it."""
    client_secret: str | None = field(default=None, repr=False)
    """Best left to `INVOTRACK_OIDC_CLIENT_SECRET`, which comes before it."""
    claim: Literal["email", "preferred_username", "sub"] = "email"
    """What of its answer is the name given to `user add`."""
    name: str = "single sign-on"
    """What the sign-in page calls it."""


@dataclass(frozen=True)
class Server:
    """Where the dashboard listens."""

    host: str = "127.0.0.1"
    """The address it listens on; 127.0.0.1 is reached from this machine alone."""
    port: int = 5006
    """The port; 0 takes a free one."""
    oidc: Oidc | None = None
    """The identity provider: `[server.oidc]` below."""


@dataclass(frozen=True)
class Smtp:
    """The mail server that sends what is scheduled; its password is read from `INVOTRACK_SMTP_PASSWORD`."""

    host: str | None = None
    """The server's name; without one, nothing is sent."""
    port: int = 587
    """Its port; 465 goes with `tls`."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the way there is encrypted; `none` only for a server on this machine."""
    user: str | None = None
    """Who signs in there; without one, nobody does."""
    sender: str | None = None
    """The address that mails come from."""


@dataclass(frozen=True)
class Warehouse:
    """Where the books are kept, within the workspace."""

    url: str = "warehouse"
    """The folder of the books."""


@dataclass(frozen=True)
class Documents:
    """How invoices look."""

    logo: str | None = None
    """A PNG, JPEG or SVG picture in the workspace, at the head of the first page."""
    accent: str = "#2456c7"
    """The colour of what stands out."""
    footer: str | None = None
    """A text at the foot of every page, such as an entry in a register."""
    template: str | None = None
    """A typst file in a folder of its own in the workspace, in place of the built-in one; it reads only that folder."""


@dataclass(frozen=True)
class Settings:
    """Everything `invotrack.toml` says, with the folder it stands in."""

    folder: Path
    company: Company = field(default_factory=Company)
    receivables: Receivables = field(default_factory=Receivables)
    billing: Billing = field(default_factory=Billing)
    server: Server = field(default_factory=Server)
    warehouse: Warehouse = field(default_factory=Warehouse)
    documents: Documents = field(default_factory=Documents)
    smtp: Smtp = field(default_factory=Smtp)
    schedules: tuple[Schedule, ...] = ()

    @property
    def warehouse_folder(self) -> Path:
        """Where the books, their snapshots and the lock lie."""
        return self.folder / self.warehouse.url

    @property
    def published_folder(self) -> Path:
        """Where workbooks and invoices are put."""
        return self.folder / "published"

    @property
    def profiles_folder(self) -> Path:
        """Where the user's own import layouts lie."""
        return self.folder / "profiles"

    @property
    def inbox_folder(self) -> Path:
        """Where files to import may be dropped."""
        return self.folder / "inbox"


_SECTIONS: Mapping[str, type] = {
    "company": Company,
    "receivables": Receivables,
    "billing": Billing,
    "server": Server,
    "warehouse": Warehouse,
    "documents": Documents,
    "smtp": Smtp,
}
_SUBSECTIONS: Mapping[tuple[str, ...], type] = {("server", "oidc"): Oidc}
# Sections that later parts of the product read by themselves.
_OTHER_SECTIONS = frozenset({"access"})


def find_workspace(given: Path | None) -> Path:
    """The workspace folder: the one given, else $INVOTRACK_WORKSPACE, else the nearest with an invotrack.toml."""
    chosen = given or (Path(os.environ[ENVIRONMENT_VARIABLE]) if os.environ.get(ENVIRONMENT_VARIABLE) else None)
    if chosen is not None:
        if not (chosen / FILE_NAME).is_file():
            message = f"{chosen} is not a workspace: it has no {FILE_NAME}; make one with `invotrack init {chosen}`"
            raise WorkspaceError(message)
        return chosen.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    message = (
        f"no {FILE_NAME} in {here} or above it; name a workspace with --workspace, or make one with `invotrack init`"
    )
    raise WorkspaceError(message)


def load_settings(folder: Path) -> Settings:
    """Read and check the workspace's settings. Raises SettingsError with every problem at once."""
    path = folder / FILE_NAME
    try:
        return settings_from(folder, path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: not valid TOML: {error}"]) from error


def settings_from(folder: Path, text: str) -> Settings:
    """The settings that a workspace with this text in its invotrack.toml has. Raises SettingsError."""
    path = folder / FILE_NAME
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{path}: not valid TOML: {error}"]) from error
    problems: list[str] = []
    sections: dict[str, Any] = {}
    for name, content in document.items():
        if name in _OTHER_SECTIONS:
            continue
        if name == "schedule":
            sections["schedules"] = read_timetable(path, content, problems)
            continue
        if name not in _SECTIONS or not isinstance(content, dict):
            problems.append(f"{path}: [{name}] is not a section; allowed are {', '.join([*_SECTIONS, 'schedule'])}")
            continue
        sections[name] = _read_section(path, name, content, problems)
    problems += _mail_problems(path, sections.get("smtp", Smtp()), sections.get("schedules", ()))
    if problems:
        raise SettingsError(problems)
    return Settings(folder=folder, **sections)


def _mail_problems(path: Path, smtp: Smtp, schedules: tuple[Schedule, ...]) -> list[str]:
    problems = []
    if smtp.security == "none" and smtp.host not in {None, "localhost", "127.0.0.1", "::1"}:
        problems.append(f"{path}: smtp.security = 'none': is for a server on this machine; use starttls or tls")
    mailing = [schedule.name for schedule in schedules if schedule.email]
    missing = [key for key in ("host", "sender") if getattr(smtp, key) is None] if mailing else []
    return problems + [f"{path}: smtp.{key} is missing; schedule {mailing[0]} sends mail" for key in missing]


def _read_section(path: Path, name: str, content: dict[str, Any], problems: list[str]) -> object:
    kind = _SECTIONS.get(name) or _SUBSECTIONS[*name.split(".")]
    known = {item.name: item for item in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in content.items():
        if (name, key) in _SUBSECTIONS and isinstance(value, dict):
            values[key] = _read_section(path, f"{name}.{key}", value, problems)
            continue
        if key not in known:
            problems.append(f"{path}: {name}.{key} is not a setting; allowed are {', '.join(known)}")
            continue
        try:
            values[key] = _CHECKS.get((name, key), _text)(value)
        except ValueError as error:
            problems.append(f"{path}: {name}.{key} = {value!r}: {error}")
    return kind(**values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = "must be a text in quotes"
        raise ValueError(message)  # noqa: TRY004  one kind of error for whatever a setting may not be
    return value


def _not_a_table() -> NoReturn:
    message = "must be a section of its own: [server.oidc]"
    raise ValueError(message)


def _whole(value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        message = f"must be a whole number from {low} to {high}"
        raise ValueError(message)
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        message = "must be true or false"
        raise ValueError(message)  # noqa: TRY004  one kind of error for whatever a setting may not be
    return value


def _one_of(*allowed: str) -> Any:
    def check(value: object) -> str:
        if value not in allowed:
            message = f"must be one of {', '.join(allowed)}"
            raise ValueError(message)
        return str(value)

    return check


def _currency(value: object) -> str:
    if value not in currencies():
        message = "must be an ISO 4217 currency code such as EUR"
        raise ValueError(message)
    return str(value)


def _country(value: object) -> str:
    # The territories of CLDR with two letters are ISO 3166's, plus a few reserved codes.
    if not isinstance(value, str) or value not in get_global("territory_currencies"):
        message = "must be an ISO 3166 country code of two capital letters such as ES"
        raise ValueError(message)
    return value


def _locale(value: object) -> str:
    text = _text(value)
    try:
        Locale.parse(text)
    except (UnknownLocaleError, ValueError) as error:
        message = "must be a locale such as es_ES or en_GB"
        raise ValueError(message) from error
    return text


def check_buckets(value: object) -> tuple[int, ...]:
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


def _percent(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= HIGHEST_PERCENT:
        message = "must be a percentage from 0 to 100, such as 21"
        raise ValueError(message)
    # TOML has no decimals: its shortest text is what the user wrote.
    return Decimal(str(value))


_SERIES_FIELD = re.compile(r"\{(year|month|seq)(:0\dd)?\}")


def _series(value: object) -> str:
    text = _text(value)
    if text.count("{seq") != 1 or re.search(r"[{}]", _SERIES_FIELD.sub("", text)):
        message = "must be a pattern with one {seq}, such as {year}-{seq:05d}; also known: {year}, {month}"
        raise ValueError(message)
    return text


def _inside_workspace(what: str, example: str) -> Any:
    def check(value: object) -> str:
        text = _text(value)
        path = Path(text)
        if urlparse(text).scheme or path.is_absolute() or ".." in path.parts or not text:
            message = f"must be a {what} within the workspace, such as {example}"
            raise ValueError(message)
        return text

    return check


def _mail_address(value: object) -> str:
    text = _text(value)
    if not MAIL_ADDRESS.fullmatch(text):
        message = "must be a mail address such as reports@example.com"
        raise ValueError(message)
    return text


def _colour(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        message = "must be a colour such as #2456c7"
        raise ValueError(message)
    return text


_CHECKS: Mapping[tuple[str, str], Any] = {
    ("company", "currency"): _currency,
    ("company", "country"): _country,
    ("company", "locale"): _locale,
    ("receivables", "buckets"): check_buckets,
    ("receivables", "payment_terms_days"): lambda value: _whole(value, 0, 3650),
    ("billing", "series"): _series,
    ("billing", "credit_note_series"): _series,
    ("billing", "tax_rate"): _percent,
    ("billing", "rounding_minutes"): lambda value: _whole(value, 0, 480),
    ("billing", "rounding"): _one_of("up", "nearest", "down"),
    ("billing", "rounding_scope"): _one_of("entry", "line"),
    ("billing", "expenses"): _one_of("with_hours", "always", "never"),
    ("billing", "approval"): _yes_or_no,
    ("server", "port"): lambda value: _whole(value, 0, LAST_PORT),
    ("server", "oidc"): lambda _: _not_a_table(),
    ("server.oidc", "claim"): _one_of("email", "preferred_username", "sub"),
    ("smtp", "port"): lambda value: _whole(value, 1, LAST_PORT),
    ("smtp", "security"): _one_of("starttls", "tls", "none"),
    ("smtp", "sender"): _mail_address,
    ("warehouse", "url"): _inside_workspace("folder", "warehouse"),
    ("documents", "logo"): _inside_workspace("file", "logo.png"),
    ("documents", "template"): _inside_workspace("file", "templates/invoice.typ"),
    ("documents", "accent"): _colour,
}

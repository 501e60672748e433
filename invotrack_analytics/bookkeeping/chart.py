"""Chart of accounts: which account each role has, from the workspace's ledger.toml on top of a preset."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from invotrack_analytics.config import Settings
from invotrack_analytics.documents.ledger.journal import PER_CLIENT, Role
from invotrack_analytics.errors import SettingsError

FILE_NAME = "ledger.toml"
Preset = Literal["plain", "pgc", "skr03", "skr04", "pcg"]
PRESETS: tuple[Preset, ...] = get_args(Preset)
ROLES: tuple[Role, ...] = get_args(Role)
BY_COUNTRY: dict[str, Preset] = {"ES": "pgc", "DE": "skr03", "FR": "pcg"}
_QUALIFIED = frozenset({"sales", "output_tax", "write_off"})
_FISCAL_YEAR = "01-01"


@dataclass(frozen=True)
class DatevOffice:
    """Who the books are to DATEV: the tax adviser's number and the client's with them."""

    consultant: int | None = None
    client: int | None = None
    account_length: int = 4
    fiscal_year_start: str = _FISCAL_YEAR
    """The month and day on which the fiscal year begins, as MM-DD."""
    chart: str = ""


@dataclass(frozen=True)
class Chart:
    """The accounts of one company."""

    roles: Mapping[str, str]
    """An account for each role, or for a role and what it is for: `sales.Support`, `output_tax.10`."""
    sales_by_rate: Mapping[Decimal, str] = field(default_factory=dict)
    automatic: frozenset[tuple[str, Decimal]] = frozenset()
    closed_through: date | None = None
    """The last day of the closed months: nothing is dated on or before it any more."""
    datev: DatevOffice = DatevOffice()

    def account(
        self,
        role: Role,
        *,
        client_id: str | None = None,
        qualifier: str | None = None,
        tax_rate: Decimal | None = None,
    ) -> str:
        """The account of a role; blank where it has none. `qualifier` is a sale's category or a write-off's kind."""
        pattern = self._pattern(role, qualifier, tax_rate)
        return pattern.replace("{client_id}", client_id or "") if role in PER_CLIENT else pattern

    def is_per_client(self, role: Role) -> bool:
        """Whether each client has an account of its own for it."""
        return "{client_id}" in self.roles.get(role, "")

    def _pattern(self, role: Role, qualifier: str | None, tax_rate: Decimal | None) -> str:
        if role == "output_tax" and tax_rate is not None:
            qualifier = f"{tax_rate.normalize():f}"
        if qualifier is not None and f"{role}.{qualifier}" in self.roles:
            return self.roles[f"{role}.{qualifier}"]
        if role == "sales" and tax_rate is not None:
            return self.sales_by_rate.get(tax_rate.normalize(), self.roles.get(role, ""))
        return self.roles.get(role, "")


def load_chart(settings: Settings) -> Chart:
    """The workspace's chart; a preset by the company's country where ledger.toml names none.

    Raises SettingsError with every problem of the file at once.
    """
    path = settings.folder / FILE_NAME
    if not path.is_file():
        return _merged(BY_COUNTRY.get(settings.company.country or "", "plain"), {}, {}, None)
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"{path}: not valid TOML: {error}"]) from error
    problems: list[str] = []
    allowed = ("preset", "closed_through", "roles", "datev")
    unknown = document.keys() - set(allowed)
    problems += [f"{path}: {key} is not a setting; allowed are {', '.join(allowed)}" for key in unknown]
    preset = document.get("preset", BY_COUNTRY.get(settings.company.country or "", "plain"))
    if preset not in PRESETS:
        problems.append(f"{path}: preset = {preset!r}: must be one of {', '.join(PRESETS)}")
    closed = document.get("closed_through")
    if closed is not None and (closed := _day(closed)) is None:
        problems.append(f"{path}: closed_through = {document['closed_through']!r}: must be a date, such as 2026-09-30")
    roles = _roles(path, document.get("roles", {}), problems)
    datev = _datev(path, document.get("datev", {}), problems)
    if problems:
        raise SettingsError(sorted(problems))
    return _merged(preset, roles, datev, closed)


def _day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    # A TOML time is a date with more to it; a ledger closes days.
    return value if type(value) is date else None


def _roles(path: Path, section: object, problems: list[str]) -> dict[str, str]:
    if not isinstance(section, dict):
        problems.append(f"{path}: roles = {section!r}: must be a section of its own: [roles]")
        return {}
    found: dict[str, str] = {}
    for key, value in _flat(section):
        role, _, qualifier = key.partition(".")
        if role not in ROLES or (qualifier and role not in _QUALIFIED):
            problems.append(f"{path}: roles.{key} is not a role; allowed are {', '.join(ROLES)}")
        elif not isinstance(value, str):
            problems.append(f"{path}: roles.{key} = {value!r}: must be an account, written as a text")
        elif "{" in value.replace("{client_id}", "") or ("{client_id}" in value and role not in PER_CLIENT):
            problems.append(f"{path}: roles.{key} = {value!r}: only receivable and unapplied may have {{client_id}}")
        else:
            found[_normal(key)] = value.strip()
    return found


def _flat(section: Mapping[str, object]) -> list[tuple[str, object]]:
    # `sales.Support = "…"` without quotes around the key is a table to TOML, and meant the same.
    pairs: list[tuple[str, object]] = []
    for key, value in section.items():
        if isinstance(value, dict):
            pairs += [(f"{key}.{below}", deeper) for below, deeper in _flat(value)]
        else:
            pairs.append((key, value))
    return pairs


def _normal(key: str) -> str:
    """A rate is found however it is written: output_tax.10.0 is that of 10 %."""
    role, _, qualifier = key.partition(".")
    if role != "output_tax" or not qualifier:
        return key
    try:
        return f"{role}.{Decimal(qualifier).normalize():f}"
    except InvalidOperation:
        return key


def _datev(path: Path, section: object, problems: list[str]) -> dict[str, Any]:
    if not isinstance(section, dict):
        problems.append(f"{path}: datev = {section!r}: must be a section of its own: [datev]")
        return {}
    found: dict[str, Any] = {}
    for key, value in section.items():
        if key in {"consultant", "client", "account_length"}:
            number = int(value) if str(value).isdecimal() else None
            low, high = {"consultant": (1, 9999999), "client": (1, 99999), "account_length": (4, 8)}[key]
            if number is None or isinstance(value, bool) or not low <= number <= high:
                problems.append(f"{path}: datev.{key} = {value!r}: must be a whole number from {low} to {high}")
            else:
                found[key] = number
        elif key == "fiscal_year_start":
            start = _month_and_day(value)
            if start is None:
                problems.append(f"{path}: datev.{key} = {value!r}: must be a month and day, such as 01-01")
            else:
                found[key] = start
        else:
            allowed = "consultant, client, account_length, fiscal_year_start"
            problems.append(f"{path}: datev.{key} is not a setting; allowed are {allowed}")
    return found


def _month_and_day(value: object) -> str | None:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if len(text) == len("01-01"):
        text = f"2000-{text}"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return None if (day.month, day.day) == (2, 29) else f"{day:%m-%d}"


def _merged(preset: Preset, roles: Mapping[str, str], datev: Mapping[str, Any], closed: date | None) -> Chart:
    given = _preset(preset)
    by_rate = {Decimal(rate): account for rate, account in given.get("sales_by_rate", {}).items()}
    return Chart(
        roles={**given["roles"], **roles},
        # Who names one account for sales means all of them.
        sales_by_rate={} if "sales" in roles else by_rate,
        automatic=frozenset((account, Decimal(rate)) for account, rate in given.get("automatic", {}).items()),
        closed_through=closed,
        datev=DatevOffice(**{**given.get("datev", {}), **datev}),
    )


@cache
def _preset(name: Preset) -> dict[str, Any]:
    text = (resources.files("invotrack_analytics.bookkeeping") / "presets" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)

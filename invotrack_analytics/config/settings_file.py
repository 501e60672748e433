"""Settings file: invotrack.toml, found, read and checked as a whole so that every problem is told at once."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from invotrack_analytics.config.sections import (
    SECTIONS,
    SMALL_BUSINESS_COUNTRIES,
    SUBSECTIONS,
    Company,
    Smtp,
    Tax,
    Verifactu,
)
from invotrack_analytics.config.setting import checks_of
from invotrack_analytics.config.settings import Settings
from invotrack_analytics.config.timetable import Schedule, read_timetable
from invotrack_analytics.errors import SettingsError, WorkspaceError

FILE_NAME = "invotrack.toml"
ENVIRONMENT_VARIABLE = "INVOTRACK_WORKSPACE"


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
        if name == "schedule":
            sections["schedules"] = read_timetable(path, content, problems)
            continue
        if name not in SECTIONS or not isinstance(content, dict):
            problems.append(f"{path}: [{name}] is not a section; allowed are {', '.join([*SECTIONS, 'schedule'])}")
            continue
        sections[name] = _read_section(path, name, content, problems, SECTIONS[name])
    problems += _tax_problems(path, sections.get("tax", Tax()), sections.get("company", Company()))
    problems += _verifactu_problems(path, sections.get("verifactu", Verifactu()), sections.get("company", Company()))
    problems += _mail_problems(path, sections.get("smtp", Smtp()), sections.get("schedules", ()))
    if problems:
        raise SettingsError(problems)
    return Settings(folder=folder, **sections)


def _verifactu_problems(path: Path, verifactu: Verifactu, company: Company) -> list[str]:
    if verifactu.mode != "off" and company.country != "ES":
        return [
            f"{path}: verifactu.mode = '{verifactu.mode}': is for companies in ES, not in {company.country}; use off"
        ]
    if verifactu.mode != "test" and (verifactu.endpoint or verifactu.ca_file):
        return [f"{path}: verifactu.endpoint and verifactu.ca_file are for verifactu.mode = 'test' alone"]
    return []


def _tax_problems(path: Path, tax: Tax, company: Company) -> list[str]:
    if tax.regime == "exempt" and not tax.reason:
        return [f"{path}: tax.reason is missing; tax.regime = 'exempt' needs the words for invoices"]
    if tax.regime == "small_business" and company.country not in SMALL_BUSINESS_COUNTRIES and not tax.reason:
        told = f"{company.country} has no such regime that is known here; use exempt, with its reason"
        return [f"{path}: tax.regime = 'small_business': {told}"]
    return []


def _mail_problems(path: Path, smtp: Smtp, schedules: tuple[Schedule, ...]) -> list[str]:
    problems = []
    if smtp.security == "none" and smtp.host not in {None, "localhost", "127.0.0.1", "::1"}:
        problems.append(f"{path}: smtp.security = 'none': is for a server on this machine; use starttls or tls")
    mailing = [schedule.name for schedule in schedules if schedule.email]
    missing = [key for key in ("host", "sender") if getattr(smtp, key) is None] if mailing else []
    return problems + [f"{path}: smtp.{key} is missing; schedule {mailing[0]} sends mail" for key in missing]


def _read_section(path: Path, name: str, content: dict[str, Any], problems: list[str], kind: type) -> object:
    checks = checks_of(kind)
    values: dict[str, Any] = {}
    for key, value in content.items():
        below = SUBSECTIONS.get((name, key))
        if below and isinstance(value, dict):
            values[key] = _read_section(path, f"{name}.{key}", value, problems, below)
        elif below:
            problems.append(f"{path}: {name}.{key} = {value!r}: must be a section of its own: [{name}.{key}]")
        elif key not in checks:
            problems.append(f"{path}: {name}.{key} is not a setting; allowed are {', '.join(checks)}")
        else:
            try:
                values[key] = checks[key](value)
            except ValueError as error:
                problems.append(f"{path}: {name}.{key} = {value!r}: {error}")
    return kind(**values)

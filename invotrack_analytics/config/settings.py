"""Settings: everything invotrack.toml says, and the folders of the workspace."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from invotrack_analytics.config.sections import (
    Billing,
    Company,
    Documents,
    Mail,
    Receivables,
    Recurring,
    Reminders,
    Server,
    Sms,
    Smtp,
    Tax,
    Verifactu,
    Warehouse,
)
from invotrack_analytics.config.timetable import Schedule


@dataclass(frozen=True)
class Settings:
    """Everything `invotrack.toml` says, with the folder it stands in."""

    folder: Path
    company: Company = field(default_factory=Company)
    receivables: Receivables = field(default_factory=Receivables)
    billing: Billing = field(default_factory=Billing)
    recurring: Recurring = field(default_factory=Recurring)
    tax: Tax = field(default_factory=Tax)
    verifactu: Verifactu = field(default_factory=Verifactu)
    server: Server = field(default_factory=Server)
    warehouse: Warehouse = field(default_factory=Warehouse)
    documents: Documents = field(default_factory=Documents)
    smtp: Smtp = field(default_factory=Smtp)
    mail: Mail = field(default_factory=Mail)
    reminders: Reminders = field(default_factory=Reminders)
    sms: Sms = field(default_factory=Sms)
    schedules: tuple[Schedule, ...] = ()

    @property
    def warehouse_folder(self) -> Path:
        """Where the books, their snapshots and the lock lie."""
        return self.folder / self.warehouse.url

    @property
    def mail_folder(self) -> Path:
        """Where the outbox lies, and what was sent."""
        return self.folder / "mail"

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

"""Config: what invotrack.toml says. sections → setting → allowed say what it may; settings_file reads it → Settings."""

from invotrack_analytics.config.sections import (
    Billing,
    Bounces,
    Company,
    Documents,
    Mail,
    Oidc,
    Receivables,
    Reminders,
    Server,
    Sms,
    Smtp,
    Warehouse,
)
from invotrack_analytics.config.settings import Settings
from invotrack_analytics.config.settings_file import (
    ENVIRONMENT_VARIABLE,
    FILE_NAME,
    find_workspace,
    load_settings,
    settings_from,
)

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "FILE_NAME",
    "Billing",
    "Bounces",
    "Company",
    "Documents",
    "Mail",
    "Oidc",
    "Receivables",
    "Reminders",
    "Server",
    "Settings",
    "Sms",
    "Smtp",
    "Warehouse",
    "find_workspace",
    "load_settings",
    "settings_from",
]

"""Terms: what is agreed with each client, and for each project, with the company's settings where they are silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.rounding import RoundingRule
from invotrack_analytics.billing.wording import Wording, wording_in
from invotrack_analytics.config import Settings


@dataclass(frozen=True)
class ClientTerms:
    """How a client's invoices are made; rates in percent."""

    tax_rate: Decimal
    payment_terms_days: int
    discount_percent: Decimal
    wording: Wording
    tax_category: str | None = None
    tax_exemption_reason: str | None = None


@dataclass(frozen=True)
class ProjectTerms:
    """How a project is billed; amounts in its currency, before tax."""

    client_id: str
    name: str
    currency: str
    billing_method: str
    budget_amount: Decimal | None
    budget_hours: Decimal | None
    cap_amount: Decimal | None
    start_date: date | None
    completed_date: date | None
    rounding: RoundingRule


@dataclass(frozen=True)
class Terms:
    """The terms of every client and project, by their codes."""

    clients: dict[str, ClientTerms]
    projects: dict[str, ProjectTerms]


def read_terms(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Terms:
    """The terms as the books have them. Needs the ledger's data sets."""
    billing, receivables = settings.billing, settings.receivables
    clients = connection.execute("""
        select
            client_id,
            -- A category that bears no tax needs no rate.
            coalesce(tax_rate, if(tax_category <> 'S', 0, null)), payment_terms_days, discount_percent, language,
            tax_category, tax_exemption_reason
        from clients
    """).fetchall()
    projects = connection.execute("""
        select
            projects.project_id, projects.client_id, projects.name,
            coalesce(projects.currency, clients.currency, company.currency),
            projects.billing_method, projects.budget_amount, projects.budget_hours, projects.cap_amount,
            projects.start_date, projects.completed_date,
            coalesce(projects.rounding_minutes, clients.rounding_minutes),
            coalesce(projects.rounding, clients.rounding),
            coalesce(projects.rounding_scope, clients.rounding_scope)
        from projects
        join clients on clients.client_id = projects.client_id
        cross join company
    """).fetchall()
    return Terms(
        clients={
            client_id: ClientTerms(
                tax_rate=billing.tax_rate if tax_rate is None else tax_rate,
                payment_terms_days=receivables.payment_terms_days if days is None else days,
                discount_percent=percent or Decimal(0),
                wording=wording_in(language, settings.company.locale),
                tax_category=category,
                tax_exemption_reason=reason,
            )
            for client_id, tax_rate, days, percent, language, category, reason in clients
        },
        projects={
            project_id: ProjectTerms(
                client_id=client_id,
                name=name,
                currency=currency,
                billing_method=method,
                budget_amount=budget_amount,
                budget_hours=budget_hours,
                cap_amount=cap,
                start_date=start,
                completed_date=completed,
                rounding=RoundingRule(
                    minutes=billing.rounding_minutes if minutes is None else minutes,
                    rounding=rounding or billing.rounding,
                    scope=scope or billing.rounding_scope,
                ),
            )
            for (
                project_id, client_id, name, currency, method, budget_amount, budget_hours, cap, start, completed,
                minutes, rounding, scope,
            ) in projects
        },
    )  # fmt: skip

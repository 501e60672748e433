"""Terms: what is agreed with each client, and for each project, with the company's settings where they are silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from invotrack_analytics.billing.rounding import RoundingRule
from invotrack_analytics.billing.taxing import ClientTax, Rule, Tax, Taxing
from invotrack_analytics.billing.wording import Wording, wording_in
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.invoice import Party


@dataclass(frozen=True)
class ClientTerms:
    """How a client's invoices are made; rates in percent."""

    payment_terms_days: int
    discount_percent: Decimal
    wording: Wording
    purchase_order: str | None = None
    contract_reference: str | None = None


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
    purchase_order: str | None = None
    contract_reference: str | None = None


@dataclass(frozen=True)
class Terms:
    """The terms of every client and project, by their codes."""

    clients: dict[str, ClientTerms]
    projects: dict[str, ProjectTerms]
    taxing: Taxing


def read_terms(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Terms:
    """The terms as the books have them. Needs the ledger's data sets."""
    billing, receivables = settings.billing, settings.receivables
    clients = connection.execute("""
        select
            client_id, payment_terms_days, discount_percent, language, purchase_order, contract_reference
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
            coalesce(projects.rounding_scope, clients.rounding_scope),
            projects.purchase_order, projects.contract_reference
        from projects
        join clients on clients.client_id = projects.client_id
        cross join company
    """).fetchall()
    return Terms(
        clients={
            client_id: ClientTerms(
                payment_terms_days=receivables.payment_terms_days if days is None else days,
                discount_percent=percent or Decimal(0),
                wording=wording_in(language, settings.company.locale),
                purchase_order=purchase_order,
                contract_reference=contract,
            )
            for client_id, days, percent, language, purchase_order, contract in clients
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
                purchase_order=purchase_order,
                contract_reference=contract,
            )
            for (
                project_id, client_id, name, currency, method, budget_amount, budget_hours, cap, start, completed,
                minutes, rounding, scope, purchase_order, contract,
            ) in projects
        },
        taxing=read_taxing(connection, settings),
    )  # fmt: skip


def read_taxing(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Taxing:
    """What decides taxes, as the books have it. Needs the ledger's data sets."""
    clients = connection.execute("""
        select
            client_id, name, tax_id, address, postal_code, city, country,
            tax_rate, tax_category, tax_exemption_code, tax_exemption_reason, false, withholding_rate, withholds
        from clients
    """).fetchall()
    rules = connection.execute("""
        select
            tax_rate, tax_category, tax_exemption_code, tax_exemption_reason, client_id, project_id, task,
            expense_category, valid_from, valid_to
        from taxes
        order by all
    """).fetchall()
    projects = connection.execute("""
        select project_id, coalesce(tax_rate, 0), tax_category, tax_exemption_code, tax_exemption_reason
        from projects
        where tax_rate is not null or tax_category <> 'S'
    """).fetchall()
    return Taxing(
        settings=settings,
        rules=[Rule(Tax(*row[:4]), *row[4:]) for row in rules],
        clients={
            client_id: ClientTax(Party(name, tax_id, address, postal_code, city, country), *own)
            for client_id, name, tax_id, address, postal_code, city, country, *own in clients
        },
        projects={project_id: Tax(*own) for project_id, *own in projects},
    )

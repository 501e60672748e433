"""A small office that several tests look at and none changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import invotrack_analytics as iv
from invotrack_analytics.config import Company, Settings
from invotrack_analytics.workspace import create_workspace

DAY = date(2026, 9, 30)
FILES = {
    "clients": "client_id,name,currency\nC1,Meridian,EUR\nC2,Harbour,GBP\n",
    "employees": "employee_id,name\nE1,Ada\n",
    "projects": "project_id,client_id,name,hourly_rate,currency\nP1,C1,Advice,100,EUR\nP2,C2,Audit,80,GBP\n",
    "timesheets": "entry_id,employee_id,project_id,work_date,hours\nT1,E1,P1,2026-09-01,2\nT2,E1,P2,2026-09-02,3\n",
    "invoices": "invoice_number,client_id,issue_date,due_date,total_amount,currency\n"
    "I1,C1,2026-06-01,2026-07-01,100,EUR\nI2,C1,2026-08-01,2026-09-01,70,GBP\n"
    "I3,C2,2026-05-01,2026-06-01,50,GBP\nI4,C2,2026-09-01,2026-10-01,30,GBP\nI5,C1,2026-02-01,2026-03-01,9,EUR\n",
    "payments": "payment_id,client_id,invoice_number,payment_date,amount,currency\n"
    "M1,C1,I5,2026-03-11,9,EUR\nM2,C2,I3,2026-07-01,20,GBP\nM3,C2,,2026-09-09,5,GBP\n",
    "fx_rates": "currency,rate_date,rate\nGBP,2026-01-01,1.15\nGBP,2026-09-01,1.2\n",
}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two clients, two currencies, hours, payments and rates; nobody may change it."""
    folder, files = tmp_path_factory.mktemp("small-office") / "books", tmp_path_factory.mktemp("files")
    create_workspace(folder, country="ES")
    for name, text in FILES.items():
        Path(files, f"{name}.csv").write_text(text, "utf-8")
    book = iv.open(folder)
    book.import_files(files)
    return book


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A Spanish company with a workspace of its own."""
    return Settings(folder=tmp_path, company=Company(name="Acme & Sons Consulting SL", country="ES", locale="es_ES"))

"""Commands of e-invoices: what keeps a document from a profile."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from invotrack_analytics import telling
from invotrack_analytics.cli.options import Json
from invotrack_analytics.cli.place import open_workbench

app = typer.Typer(help="E-invoices: what their receivers ask.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def room() -> None:
    """E-invoices: what their receivers ask."""


@app.command()
def check(
    number: str,
    profile: Annotated[str | None, typer.Option("--as", metavar="PROFILE", help="Another profile than asked.")] = None,
    json: Json = False,  # noqa: FBT002
) -> None:
    """What an invoice or draft may claim to be, and each rule that keeps it from more."""
    claim = open_workbench().einvoice_claim(number, profile=profile)
    if json:
        told = {"asked": claim.asked, "claims": claim.claims, "gaps": [asdict(gap) for gap in claim.gaps]}
        telling.say_json(told)
        return
    telling.say(f"asked: {claim.asked}; claims: {claim.claims}")
    for gap in claim.gaps:
        telling.say(f"{gap.rule}: {gap.what}" + (f"; fill in {gap.fill}" if gap.fill else ""))

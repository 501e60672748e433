"""A file claims a profile only if its receiver would take it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from invotrack_analytics.documents.invoice import InvoiceDocument
from invotrack_analytics.documents.receivers.claims import claim_of


@pytest.mark.parametrize("asked", ["facturae", "ctc-fr"])
def test_what_is_not_written_yet_is_not_claimed(invoice: Callable[..., InvoiceDocument], asked: str) -> None:
    claim = claim_of(invoice(einvoice=asked))
    assert (claim.asked, claim.claims, claim.keeps_back) == (asked, "none", True)
    assert "not_written_yet" in {gap.rule for gap in claim.gaps}

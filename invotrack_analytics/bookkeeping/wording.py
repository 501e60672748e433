"""Wording: what a booking says of its document."""

from __future__ import annotations


def wordings() -> dict[str, str]:
    """For each kind of entry a sentence with {number} and {client}."""
    return {
        "invoice": "Invoice {number}, {client}",
        "credit_note": "Credit note {number}, {client}",
        "late_fee": "Late fee {number}, {client}",
        "payment": "Payment {number}, {client}",
        "write_off": "Write-off of invoice {number}, {client}",
        "void": "Void: {number}, {client}",
    }


def opening() -> str:
    """What the entry says that brings the balances before a period."""
    return "Opening balances"

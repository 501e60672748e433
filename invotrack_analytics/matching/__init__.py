"""Matching: which open invoices a bank line pays, by its reference, the numbers in its text, payer and amount."""

"""Billing: unbilled hours become numbered invoices in the books; voids and credit notes set them free again."""

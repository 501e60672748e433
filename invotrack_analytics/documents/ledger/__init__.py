"""Ledger files: a journal as the file of a ledger program. Knows no database; each format is one module."""

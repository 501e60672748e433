"""Invariants: what must hold of any books, one sentence and one query each; a query lists where it does not hold."""

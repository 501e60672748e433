"""Tests mirror the package; `tests.reference` is the plain-Python reading of the semantics they share."""

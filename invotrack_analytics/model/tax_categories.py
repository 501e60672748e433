"""Tax categories: why something bears tax, or bears none."""

TAX_CATEGORIES = ("S", "Z", "E", "AE", "G", "O", "L", "M")
"""UNCL 5305's, those that services can be in.

S taxed, Z zero rate, E exempt, AE reverse charge, G export, O not subject to it, L Canary Islands, M Ceuta and Melilla.
"""

UNTAXED = frozenset({"AE", "E", "G", "O", "Z"})
"""Those in which no tax is charged."""

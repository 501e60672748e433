"""Tax id: whether two of them are one, as documents and settings write them."""

from __future__ import annotations


def same_tax_id(one: str, other: str) -> bool:
    """Whether two tax ids are one, however they are punctuated, with or without the country in front."""
    shorter, longer = sorted((_bare(one), _bare(other)), key=len)
    return bool(shorter) and (longer == shorter or (longer[2:] == shorter and longer[:2].isalpha()))


def _bare(tax_id: str) -> str:
    return "".join(mark for mark in tax_id.upper() if mark.isalnum())

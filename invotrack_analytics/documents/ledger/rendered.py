"""What a format makes of a journal: files, and what is to be told of the documents in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ToldReason = Literal["void_left_out", "changed_since", "text_fitted", "number_fitted", "not_in_this_format"]


@dataclass(frozen=True)
class Told:
    """What could not be written of a document as it stands in the books."""

    document: str
    reason: ToldReason
    text: str


@dataclass(frozen=True)
class Rendered:
    """Files by their names; a format of one file has one."""

    files: Mapping[str, bytes]
    told: tuple[Told, ...] = ()

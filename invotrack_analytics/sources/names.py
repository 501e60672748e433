"""Names: the stable id of whom a file only names, the same in every file however the name is spaced and cased.

`intake.reading.derived_id` is the same in SQL.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

SLUG_LENGTH = 24
HASH_LENGTH = 8
SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def normal_name(name: str) -> str:
    """A name as it is compared: case, runs of space and the way accents are coded do not matter."""
    # Sign by sign, as the database does it: İ and the final sigma have no rule of their own.
    low = "".join(sign.lower()[0] for sign in unicodedata.normalize("NFC", name))
    return re.sub(f"[{SPACE}]+", " ", low).strip(" ")


def id_of_name(*names: str) -> str:
    """The last name's words, joined by hyphens, and a short hash of all; empty for no name."""
    normal = [normal_name(name) for name in names]
    if not any(normal):
        return ""
    digest = hashlib.md5(chr(31).join(normal).encode(), usedforsecurity=False).hexdigest()[:HASH_LENGTH]
    plain = "".join(sign for sign in unicodedata.normalize("NFD", normal[-1]) if not unicodedata.combining(sign))
    slug = re.sub("[^a-z0-9]+", "-", plain)[:SLUG_LENGTH].strip("-")
    return f"{slug}-{digest}" if slug else digest

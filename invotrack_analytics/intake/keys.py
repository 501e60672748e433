"""Keys: for data sets that come without one: a hash of the row's content, and which of several equal rows it is."""

from __future__ import annotations

from collections.abc import Iterable

from invotrack_analytics.model import Dataset

_LENGTH = 20


def with_key(dataset: Dataset, identity: Iterable[str], query: str) -> str:
    """The query with a key made from these columns where a row has none.

    Two equal rows are two, and the same file gives the same keys.
    """
    key = dataset.key[0]
    # The separator and the mark of an absent value cannot stand in a cell, so no two contents run together.
    texts = ", ".join(f"""coalesce("{name}"::varchar, chr(30))""" for name in identity if name != key)
    return f"""
        with content as ({query}),
        hashed as (select *, left(md5(concat_ws(chr(31), {texts})), {_LENGTH}) as digest from content),
        counted as (select *, row_number() over (partition by digest order by line) as place from hashed)
        select * exclude (digest, place)
            replace (coalesce("{key}", digest || case when place > 1 then '-' || place else '' end) as "{key}")
        from counted
    """

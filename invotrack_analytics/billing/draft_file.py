"""A draft as a file that a person edits: TOML, or JSON for programs; read back, it is an edit of the draft."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from invotrack_analytics.billing.drafts import Draft
from invotrack_analytics.billing.editing import DraftEdit, LineEdit
from invotrack_analytics.errors import SourceError

_HEAD = """\
# Draft {code} for {client} ({client_id}), {amount} {currency} before tax.
# Change texts and discounts, move lines, take a line out, or list under `exclude` the entries to leave unbilled.
# Then: invotrack drafts edit {code} --file FILE
"""


def draft_document(draft: Draft) -> dict[str, Any]:
    """What the file says: what may be changed, and for each line, in `line`, what it is about."""
    invoice = draft.invoice
    whole = [line for line in invoice.lines if line.category == "discount"]
    discount = -sum((line.net_amount for line in whole), Decimal(0))
    return {
        "draft": draft.code,
        "notes": invoice.notes or "",
        "purchase_order": invoice.purchase_order or "",
        "discount": str(discount) if discount else "",
        "discount_reason": whole[0].description if whole else "",
        "exclude": [],
        "line": [
            {
                "line": number,
                "description": line.description,
                "quantity": f"{line.quantity.normalize():f}",
                "unit_price": f"{line.unit_price.normalize():f}",
                "net_amount": str(line.net_amount),
                "discount": str(line.discount_amount) if line.discount_amount else "",
                "discount_reason": line.discount_reason or "",
                "bills": [
                    *(entry.entry_id for entry in line.entries),
                    *(item.item_id for item in line.items),
                ],
            }
            for number, line in enumerate(invoice.sold, 1)
        ],
    }


def draft_toml(draft: Draft) -> str:
    """The same as TOML with a word on how to use it."""
    document = draft_document(draft)
    lines = document.pop("line")
    head = _HEAD.format(
        code=draft.code,
        client=" ".join(draft.client_name.split()),
        client_id=draft.invoice.client_id,
        amount=draft.invoice.net_amount,
        currency=draft.invoice.currency,
    )
    tables = [_toml(document), *("[[line]]\n" + _toml(line) for line in lines)]
    return "\n".join((head, *tables))


def read_edit(path: Path, draft: str) -> DraftEdit:
    """The edit that a file says, of this draft. Raises SourceError, naming what is wrong in it."""
    try:
        text = path.read_text("utf-8")
        document = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise SourceError(message) from error
    except ValueError as error:
        message = f"{path}: neither TOML nor JSON: {error}"
        raise SourceError(message) from error
    return edit_from(document, draft, str(path))


def edit_from(document: object, draft: str, where: str) -> DraftEdit:
    """The edit that such a document says; `where` is how messages call it. Raises SourceError."""
    if not isinstance(document, Mapping):
        message = f"{where}: write a draft as `invotrack drafts show` does"
        raise SourceError(message)
    if document.get("draft", draft) != draft:
        message = f"{where}: is of draft {document['draft']}, not of {draft}"
        raise SourceError(message)
    edit = DraftEdit(
        exclude=_exclude(where, document),
        discount=_text(where, document, "discount"),
        discount_reason=_text(where, document, "discount_reason"),
        notes=_text(where, document, "notes"),
        purchase_order=_text(where, document, "purchase_order"),
    )
    lines = document.get("line")
    if lines is None:
        return edit
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        message = f"{where}: `line` is to be a list of tables"
        raise SourceError(message)
    for line in lines:
        if not isinstance(line.get("line"), int):
            message = f"{where}: each line is to have its number as `line`; {line.get('line')!r} is none"
            raise SourceError(message)
    return replace(
        edit,
        order=tuple(line["line"] for line in lines),
        lines=tuple(
            LineEdit(
                line["line"],
                description=_text(where, line, "description"),
                discount=_text(where, line, "discount"),
                discount_reason=_text(where, line, "discount_reason"),
            )
            for line in lines
        ),
    )


def _exclude(where: str, document: Mapping[str, Any]) -> frozenset[str]:
    codes = document.get("exclude", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        message = f"{where}: `exclude` is to be a list of codes in quotes"
        raise SourceError(message)
    return frozenset(codes)


def _text(where: str, table: Mapping[str, Any], name: str) -> str | None:
    value = table.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        message = f"{where}: {name} = {value!r}: must be a text in quotes"
        raise SourceError(message)
    return value


def _toml(table: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # JSON's texts are TOML's, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")

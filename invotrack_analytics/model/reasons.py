"""Reasons: why a row is kept out of the books, and what each means; those of the data dictionary from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from invotrack_analytics.model import DATASETS, Column

OTHER_REASONS: Mapping[str, str] = {
    "not_a_date": "The text is no date, or one that the calendar does not have.",
    "not_a_time": "The text is no time of day.",
    "not_a_number": "The text is no number, or one too large to keep.",
    "not_a_boolean": "The text is neither yes nor no.",
    "too_many_decimals": "An amount is finer than its currency's minor unit (EUR 10.005, JPY 100.5), and would have "
    "to be rounded: write what was paid or billed.",
    "float_noise": "An amount has the noise of a tool's floats (99.99999999): it is taken as the amount that it is "
    "within a millionth of. Only a warning: the row is accepted.",
    "date_out_of_range": "The date is before 1900-01-01 or after 2199-12-31: a slip of the pen, or how a tool writes "
    "that there is none.",
    "wrong_column_count": "The line has more or fewer cells than the header, so that nobody knows which is which.",
    "perhaps_counted_twice": "A payment for no invoice, while invoices of its client were paid by what a tool says of "
    "them without a date: it may be the same money. Where the client's statement shows that it is, name the invoice of "
    "each payment in the file, or leave those payments out. Only a warning: the row is accepted.",
    "paid_without_date": "The export says what was paid and not when: the payment is dated as its invoice and marked "
    "`undated`, until payments with a date take its place. Only a warning: the row is accepted.",
    "written_off_without_date": "The export says that an invoice is neither paid nor open, and not since when: what "
    "remains is written off on the day of its last payment, else of its issue. Only a warning: the row is accepted.",
    "tax_not_stated": "The row states no tax, and what it calls its tax does not name one rate: it is booked without. "
    "State the amount of tax, or name the rate (`20% (VAT on Income)`, `Tax Exempt`). Only a warning: the row is "
    "accepted.",
    "part_paid": "The export says that an invoice was paid in part, and not how much: it is open in full until its "
    "payments come. Only a warning: the row is accepted.",
    "already_invoiced": "The tool says that this was invoiced there, and not by which invoice of the books: here it is "
    "unbilled, and `bill` would bill it again. Before it does, import it as not billable, or import which invoice "
    "bills it (`billed_entries`, `billed_items`). Only a warning: the row is accepted.",
    "currency_from_sign": "The row names no currency, and the sign beside its amount is of another than the company's: "
    "it is booked in that one, `$` in US dollars, `£` in pounds sterling and `¥` in yen; a profile can say otherwise "
    "(`format.currency`). Only a warning: the row is accepted.",
    "sign_differs_from_currency": "The sign beside an amount is of another currency than the row names; the one named "
    "counts. Only a warning: the row is accepted.",
    "repeated_header": "The header stands among the rows once more, and is left out. Only a warning: nothing waits.",
    "footer": "A remark below the last row is left out. Only a warning: nothing waits.",
    "totals_row": "The row adds up other rows, and is left out. Only a warning: nothing waits.",
    "duplicate_key": "An earlier row of the file has the same key and other content; the first one stays.",
    "incomplete_document": "Another line of the same document was rejected, and a document comes as a whole or not.",
    "instalments_differ_from_total": "The parts of an invoice, those known and those that come, do not make its total.",
    "unknown_instalment": "A payment names a part that its invoice does not have; it pays the oldest open one, until "
    "that part comes. Only a warning: the row is accepted.",
    "not_an_invoice": "A credit note does not fall due, so it has no instalments.",
    "number_reused": "The number stands for another thing in the books: another client, kind, currency or year, or "
    "another employee. If it is the same one, corrected, import the row again with its `reject_id` and "
    "`accept` = `number_reused`; if a tool starts its numbers anew, a profile keeps them apart with a `prefix`.",
    "dependants_differ": "What depends on the document names its client or currency itself, and would stay behind: "
    "import that corrected together with it.",
    "payment_restated": "The import states the payment without rows that it had, which have left the books. Only a "
    "warning: the rows are accepted.",
    "payment_total_changed": "The sum of a payment is another than before. Only a warning: the rows are accepted.",
    "write_off_restated": "The import states what was written off of an invoice without rows that it had, which have "
    "left the books. Only a warning: the rows are accepted.",
    "waiting_superseded": "A waiting row has left the quarantine: its payment is stated without it by now. Only a "
    "warning.",
    "already_billed": "The change touches what a live document has billed or settled; void or credit that first.",
    "control_character": "A text has a control character, which became a space. Only a warning: the row is accepted.",
    "replaced_line": "A line that a document's new version no longer has left the books. Only a warning.",
    "replaced_part": "An instalment, a payment before the issue or a rounding that a document's new version no longer "
    "states has left the books. Only a warning.",
    "replaced_document": "A corrected invoice states an earlier document anew, which is void from its date on; what "
    "was paid on it is the client's unapplied credit. Only a warning.",
    "advance_counted_twice": "An invoice takes off what invoices in advance have billed, and those are in the books "
    "too: sales count it twice, and so does money received where the advance is paid. Credit or void the advance "
    "invoice, and let its payments name the final one. Only a warning: the row is accepted.",
    "replaced_receipt": "Another payment receipt takes the place of an earlier one, whose payments are left out of the "
    "books or leave them. Only a warning.",
    "missing_client_id": "`client_id` is blank, and has to be filled; a payment may name an invoice instead.",
    "missing_bill_from": "A recurring invoice began before today, and `bill_from` does not say from when on it is "
    "billed here: name the first day of the first period that is to be billed.",
    "client_differs_from_invoice": "A payment or credit note names another client than the invoice it belongs to.",
    "currency_differs_from_invoice": "A payment or credit note is in another currency than the invoice it belongs to.",
}
"""Reasons that follow from no declaration in the data dictionary."""


def reasons() -> dict[str, str]:
    """Every reject reason with its meaning, by name; those of the data dictionary from there."""
    found = dict(OTHER_REASONS)
    for dataset in DATASETS:
        for column in dataset.columns:
            found.update(_column_reasons(column))
        for reference_ in dataset.references:
            found.setdefault(
                reference_.reason, f"What it refers to is not among the {reference_.dataset} yet; the row waits for it."
            )
        for rule in dataset.rules:
            found[rule.reason] = f"What has to hold: {rule.description}" + (
                " Only a warning: the row is accepted." if rule.warning else ""
            )
    return dict(sorted(found.items()))


def _column_reasons(column: Column) -> Iterator[tuple[str, str]]:
    # Reasons that name a column are told once for all columns of that name.
    if column.required and f"missing_{column.name}" not in OTHER_REASONS:
        yield f"missing_{column.name}", f"`{column.name}` is blank, and has to be filled."
    if column.minimum is not None:
        yield f"negative_{column.name}", f"`{column.name}` is below {column.minimum}."
    if column.allowed:
        yield f"not_a_{column.name}", f"`{column.name}` is none of {', '.join(column.allowed)}."
    if column.kind == "currency":
        yield "not_a_currency", "The text is no ISO 4217 currency code."

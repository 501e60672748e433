"""Lines of recurring invoices: what each period costs, and from when on."""

from invotrack_analytics.model.dataset import Column, Dataset, Reference

RECURRING_LINES = Dataset(
    name="recurring_lines",
    title="Recurring lines",
    description="What a period of a recurring invoice costs; a later valid_from changes the price from then on.",
    key=("schedule_id", "line_number", "valid_from"),
    columns=(
        Column("schedule_id", "text", "The schedule.", required=True),
        Column("line_number", "integer", "The line's number within it.", required=True),
        Column("valid_from", "date", "From when on it holds.", required=True),
        Column(
            "description",
            "text",
            "The words on the invoice; {period}, {period_start} and {period_end} are filled in.",
        ),
        Column("quantity", "price", "How much of it in a period; 1 where blank, 0 ends the line.", minimum=0),
        Column("unit_price", "price", "Price of one unit for a whole period, before tax.", required=True, minimum=0),
        Column("list_price", "price", "What one unit costs by the list.", minimum=0),
        Column("discount_percent", "percent", "What is taken off, in percent.", minimum=0),
        Column("tax_rate", "percent", "Tax in percent; the client's where blank.", minimum=0),
        Column("category", "text", "What kind of sale it is; recurring where blank."),
    ),
    references=(Reference("schedule_id", "recurring", "unknown_schedule"),),
)

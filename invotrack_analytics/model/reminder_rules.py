"""Reminder rules: the steps in which a policy asks for what is owed, before and after the due date."""

from invotrack_analytics.model.dataset import Column, Dataset

TONES = ("courtesy", "friendly", "firm", "final")
CHANNELS = ("email", "letter", "call", "sms")

REMINDER_RULES = Dataset(
    name="reminder_rules",
    title="Reminder rules",
    description=(
        "The steps in which a policy asks for what is owed. A client has the policy that it names, else `standard`, "
        "which is built in until it has rules here."
    ),
    key=("policy", "step"),
    columns=(
        Column("policy", "text", "The policy; clients name it in `reminder_policy`.", required=True),
        Column("step", "integer", "Which step of it: 1, 2, 3 … in the order of their days.", required=True, minimum=1),
        Column("offset_days", "integer", "Days from the due date; negative before it.", required=True),
        Column("tone", "text", "How it asks.", required=True, allowed=TONES),
        Column("formal", "boolean", "Whether it is a formal demand, which goes first where not all can go."),
        Column("channel", "text", "How it is brought; `email` where blank.", allowed=CHANNELS),
        Column("template", "text", "The text's name; the tone's where blank."),
        Column("attach", "text", "What goes along: `invoice`, `statement`, `interest`, with commas between."),
        Column("min_open_amount", "money", "Invoices of which less is open are not asked for.", minimum=0),
        Column("currency", "currency", "The currency of `min_open_amount`; that of each invoice where blank."),
        Column("min_gap_days", "integer", "Least days after the step before; 7 where blank.", minimum=0),
        Column("then", "text", "What follows: `credit_hold`, or `assign:USER`."),
    ),
)

"""Fiscal submissions: what was sent to the tax office, and what it answered to the whole."""

from invotrack_analytics.model.dataset import Column, Dataset

FISCAL_SUBMISSIONS = Dataset(
    name="fiscal_submissions",
    title="Fiscal submissions",
    description="Each sending of fiscal records to the tax office.",
    key=("submission_id",),
    columns=(
        Column("submission_id", "text", "The submission.", required=True),
        Column("chain", "text", "Of which chain.", required=True),
        Column("from", "integer", "The first position sent.", required=True),
        Column("to", "integer", "The last.", required=True),
        Column("sent_at", "text", "When, in UTC.", required=True),
        Column("incidencia", "text", "S where it was sent late.", allowed=("S", "N")),
        Column("request_sha256", "text", "The digest of what was sent."),
        Column("csv", "text", "The tax office's receipt."),
        Column("status", "text", "Its answer to the whole."),
        Column("wait_seconds", "integer", "How long it asks to wait until the next."),
        Column("presented_at", "text", "When it received it, by its own clock."),
    ),
)

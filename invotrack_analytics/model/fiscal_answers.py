"""Fiscal answers: what the tax office answered to each record."""

from invotrack_analytics.model.dataset import Column, Dataset

FISCAL_ANSWERS = Dataset(
    name="fiscal_answers",
    title="Fiscal answers",
    description="The tax office's answer to each record of a submission.",
    key=("submission_id", "position"),
    columns=(
        Column("submission_id", "text", "The submission.", required=True),
        Column("position", "integer", "The record's place in the chain.", required=True),
        Column("state", "text", "Correcto, AceptadoConErrores or Incorrecto.", required=True),
        Column("code", "text", "The number of the error."),
        Column("text", "text", "What it says."),
        Column("duplicate_state", "text", "Of a duplicate, the state of the record that is there."),
    ),
)

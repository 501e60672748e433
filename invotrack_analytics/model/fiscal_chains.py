"""Fiscal chains: each installation under which fiscal records are made (RD 1007/2023); no number is used again."""

from invotrack_analytics.model.dataset import Column, Dataset

FISCAL_CHAINS = Dataset(
    name="fiscal_chains",
    title="Fiscal chains",
    description="When each chain of fiscal records was begun, and when it ends.",
    key=("chain",),
    columns=(
        Column("chain", "text", "The installation's number (NumeroInstalacion).", required=True),
        Column("mode", "text", "Test or production.", required=True, allowed=("test", "production")),
        Column("started_at", "text", "When, in UTC.", required=True),
        Column("ends_on", "date", "The last day on which it is sent (FechaFinVeriFactu); none while it goes on."),
        Column("reason", "text", "Why it was begun, where it took the place of another."),
    ),
)

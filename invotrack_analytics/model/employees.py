"""Employees: who does the work."""

from invotrack_analytics.model.dataset import Column, Dataset

EMPLOYEES = Dataset(
    name="employees",
    title="Employees",
    description="Who does the work.",
    key=("employee_id",),
    columns=(
        Column("employee_id", "text", "The employee's code.", required=True),
        Column("name", "text", "Full name.", required=True),
        Column("email", "text", "E-mail address."),
        Column("role", "text", "Role or grade."),
        Column("hourly_rate", "price", "Rate per hour where nothing more specific is agreed.", minimum=0),
        Column("cost_rate", "price", "What an hour costs the company.", minimum=0),
        Column("weekly_capacity_hours", "hours", "Hours a week available for work; a fifth per weekday.", minimum=0),
    ),
)

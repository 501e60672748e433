"""Why billing leaves something behind: what each reason that it tells means."""

from __future__ import annotations

from collections.abc import Mapping

from invotrack_analytics.model import BY_NAME

UNBILLABLE: Mapping[str, str] = {
    **{
        f"billing_method_{method}": f"Its project is billed otherwise than by the hour: {method}."
        for method in BY_NAME["projects"]["billing_method"].allowed
        if method != "hourly"
    },
    "on_draft": "It stands on a draft already.",
    "worked_after_issue_date": "The invoice would be dated before the work.",
    "no_rate": "Neither the entry, a rate card, the project, the client nor the employee has a rate.",
    "rate_in_another_currency": "Its rate is in another currency than the bill. Give the project a rate, or have rates "
    "converted (`billing.convert_rates`) and import the exchange rates.",
    "tax_rule_tie": "Two rows of the data set taxes fit it equally well; correct one of them.",
    "credit_hold": "Its client is on hold; lift it with `hold lift`, or bill with `--despite-hold`.",
    "incomplete": "Its invoice would lack what the seller's law asks; `kept_back` names each gap and what to fill in.",
    "einvoice_gaps": "Its invoice could not be the e-invoice that its client asks for; `kept_back` names each gap.",
    "fiscal_gaps": "The Spanish tax office would refuse its invoice; `kept_back` names each gap.",
    "missing_buyer_tax_id": "The client has no tax number, and its invoice would be too large for a simplified one.",
    "dates_fall": "An earlier number of the series has a later date, and `[billing] dates` is refuse.",
    "over_cap": "Its project's cap amount is used up; mark the entry as not billable to give it up.",
    "zero_amount": "The invoice it would stand on comes to zero or less.",
    "not_achieved": "A milestone that was not achieved by then.",
    "after_issue_date": "The invoice would be dated before the expense, milestone or fee.",
    "waits_for_hours": "An expense without hours or fees to stand beside; see the setting billing.expenses.",
    "other_currency": "In another currency than its project, and no exchange rates by its day are in the books.",
}

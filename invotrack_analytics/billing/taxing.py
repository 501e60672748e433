"""Taxing: which tax a line bears, the first that speaks.

(1) The company's regime; (2) the entry's, expense's or milestone's own; (3) a rule that names its project or client,
then the project's own; (4) the client's category where it bears no tax, given or following from both countries and VAT
numbers; (5) a rule by task or category of expense; (6) the client's rate; (7) a rule without selectors; (8) the
company's rate.
What the client is goes before what the thing is, and what follows from the law before any rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from invotrack_analytics.config import Settings
from invotrack_analytics.documents.exemptions import small_business_in
from invotrack_analytics.documents.invoice import Party
from invotrack_analytics.documents.vat import treatment_of
from invotrack_analytics.model.tax_categories import UNTAXED

_NOTHING = Decimal(0)
_STANDARD = "S"
_USUAL_WITHHOLDING = "IRPF"
# What a small business's regime does not change: the buyer owes the tax, or it is none of this country's.
_STAYS = frozenset({"AE", "G", "O"})


@dataclass(frozen=True)
class Tax:
    """What a line bears: a rate in percent, its category by UNCL 5305, and why where it is none.

    A rate of 0 without a category is one for which nobody has given a reason.
    """

    rate: Decimal
    category: str | None = None
    code: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.rate and self.category is None:
            object.__setattr__(self, "category", _STANDARD)


@dataclass(frozen=True)
class Note:
    """Something told of an invoice: `note` names what it is, `text` says it."""

    note: str
    text: str


@dataclass(frozen=True)
class Rule:
    """A row of the data set `taxes`."""

    tax: Tax
    client_id: str | None
    project_id: str | None
    task: str | None
    expense_category: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def rank(self) -> tuple[int, bool, bool, bool, bool]:
        """Most fields win; of as many, task, category of expense, project, client."""
        named = [value is not None for value in (self.task, self.expense_category, self.project_id, self.client_id)]
        return (sum(named), named[0], named[1], named[2], named[3])

    def fits(self, subject: Subject) -> bool:
        """Whether it speaks of this subject."""
        pairs = (
            (self.client_id, subject.client_id),
            (self.project_id, subject.project_id),
            (self.task, subject.task),
            (self.expense_category, subject.expense_category),
        )
        on = subject.day
        return (
            all(wanted is None or wanted == found for wanted, found in pairs)
            and (self.valid_from is None or (on is not None and self.valid_from <= on))
            and (self.valid_to is None or (on is not None and on <= self.valid_to))
        )

    def __str__(self) -> str:
        named = {
            "client_id": self.client_id,
            "project_id": self.project_id,
            "task": self.task,
            "expense_category": self.expense_category,
        }
        told = " ".join(f"{name} {value}" for name, value in named.items() if value is not None)
        return f"{self.tax.rate.normalize():f} % for {told or 'everything'}"


@dataclass(frozen=True)
class Subject:
    """What is to be taxed; `day` is the day that counts: worked, spent, achieved, or the month's first."""

    client_id: str
    project_id: str | None = None
    task: str | None = None
    expense_category: str | None = None
    day: date | None = None
    own_rate: Decimal | None = None
    own_category: str | None = None


@dataclass(frozen=True)
class ClientTax:
    """What a client's row says of its taxes."""

    party: Party
    rate: Decimal | None = None
    category: str | None = None
    code: str | None = None
    reason: str | None = None
    consumer: bool = False
    withholding_rate: Decimal | None = None
    withholds: bool | None = None


class TaxRuleTieError(Exception):
    """Two rules fit equally well."""


@dataclass
class Taxing:
    """The taxes of one company: settings, rules, clients and projects as they are known on a day."""

    settings: Settings
    rules: Sequence[Rule]
    clients: Mapping[str, ClientTax]
    projects: Mapping[str, Tax | None]
    _known: dict[Subject, Tax] = field(default_factory=dict)

    def tax_of(self, subject: Subject) -> Tax:
        """The tax that it bears. Raises TaxRuleTieError naming the rules where two fit equally well."""
        # Without a rule no day, task or category makes a difference.
        key = subject if self.rules else replace(subject, task=None, expense_category=None, day=None)
        if key not in self._known:
            self._known[key] = self._decided(subject)
        return self._known[key]

    def regime(self) -> Tax | None:
        """What the company's regime makes of its sales; None where it is the standard one."""
        tax, country = self.settings.tax, self.settings.company.country
        if tax.regime == "small_business":
            found = small_business_in(country)
            return Tax(
                _NOTHING, "E", tax.code or (found.code if found else None), found.reason if found else tax.reason
            )
        return Tax(_NOTHING, "E", tax.code, tax.reason) if tax.regime == "exempt" else None

    def treatment(self, client_id: str) -> Tax | None:
        """The client's category that bears no tax: given, or following from countries and VAT numbers."""
        client = self.clients[client_id]
        if client.category in UNTAXED:
            return Tax(_NOTHING, client.category, client.code, client.reason)
        if client.category is not None:
            return None
        found = treatment_of(self._company(), client.party, consumer=client.consumer)
        return Tax(_NOTHING, found[0], client.code, client.reason) if found else None

    def withholding_of(self, client_id: str) -> tuple[str, Decimal] | None:
        """Which tax a client withholds of its invoices, at which rate in percent; None where it withholds none."""
        client, company = self.clients[client_id], self.settings.tax.withholding
        rate = client.withholding_rate if client.withholding_rate is not None else company.rate if company else _NOTHING
        usual = client.party.country in {None, self.settings.company.country} and bool(client.party.tax_id)
        withholds = usual and not client.consumer if client.withholds is None else client.withholds
        return (company.kind if company else _USUAL_WITHHOLDING, rate) if rate and withholds else None

    def notes_on(self, client_id: str, taxes: Sequence[Tax]) -> tuple[Note, ...]:
        """What is to be told of an invoice of this client that bears these taxes."""
        client = self.clients[client_id]
        notes: list[Note] = []
        follows = treatment_of(self._company(), client.party, consumer=client.consumer)
        ours, theirs = self.settings.company.country, client.party.country
        if follows and any(tax.category == follows[0] for tax in taxes) and client.category is None:
            notes.append(Note("treatment", f"client {client_id}: {follows[0]}, because {follows[1]}"))
        if follows and client.category == _STANDARD:
            text = (
                f"client {client_id}: clients.tax_category is S, so tax is charged, though from {ours} to {theirs} "
                f"{follows[0]} would follow, because {follows[1]}"
            )
            notes.append(Note("treatment_contradicted", text))
        ignored = client.rate and not any(tax.rate for tax in taxes) and (follows or self.regime())
        if ignored and client.category in {None, _STANDARD}:
            rate = f"{client.rate.normalize():f}" if client.rate else ""
            notes.append(Note("rate_ignored", f"client {client_id}: its tax_rate of {rate} % counts for nothing here"))
        if self.regime() is not None:
            rules = [rule for rule in self.rules if rule.tax.rate and rule.client_id in {None, client_id}]
            notes.extend(
                Note("rate_ignored", f"the rule {rule} counts for nothing under this regime") for rule in rules
            )
        if any(not tax.rate and tax.category is None for tax in taxes):
            notes.append(
                Note("no_tax_without_reason", f"client {client_id}: no tax is charged, and no reason is given")
            )
        return tuple(notes)

    def _company(self) -> Party:
        company = self.settings.company
        return Party(company.name, company.tax_id, company.address, company.postal_code, company.city, company.country)

    def _decided(self, subject: Subject) -> Tax:
        client, treatment = self.clients[subject.client_id], self.treatment(subject.client_id)
        regime = self.regime()
        if regime is not None:
            return treatment if treatment and treatment.category in _STAYS else regime
        if subject.own_category in UNTAXED:
            return Tax(_NOTHING, subject.own_category)
        if subject.own_rate is not None:
            return Tax(subject.own_rate, subject.own_category)
        fitting = [rule for rule in self.rules if rule.fits(subject)]
        named = [rule for rule in fitting if rule.client_id is not None or rule.project_id is not None]
        by_thing = [rule for rule in fitting if rule not in named and any(rule.rank)]
        project = self.projects.get(subject.project_id or "")
        company = Tax(self.settings.billing.tax_rate)
        return (
            _best(named)
            or project
            or treatment
            or _best(by_thing)
            or (Tax(client.rate, client.category) if client.rate is not None else None)
            or _best([rule for rule in fitting if not any(rule.rank)])
            or company
        )


def _best(rules: Sequence[Rule]) -> Tax | None:
    if not rules:
        return None
    highest = max(rule.rank for rule in rules)
    best = [rule for rule in rules if rule.rank == highest]
    if len({rule.tax for rule in best}) > 1:
        raise TaxRuleTieError(" and ".join(map(str, best)))
    return best[0].tax

"""Billing's actions: invoices or drafts of what is unbilled; drafts edited, approved, issued or discarded.

What is issued is noted as sent, voided or credited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, ClassVar

from invotrack_analytics.errors import BillingError
from invotrack_analytics.publish.words import WORDS, counted
from invotrack_analytics.web.actions.member import MemberHandler
from invotrack_analytics.web.filters import Filters
from invotrack_analytics.web.pages.billing import Done, digest, draft_digest, previewed


class _BillingHandler(MemberHandler):
    """Does something and shows the billing page again, with what was done."""

    def show(self, filters: Filters, done: Done) -> None:
        """Go back to the page."""
        kept = self.visit.outcomes.put(self.visit.user_name, ("bill", done, False))
        self.redirect("/billing" + filters.query(outcome=kept), status=303)


class BillHandler(_BillingHandler):
    """Invoices as the preview has shown them, or nothing."""

    event: ClassVar[str] = "issued"
    heading: ClassVar[str] = WORDS.issued_now
    draft: ClassVar[bool] = False

    async def post(self) -> None:
        """Make them."""
        filters, visit = self.filters(), self.visit
        preview = await self.away(lambda: previewed(visit, filters))
        if digest(preview) != self.get_body_argument("digest", ""):
            raise BillingError(WORDS.preview_changed)
        result = await self.away(
            lambda: visit.books.bill(
                through=filters.as_of,
                issue_date=filters.as_of,
                client=filters.clients,
                draft=self.draft,
                by=visit.user_name,
            )
        )
        self.record(self.event, invoices=_recorded(result))
        self.show(filters, Done(counted(self.heading, len(result.invoices)), result.invoices, _told(result)))


class DraftHandler(BillHandler):
    """Drafts of what the preview has shown."""

    event = "drafted"
    heading = WORDS.drafted_now
    draft = True


class _ChosenHandler(_BillingHandler):
    """Something done to the drafts that were chosen, all or none, as they were looked at."""

    async def post(self) -> None:
        """Do it. Raises BillingError where none is chosen, and where one has changed since."""
        filters = self.filters()
        self.show(filters, await self.done(await self.chosen(), filters))

    async def chosen(self) -> list[str]:
        """The codes of the drafts that were chosen, all as they were looked at."""
        visit = self.visit
        chosen = self.get_body_arguments("draft")
        now = {f"{draft.code} {draft_digest(draft)}": draft.code for draft in await self.away(visit.books.drafts)}
        if not chosen:
            raise BillingError(WORDS.choose_drafts)
        if not now.keys() >= set(chosen):
            raise BillingError(WORDS.draft_changed)
        return [now[one] for one in chosen]

    async def done(self, codes: Sequence[str], filters: Filters) -> Done:
        """Do it to these, and tell."""
        raise NotImplementedError


class ApproveHandler(_ChosenHandler):
    """Drafts approved, where the settings ask for it by another than who made them."""

    async def done(self, codes: Sequence[str], filters: Filters) -> Done:
        """Approve them."""
        del filters
        visit = self.visit
        await self.away(lambda: visit.books.approve_drafts(codes, by=visit.user_name))
        self.record("approved", drafts=list(codes))
        return Done(WORDS.approved_now.format(drafts=", ".join(codes)))


class IssueHandler(_ChosenHandler):
    """Drafts issued under the next numbers, dated the page's day."""

    async def done(self, codes: Sequence[str], filters: Filters) -> Done:
        """Issue them."""
        books = self.visit.books
        result = await self.away(lambda: books.issue_drafts(codes, issue_date=filters.as_of))
        self.record("issued", drafts=list(codes), invoices=_recorded(result))
        return Done(counted(WORDS.issued_now, len(result.invoices)), result.invoices, _told(result))


class DiscardHandler(_ChosenHandler):
    """Drafts taken away; what they bill is billable again."""

    async def done(self, codes: Sequence[str], filters: Filters) -> Done:
        """Discard them."""
        del filters
        books = self.visit.books
        await self.away(lambda: books.discard_drafts(codes))
        self.record("discarded", drafts=list(codes))
        return Done(WORDS.discarded_now.format(drafts=", ".join(codes)))


class EditHandler(_ChosenHandler):
    """A draft with other texts, another order, other discounts, or without some of its entries."""

    async def done(self, codes: Sequence[str], filters: Filters) -> Done:
        """Change it; who edits it is its maker from then on."""
        del filters
        (code,), visit = codes[:1], self.visit
        edit = self._edit()
        await self.away(lambda: visit.books.edit_draft(code, edit, by=visit.user_name))
        self.record("edited", drafts=[code])
        return Done(WORDS.edited_now.format(draft=code))

    def _edit(self) -> dict[str, Any]:
        """The edit as a draft's file says it."""
        lines: list[tuple[int, dict[str, Any]]] = []
        for number in range(1, len(self.request.body_arguments) + 1):
            place = self.get_body_argument(f"place{number}", "")
            if place and not place.isdecimal():
                raise BillingError(WORDS.not_a_place.format(place=place))
            if place:
                lines.append(
                    (int(place), {"line": number, **self._texts(("description", "discount", "reason"), number)})
                )
        lines.sort(key=itemgetter(0))
        return {
            **self._texts(("discount", "reason", "notes", "purchase_order")),
            "exclude": self.get_body_arguments("exclude"),
            "line": [line for _, line in lines],
        }

    def _texts(self, fields: Sequence[str], number: int | str = "") -> dict[str, str]:
        names = {"reason": "discount_reason"}
        return {names.get(field, field): self.get_body_argument(f"{field}{number}", "") for field in fields}


class _IssuedHandler(_BillingHandler):
    """Something done to an issued document, as of the page's day."""

    async def post(self) -> None:
        """Do it. Raises BillingError where no document is named, and where it cannot be done."""
        filters, number = self.filters(), self.get_body_argument("number", "")
        if not number:
            raise BillingError(WORDS.choose_number)
        self.show(filters, await self.done(number, filters))

    async def done(self, number: str, filters: Filters) -> Done:
        """Do it to this document, and tell."""
        raise NotImplementedError


class VoidHandler(_IssuedHandler):
    """A document made void."""

    async def done(self, number: str, filters: Filters) -> Done:
        """Void it."""
        if self.get_body_argument("part", ""):
            raise BillingError(WORDS.void_is_whole)
        books = self.visit.books
        await self.away(lambda: books.void(number, on=filters.as_of))
        self.record("voided", number=number)
        return Done(WORDS.voided_now.format(number=number))


class CreditHandler(_IssuedHandler):
    """An invoice credited, whole or in part."""

    async def done(self, number: str, filters: Filters) -> Done:
        """Credit it."""
        visit, part = self.visit, self._part()
        reason = self.get_body_argument("reason", "") or None
        note = await self.away(
            lambda: visit.books.credit(number, on=filters.as_of, reason=reason, by=visit.user_name, **part)
        )
        self.record("credited", number=number, invoices=[{"number": note.invoice_number, "total": note.total_amount}])
        heading = WORDS.credited_now.format(number=number, note=note.invoice_number)
        return Done(heading, [note], (*note.notes, *note.problems))

    def _part(self) -> dict[str, Any]:
        part, text = self.get_body_argument("part", ""), self.get_body_argument("which", "")
        if part == "line":
            if not text.isdecimal():
                raise BillingError(WORDS.not_a_line.format(text=text))
            return {"line": int(text)}
        if part == "entries":
            codes = text.replace(",", " ").split()
            if not codes:
                raise BillingError(WORDS.no_entries)
            return {"entries": codes}
        if part == "amount":
            if not re.fullmatch(r"\d+(\.\d+)?", text):
                raise BillingError(WORDS.not_an_amount.format(text=text))
            return {"amount": Decimal(text)}
        return {}


class SentHandler(_IssuedHandler):
    """A document noted as sent: from then on it is credited, not voided."""

    async def done(self, number: str, filters: Filters) -> Done:
        """Note it."""
        books = self.visit.books
        await self.away(lambda: books.mark_sent(number, on=filters.as_of))
        self.record("sent", number=number)
        return Done(WORDS.sent_now.format(number=number))


def _told(result: Any) -> Sequence[str]:
    return (*result.notes, *result.problems)


def _recorded(result: Any) -> list[dict[str, Any]]:
    return [{"number": one.invoice_number, "total": one.total_amount} for one in result.invoices]


BILLING_ACTIONS: Mapping[str, type[MemberHandler]] = {
    "/actions/bill": BillHandler,
    "/actions/draft": DraftHandler,
    "/actions/edit": EditHandler,
    "/actions/approve": ApproveHandler,
    "/actions/issue": IssueHandler,
    "/actions/discard": DiscardHandler,
    "/actions/sent": SentHandler,
    "/actions/void": VoidHandler,
    "/actions/credit": CreditHandler,
}

"""Billing's actions: invoices or drafts of what is unbilled; drafts approved, issued or discarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from invotrack_analytics.errors import BillingError
from invotrack_analytics.publish.server.member import MemberHandler
from invotrack_analytics.publish.views.billing import Done, digest, draft_digest, previewed
from invotrack_analytics.publish.views.filters import Filters
from invotrack_analytics.publish.words import WORDS, counted


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
                client=filters.client,
                draft=self.draft,
                by=visit.user_name,
            )
        )
        self.record(self.event, invoices=_recorded(result))
        self.show(filters, Done(counted(self.heading, len(result.invoices)), result.invoices, result.problems))


class DraftHandler(BillHandler):
    """Drafts of what the preview has shown."""

    event = "drafted"
    heading = WORDS.drafted_now
    draft = True


class _ChosenHandler(_BillingHandler):
    """Something done to the drafts that were chosen, all or none, as they were looked at."""

    async def post(self) -> None:
        """Do it. Raises BillingError where none is chosen, and where one has changed since."""
        filters, visit = self.filters(), self.visit
        chosen = self.get_body_arguments("draft")
        now = {f"{draft.code} {draft_digest(draft)}": draft.code for draft in await self.away(visit.books.drafts)}
        if not chosen:
            raise BillingError(WORDS.choose_drafts)
        if not now.keys() >= set(chosen):
            raise BillingError(WORDS.draft_changed)
        self.show(filters, await self.done([now[one] for one in chosen], filters))

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
        return Done(counted(WORDS.issued_now, len(result.invoices)), result.invoices, result.problems)


class DiscardHandler(_ChosenHandler):
    """Drafts taken away; what they bill is billable again."""

    async def done(self, codes: Sequence[str], filters: Filters) -> Done:
        """Discard them."""
        del filters
        books = self.visit.books
        await self.away(lambda: books.discard_drafts(codes))
        self.record("discarded", drafts=list(codes))
        return Done(WORDS.discarded_now.format(drafts=", ".join(codes)))


def _recorded(result: Any) -> list[dict[str, Any]]:
    return [{"number": one.invoice_number, "total": one.total_amount} for one in result.invoices]


BILLING_ACTIONS: Mapping[str, type[MemberHandler]] = {
    "/actions/bill": BillHandler,
    "/actions/draft": DraftHandler,
    "/actions/approve": ApproveHandler,
    "/actions/issue": IssueHandler,
    "/actions/discard": DiscardHandler,
}

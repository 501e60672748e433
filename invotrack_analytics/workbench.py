"""Workbench: the object that a notebook holds; each method is one call downwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack

import duckdb

from invotrack_analytics.clock import as_day, as_moment, day_or_today, now, today
from invotrack_analytics.clock import now as clock_now
from invotrack_analytics.config import Settings, find_workspace, load_settings
from invotrack_analytics.correspondence.moment import company_time
from invotrack_analytics.days import Day, Moment
from invotrack_analytics.errors import ReportError
from invotrack_analytics.faults import note_fault, told
from invotrack_analytics.login import login
from invotrack_analytics.publish.notebook import ShownResult
from invotrack_analytics.publish.notebook_query import Query
from invotrack_analytics.reports import REPORTS, Report
from invotrack_analytics.reports.answer import answer, find_report, settle
from invotrack_analytics.reports.asked import Asked, listed
from invotrack_analytics.reports.readers import Readers
from invotrack_analytics.reports.report import Parameters, Result
from invotrack_analytics.warehouse import choices
from invotrack_analytics.warehouse.batches import Batch, imports
from invotrack_analytics.warehouse.books import Books, Tell, silently
from invotrack_analytics.warehouse.ledger import BILLING
from invotrack_analytics.warehouse.macros import names_in
from invotrack_analytics.warehouse.notes import ClientNote, add_note, notes_of
from invotrack_analytics.warehouse.reader import Reader
from invotrack_analytics.warehouse.results import finish

if TYPE_CHECKING:
    from invotrack_analytics.billing.drafts import Draft
    from invotrack_analytics.billing.editing import DraftEdit
    from invotrack_analytics.billing.fiscal import FiscalState
    from invotrack_analytics.billing.fiscal_chain import ChainStatus
    from invotrack_analytics.billing.invoicing import BillingResult, IssuedInvoice
    from invotrack_analytics.billing.recurring.agreement import Cancellation, NewPrice
    from invotrack_analytics.billing.recurring.running import CatchUp, RecurringResult
    from invotrack_analytics.bookkeeping.exporting import LedgerExport, PastExport, UsedAccount
    from invotrack_analytics.collecting.facts import Desk as FactsDesk
    from invotrack_analytics.collecting.plan import PlannedStep
    from invotrack_analytics.correspondence.bounces import BounceResult
    from invotrack_analytics.correspondence.checking import Problem
    from invotrack_analytics.correspondence.result import Round
    from invotrack_analytics.documents.invoice import InvoiceDocument
    from invotrack_analytics.documents.receivers.claims import Claim
    from invotrack_analytics.documents.receivers.gap import Gap
    from invotrack_analytics.intake.importing import Advance, ImportResult
    from invotrack_analytics.intake.quarantine import RejectedRow
    from invotrack_analytics.intake.undoing import Undone
    from invotrack_analytics.mail.outbox import Mail
    from invotrack_analytics.matching.matching import MatchResult
    from invotrack_analytics.publish.verifactu_files import Verification
    from invotrack_analytics.reports.check import Invariant


class Workbench:
    """The books of one workspace: import into them, ask them, bill from them.

    Every method may be called from several threads. Questions are answered from the latest published snapshot.
    """

    def __init__(self, settings: Settings, tell: Tell = silently) -> None:
        self.settings = settings
        self.books = Books(settings.warehouse_folder, tell)
        self._readers = Readers(self.books, settings)

    @classmethod
    def open(cls, folder: Path | None = None, tell: Tell = silently) -> Workbench:
        """Open the workspace given, or the one found as the command line finds it."""
        return cls(load_settings(find_workspace(folder)), tell)

    def __repr__(self) -> str:
        return f"Workbench({str(self.settings.folder)!r}, company={self.settings.company.name!r})"

    # Asking

    def reports(self) -> tuple[Report, ...]:
        """Every report there is."""
        return REPORTS

    def report(self, name: str, **asked: Unpack[Asked]) -> Result:
        """One report's answer. `as_of` defaults to today, `known_on` to now. Raises ReportError."""
        report = find_report(name)
        parameters = settle(self.settings, report, today(), **asked)
        if parameters.client and not report.narrows:
            message = f"the report {name} tells of the whole company and cannot be narrowed to a client"
            raise ReportError(message)
        try:
            cursor = self._readers.cursor(parameters.known_on, parameters.buckets, [report.name])
            self._check_known(cursor, parameters)
            return ShownResult.of(answer(cursor, report, parameters), self.settings)
        except duckdb.Error as error:
            what = f"the report {name}"
            raise ReportError(told(what, error, note_fault(self.settings.warehouse_folder, what, error))) from error

    def _check_known(self, cursor: duckdb.DuckDBPyConnection, parameters: Parameters) -> None:
        """Raise ReportError for a client or currency that the books do not know: an empty report would hide it."""
        # What was imported later is known all the same, and so is what was taken back since.
        latest = cursor if parameters.known_on is None else self._readers.cursor()
        base = self.settings.company.currency
        try:
            choices.check_clients(latest, parameters.client)
            choices.check_currencies(latest, parameters.currency, base)
        except ReportError:
            choices.check_clients(cursor, parameters.client)
            choices.check_currencies(cursor, parameters.currency, base)

    def diff(self, name: str, *, against: Moment, **asked: Unpack[Asked]) -> Result:
        """What a report says otherwise than it said when the books stood as `against`; a row for each that differs.

        The other parameters are those of `report`. `known_on` defaults to now; whichever moment is the earlier is
        what stood before. Raises ReportError.
        """
        from invotrack_analytics.reports.difference import difference
        from invotrack_analytics.shown import ShownDifference

        known_on = asked.get("known_on")
        first, last = as_moment(against), as_moment(known_on) if known_on is not None else None
        if last is not None and last < first:
            first, last = last, first
        earlier, later = (
            self.report(name, **Asked({**asked, "known_on": moment.replace(tzinfo=UTC) if moment else None}))
            for moment in (first, last)
        )
        cursor = self._readers.cursor(buckets=later.parameters.buckets, macros=[later.report.name])
        return ShownDifference.of(difference(cursor, earlier, later), self.settings)

    def sql(
        self, query: str, *, known_on: Moment | None = None, parameters: Mapping[str, object] | None = None
    ) -> Query:
        """Plain DuckDB SQL on the books: each data set is a view, each report a table macro.

        `parameters` are bound to the query's `$name`. A statement that gives no rows, such as `copy … to`, is done
        at once; its answer is empty.
        """
        moment = as_moment(known_on) if known_on is not None else None
        cursor = self._readers.cursor(moment, macros=names_in(query))
        finish(cursor)
        # DuckDB gives None for such a statement, whatever its signature says.
        relation: duckdb.DuckDBPyRelation | None = cursor.sql(query, params=dict(parameters) if parameters else None)
        if relation is None:
            relation = cursor.sql("select 'done' as statement where false")
        return Query(relation, self.settings)

    def clients(self) -> list[dict[str, str]]:
        """Every client's id and name, by name."""
        return choices.clients(self._readers.cursor())

    def client_notes(self, client: str, *, known_on: Moment | None = None) -> list[ClientNote]:
        """What colleagues have noted of a client, the newest first, and last what its imported row says."""
        return notes_of(self._readers.cursor(as_moment(known_on) if known_on is not None else None), client)

    def add_client_note(self, client: str, text: str, *, by: str | None = None) -> None:
        """Note something of a client, for colleagues; a note is never changed or taken away. Raises NoteError."""
        add_note(self.books, client=client, text=text, author=by or login() or "", recorded_at=now())

    def currencies(self) -> list[str]:
        """Every currency that a document or a project is in."""
        return choices.currencies(self._readers.cursor())

    def revision(self) -> str:
        """Which snapshot is current: changes with every change of the books."""
        return self.books.snapshot().stem

    def check(self, as_of: Day | None = None) -> tuple[Invariant, ...]:
        """Tie the books out: every invariant, and where it does not hold."""
        from invotrack_analytics.reports.check import asked_by_checks, run_checks
        from invotrack_analytics.shown import ShownChecks

        day = day_or_today(as_of)
        cursor = self._readers.cursor(macros=asked_by_checks())
        return ShownChecks(run_checks(cursor, self.settings, day))

    # Importing

    def import_files(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        profile: str | None = None,
        dry_run: bool = False,
        advance: Advance | None = None,
        names: Mapping[Path, str] | None = None,
    ) -> ImportResult:
        """Import files and folders; what became of each is in the result. Raises InvotrackError if none can be.

        `names` says how files are called in the books, where that is not their path.
        """
        from invotrack_analytics.intake.importing import import_files
        from invotrack_analytics.shown import ShownImport

        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        result = import_files(
            self.books,
            self.settings,
            [Path(path) for path in listed],
            recorded_at=now(),
            profile=profile,
            dry_run=dry_run,
            advance=advance,
            names=names,
        )
        return ShownImport.of(result, self.settings)

    def undo(self, batch_id: int, *, dry_run: bool = False) -> Undone:
        """Take an import back; what rests on it is in `blocked_by`, and then nothing changes. Raises WorkspaceError."""
        from invotrack_analytics.intake.undoing import undo

        return undo(self.books, self.settings, batch_id, recorded_at=now(), dry_run=dry_run)

    def rejects(self, file: str | None = None) -> list[RejectedRow]:
        """Rows in quarantine, oldest first."""
        from invotrack_analytics.intake.quarantine import rejected_rows
        from invotrack_analytics.shown import ShownRejects

        return ShownRejects(rejected_rows(self._readers.cursor(), file))

    def batches(self) -> list[Batch]:
        """Every import, oldest first."""
        return imports(self._readers.cursor())

    # Billing

    def bill(  # noqa: PLR0913  the options of the command
        self,
        *,
        through: Day | None = None,
        issue_date: Day | None = None,
        client: str | Iterable[str] | None = None,
        project: str | None = None,
        per: str = "client",
        group_by: str = "project",
        draft: bool = False,
        by: str | None = None,
        dry_run: bool = False,
        despite_hold: bool = False,
    ) -> BillingResult:
        """Issue invoices, or make drafts, from what is unbilled up to a day. Raises BillingError."""
        from invotrack_analytics.billing.invoicing import bill
        from invotrack_analytics.shown import ShownBilling

        result = bill(
            self.books,
            self.settings,
            through=day_or_today(through),
            issue_date=day_or_today(issue_date),
            recorded_at=now(),
            client=client,
            project=project,
            per=per,
            group_by=group_by,
            draft=draft,
            by=by or login(),
            dry_run=dry_run,
            despite_hold=despite_hold,
        )
        return ShownBilling.of(result, self.settings)

    def drafts(self, *, client: str | Iterable[str] | None = None) -> list[Draft]:
        """Every draft, of some clients or all, as it would be issued. Raises ReportError for an unknown client."""
        from invotrack_analytics.billing.drafts import find_drafts

        cursor, wanted = self._readers.cursor(), listed(client)
        choices.check_clients(cursor, wanted)
        return find_drafts(cursor, wanted)

    def draft(self, code: str) -> Draft:
        """One draft. Raises BillingError."""
        from invotrack_analytics.billing.drafts import find_draft

        return find_draft(self._readers.cursor(), code)

    def draft_pdf(self, code: str) -> bytes:
        """The pages of a draft, its code in place of a number. Raises BillingError."""
        from invotrack_analytics.documents.company_look import look_of
        from invotrack_analytics.documents.pdf import render_pdf

        return render_pdf(self.invoice(self.draft(code).code), look_of(self.settings)).content

    def edit_draft(self, code: str, edit: DraftEdit | Mapping[str, Any], *, by: str | None = None) -> Draft:
        """Change a draft; it is to be approved again. A mapping is an edit as `drafts show -o FILE.json` writes it.

        Raises BillingError, and SourceError for a mapping that is no edit.
        """
        from invotrack_analytics.billing.draft_file import edit_from
        from invotrack_analytics.billing.drafts import edit_draft
        from invotrack_analytics.billing.editing import DraftEdit

        if not isinstance(edit, DraftEdit):
            edit = edit_from(edit, code, f"draft {code}")
        return edit_draft(self.books, self.settings, code=code, edit=edit, by=by or login(), recorded_at=now())

    def approve_drafts(self, codes: Sequence[str], *, by: str | None = None) -> None:
        """Approve drafts, all or none. Raises BillingError."""
        from invotrack_analytics.billing.drafts import approve_drafts

        approve_drafts(self.books, self.settings, codes=codes, by=by or login(), recorded_at=now())

    def issue_drafts(self, codes: Sequence[str], *, issue_date: Day | None = None) -> BillingResult:
        """Issue drafts on a day (today), all or none, under the next numbers. Raises BillingError."""
        from invotrack_analytics.billing.drafts import issue_drafts
        from invotrack_analytics.shown import ShownBilling

        day = day_or_today(issue_date)
        result = issue_drafts(self.books, self.settings, codes=codes, issue_date=day, recorded_at=now())
        return ShownBilling.of(result, self.settings)

    def discard_drafts(self, codes: Sequence[str]) -> None:
        """Take drafts away, all or none; what they bill is billable again. Raises BillingError."""
        from invotrack_analytics.billing.drafts import discard_drafts

        discard_drafts(self.books, self.settings, codes=codes, recorded_at=now())

    def void(self, number: str, *, on: Day | None = None) -> FiscalState | None:
        """Void an invoice from a day on (today); its hours are billable again. Raises BillingError."""
        from invotrack_analytics.billing.voiding import void

        day = day_or_today(on)
        return void(self.books, self.settings, number=number, on=day, recorded_at=now())

    def credit(  # noqa: PLR0913  the ways to name a part
        self,
        number: str,
        *,
        on: Day | None = None,
        line: int | None = None,
        entries: Sequence[str] | None = None,
        amount: Decimal | None = None,
        reason: str | None = None,
        reason_code: str | None = None,
        by: str | None = None,
    ) -> IssuedInvoice:
        """Credit an invoice on a day (today), in full or a line, entries or an amount before tax of it.

        The hours of what is credited are billable again; an amount sets none free. Raises BillingError.
        """
        from invotrack_analytics.billing.credit_note import Part
        from invotrack_analytics.billing.voiding import credit

        in_part = line is not None or entries or amount is not None
        return credit(
            self.books,
            self.settings,
            number=number,
            on=day_or_today(on),
            recorded_at=now(),
            part=Part(line, tuple(entries or ()), amount) if in_part else None,
            reason=reason,
            reason_code=reason_code,
            by=by or login(),
        )

    # Veri*Factu and e-invoices

    def fiscal_start(self, *, reason: str | None = None) -> str:
        """Begin a chain of fiscal records, and tell its name. Raises BillingError."""
        from invotrack_analytics.billing.fiscal_chain import start

        return start(self.books, self.settings, recorded_at=now(), reason=reason)

    def fiscal_stop(self, *, on: Day | None = None) -> date:
        """End the chain with the year, and tell the day. Raises BillingError."""
        from invotrack_analytics.billing.fiscal_chain import stop

        return stop(self.books, self.settings, on=day_or_today(on), recorded_at=now())

    def fiscal_status(self) -> tuple[ChainStatus, bool]:
        """How the chain of fiscal records stands, and whether a person is to look."""
        from invotrack_analytics.billing.fiscal_chain import status

        found = status(self.books, self.settings)
        return found, found.needs_somebody(now().replace(tzinfo=UTC))

    def fiscal_verify(self) -> Verification:
        """Verify the chain of fiscal records as it is stored."""
        from invotrack_analytics.billing.fiscal_chain import stored_records
        from invotrack_analytics.publish.verifactu_files import verify_records

        return verify_records(stored_records(self.books, self.settings)[1])

    def fiscal_export(self, path: Path, *, date_from: date | None = None, date_to: date | None = None) -> int:
        """Write the fiscal records of a period as a zip, and tell how many. Raises WriteError."""
        from invotrack_analytics.billing.fiscal_chain import stored_records
        from invotrack_analytics.documents.verifactu_content import nif_of
        from invotrack_analytics.publish.fiscal_export import write_export

        records = stored_records(self.books, self.settings, date_from, date_to)[1]
        company = self.settings.company
        write_export(path, company.name, nif_of(company.tax_id), records, self.settings.folder / "fiscal")
        return len(records)

    def fiscal_declaration(self) -> str:
        """The producer's declaration. Raises BillingError where the producer is not named in full."""
        from invotrack_analytics.billing.fiscal import declared

        return declared(self.settings)

    def einvoice_claim(self, number: str, *, profile: str | None = None) -> Claim:
        """What a document may claim to be, and what keeps it from more. Raises BillingError."""
        from invotrack_analytics.documents.receivers.claims import claim_of

        document = self.invoice(number)
        return claim_of(replace(document, einvoice=profile) if profile else document)

    def einvoice_gaps(self, number: str, *, profile: str | None = None) -> tuple[Gap, ...]:
        """What keeps a document from the e-invoice that it is asked for. Raises BillingError."""
        return self.einvoice_claim(number, profile=profile).gaps

    def mark_sent(self, number: str, *, on: Day | None = None) -> None:
        """Note that an invoice went to its client on a day (today); it is not voided any more. Raises BillingError."""
        from invotrack_analytics.billing.voiding import mark_sent

        day = day_or_today(on)
        mark_sent(self.books, self.settings, number=number, on=day, recorded_at=now())

    # Mail

    def send_invoices(self, numbers: Sequence[str], *, now: datetime | None = None) -> Round:
        """Send invoices to their clients, each once. `now` defaults to the clock's. Raises BillingError, MailError."""
        from invotrack_analytics.correspondence.invoices import send_invoices

        return send_invoices(self.books, self.settings, numbers, now=self._moment(now), recorded_at=clock_now())

    def remind(  # noqa: PLR0913  the options of the command
        self,
        *,
        now: datetime | None = None,
        client: str | None = None,
        payments_known_to: Day | None = None,
        dry_run: bool = False,
        limit: int | None = None,
        yes: bool = False,
    ) -> Round:
        """Send every reminder that is due, each step once. Raises CollectingError, MailError."""
        from invotrack_analytics.correspondence.reminding import Asked, rehearse, remind

        known = as_day(payments_known_to) if payments_known_to is not None else None
        asked = Asked(client, known, limit, yes)
        moment = self._moment(now)
        if dry_run:
            return rehearse(self.books, self.settings, asked, now=moment)
        return remind(self.books, self.settings, asked, now=moment, recorded_at=clock_now())

    def reminder_plan(
        self, *, date_from: Day | None = None, to: Day | None = None, client: str | None = None
    ) -> list[PlannedStep]:
        """The runs of each day from `date_from` (today) to `to` (30 days later), if nothing is paid."""
        from invotrack_analytics.correspondence.planning import planned

        moment = self._moment()
        first = as_day(date_from) if date_from is not None else moment.date()
        last = as_day(to) if to is not None else first + timedelta(days=30)
        return planned(self.books, self.settings, first=first, last=last, client=client, now=moment)

    def pause(  # noqa: PLR0913  the options of the command
        self,
        *,
        client: str | None = None,
        invoice: str | None = None,
        date_from: Day | None = None,
        until: Day | None = None,
        reason: str | None = None,
        by: str | None = None,
    ) -> str:
        """Let reminders of a client, or of an invoice, wait from a day (today) on. Raises CollectingError."""
        last = as_day(until) if until is not None else None
        first = self._day(date_from)
        return self._desk(by).pause(client=client, invoice=invoice, first=first, until=last, reason=reason)

    def resume(self, *, client: str | None = None, invoice: str | None = None, date_from: Day | None = None) -> None:
        """Let reminders go on from a day (today). Raises CollectingError."""
        self._desk(None).resume(client=client, invoice=invoice, on=self._day(date_from))

    def promise(  # noqa: PLR0913  what a promise says
        self,
        *,
        client: str,
        amount: Decimal,
        due_on: Day,
        invoice: str | None = None,
        currency: str | None = None,
        promised_on: Day | None = None,
        channel: str | None = None,
        by: str | None = None,
    ) -> str:
        """Note that a client will pay an amount by a day; the promise's code. Raises CollectingError."""
        return self._desk(by).promise(
            client=client,
            invoice=invoice,
            amount=amount,
            currency=currency.upper() if currency else None,
            promised_on=self._day(promised_on),
            due_on=as_day(due_on),
            channel=channel,
        )

    def hold(
        self,
        *,
        client: str,
        date_from: Day | None = None,
        until: Day | None = None,
        reason: str | None = None,
        by: str | None = None,
    ) -> None:
        """Let billing leave a client out from a day (today) on. Raises CollectingError."""
        last = as_day(until) if until is not None else None
        self._desk(by).hold(client=client, first=self._day(date_from), until=last, reason=reason)

    def lift_hold(self, *, client: str, on: Day | None = None, by: str | None = None) -> None:
        """Let billing take a client in again from a day (today) on. Raises CollectingError."""
        self._desk(by).lift(client=client, on=self._day(on))

    def assign(
        self, client: str, user: str, *, date_from: Day | None = None, until: Day | None = None, by: str | None = None
    ) -> None:
        """Let a colleague look after a client from a day (today) on. Raises CollectingError."""
        last = as_day(until) if until is not None else None
        self._desk(by).assign(client=client, user=user, first=self._day(date_from), until=last)

    def _desk(self, by: str | None) -> FactsDesk:
        from invotrack_analytics.collecting.facts import Desk

        return Desk(self.books, by=by or login(), recorded_at=now())

    def _day(self, given: Day | None) -> date:
        return as_day(given) if given is not None else self._moment().date()

    def holds(self) -> list[dict[str, Any]]:
        """Every credit hold, by client and day."""
        query = 'select client_id, "from", "until", reason, "by" from credit_holds order by client_id, "from"'
        rows: list[dict[str, Any]] = self._readers.cursor().execute(query).to_arrow_table().to_pylist()
        return rows

    def take_bounces(self, paths: Sequence[Path], *, now: datetime | None = None) -> BounceResult:
        """Read mail that came back, from files or the mailbox of the settings. Raises MailError."""
        from invotrack_analytics.correspondence.bounces import take_bounces

        return take_bounces(self.books, self.settings, paths, now=self._moment(now), recorded_at=clock_now())

    def check_mail(self) -> list[Problem]:
        """Templates that are missing in a client's language, or wrong."""
        from invotrack_analytics.correspondence.checking import check_mail

        return check_mail(self.books, self.settings)

    def mails(self, state: str | None = None) -> list[Mail]:
        """The mails of the outbox, or those in a state, as they were entered."""
        from invotrack_analytics.correspondence.mailbox import list_mails

        return list_mails(self.settings, state)

    def mail(self, mail_id: str) -> tuple[Mail, bytes]:
        """A mail and its bytes as they leave. Raises MailError."""
        from invotrack_analytics.correspondence.mailbox import show_mail

        return show_mail(self.settings, mail_id)

    def cancel_mail(self, mail_id: str) -> Mail:
        """Keep a mail that did not leave from leaving. Raises MailError."""
        from invotrack_analytics.correspondence.mailbox import cancel_mail

        return cancel_mail(self.books, self.settings, mail_id, now=self._moment(), recorded_at=now())

    def confirm_mail(self, mail_id: str) -> Mail:
        """Note that a mail of which nobody knew arrived. Raises MailError."""
        from invotrack_analytics.correspondence.mailbox import confirm_mail

        return confirm_mail(self.books, self.settings, mail_id, now=self._moment(), recorded_at=now())

    def resend_mail(self, mail_id: str, *, now: datetime | None = None) -> Mail:
        """Send a mail once more, at once, under the same Message-ID. Raises MailError."""
        from invotrack_analytics.correspondence.mailbox import resend_mail

        moment = self._moment(now)
        return resend_mail(self.books, self.settings, mail_id, now=moment, recorded_at=clock_now())

    def _moment(self, given: datetime | None = None) -> datetime:
        return company_time(self.settings, given or datetime.now(UTC))

    def document_file(self, number: str) -> Path | None:
        """The PDF of an invoice or credit note that billing has issued; None where there is none."""
        from invotrack_analytics.billing.publishing import document_path

        path = document_path(self.settings, number)
        return path if path.is_file() else None

    def invoices(self, *, client: str | Iterable[str] | None = None, as_of: Day | None = None) -> list[dict[str, Any]]:
        """Every invoice and credit note dated by a day (today), oldest first, as the report `documents` has them."""
        rows: list[dict[str, Any]] = self.report("documents", client=client, as_of=as_of).rows()
        found = [row for row in rows if row["kind"] in {"invoice", "credit_note"}]
        return sorted(found, key=lambda row: (row["document_date"], row["number"]))

    def invoice(self, number: str) -> InvoiceDocument:
        """All that an invoice or credit note says. Raises BillingError."""
        from invotrack_analytics.billing.documents import document_of

        cursor = self._readers.cursor()
        return document_of(cursor, self.settings, number)

    def invoice_files(self, number: str) -> tuple[Path, ...]:
        """The files of an invoice or credit note that billing has issued, the PDF first."""
        from invotrack_analytics.billing.publishing import files_of

        return files_of(self.settings, number)

    # Recurring invoices

    def recurring_bill(  # noqa: PLR0913  the options of the command
        self,
        *,
        through: Day | None = None,
        issue_date: Day | None = None,
        schedule: str | None = None,
        period: Day | None = None,
        catch_up: CatchUp | None = None,
        dry_run: bool = False,
        many: bool = False,
        by: str | None = None,
    ) -> RecurringResult:
        """Bill the due periods of the recurring invoices, each once. Raises BillingError."""
        from invotrack_analytics.billing.recurring.running import bill_recurring

        return bill_recurring(
            self.books,
            self.settings,
            through=day_or_today(through),
            issue_date=day_or_today(issue_date),
            recorded_at=now(),
            schedule=schedule,
            period=as_day(period) if period is not None else None,
            catch_up=catch_up,
            dry_run=dry_run,
            many=many,
            by=by or login(),
        )

    def recurring_event(  # noqa: PLR0913  an event's columns
        self,
        schedule: str,
        event: Literal["paused", "resumed", "skipped"],
        *,
        on: Day | None = None,
        period: Day | None = None,
        reason: str | None = None,
        by: str | None = None,
    ) -> None:
        """Pause or resume a schedule from a day on (today), or leave out a period of it. Raises BillingError."""
        from invotrack_analytics.billing.recurring.agreement import note_event

        note_event(
            self.books,
            self.settings,
            schedule=schedule,
            event=event,
            on=day_or_today(on),
            recorded_at=now(),
            period=as_day(period) if period is not None else None,
            reason=reason,
            by=by or login(),
        )

    def recurring_cancel(
        self,
        schedule: str,
        *,
        on: Day | None = None,
        immediate: bool = False,
        reason: str | None = None,
        by: str | None = None,
    ) -> Cancellation:
        """End a schedule with the period that holds a day (today), or at once. Raises BillingError."""
        from invotrack_analytics.billing.recurring.agreement import cancel

        return cancel(
            self.books,
            self.settings,
            schedule=schedule,
            on=day_or_today(on),
            recorded_at=now(),
            immediate=immediate,
            reason=reason,
            by=by or login(),
        )

    def recurring_price(
        self, percent: Decimal, *, valid_from: Day, schedules: Sequence[str] = (), dry_run: bool = False
    ) -> list[NewPrice]:
        """Raise prices by so many percent from a day on, of all schedules or some. Raises BillingError."""
        from invotrack_analytics.billing.recurring.agreement import raise_prices

        return raise_prices(
            self.books,
            self.settings,
            percent=percent,
            valid_from=as_day(valid_from),
            recorded_at=now(),
            schedules=schedules,
            dry_run=dry_run,
        )

    # Matching

    def match(self, *, confirm: Mapping[str, Sequence[str]] | None = None, apply: bool = False) -> MatchResult:
        """What the waiting bank lines pay: certain matches, and suggestions for the rest, each with its evidence.

        With `apply` the certain ones become payments; `confirm` names invoices for a line (`{"LINE": ["INV-1"]}`),
        which become payments and are remembered. Raises MatchingError.
        """
        from invotrack_analytics.matching.matching import match, propose

        if not confirm and not apply:
            return propose(self._readers.cursor(macros=BILLING))
        return match(self.books, self.settings, recorded_at=now(), confirmed=confirm or {}, apply=apply)

    # The accountant's ledger

    def ledger(
        self, format_: str, *, date_from: Day | None = None, date_to: Day | None = None, new: bool = False
    ) -> LedgerExport:
        """The journal in a ledger program's format: of a period, or with `new` what it has not had up to `date_to`.

        A period stands by itself and records nothing; what is new is noted, so that each entry goes once. Raises
        BookkeepingError, SettingsError for a wrong ledger.toml or layout.
        """
        from invotrack_analytics.bookkeeping.exporting import export_new, export_period

        last = day_or_today(date_to)
        if new:
            return export_new(self.books, self.settings, format_=format_, last_day=last, recorded_at=now())
        first = as_day(date_from) if date_from is not None else date(last.year, 1, 1)
        with Reader(self.books, self.settings) as reader:
            return export_period(reader, self.settings, format_=format_, first_day=first, last_day=last, made_at=now())

    def ledger_again(self, export_id: str) -> LedgerExport:
        """An earlier export of what was new, as it was. Raises BookkeepingError."""
        from invotrack_analytics.bookkeeping.exporting import export_again

        with Reader(self.books, self.settings) as reader:
            return export_again(reader.connection, self.settings, export_id)

    def ledger_exports(self) -> list[PastExport]:
        """The exports that were recorded, oldest first."""
        from invotrack_analytics.bookkeeping.exporting import past_exports

        with Reader(self.books, self.settings) as reader:
            return past_exports(reader.connection)

    def ledger_accounts(self, format_: str) -> list[UsedAccount]:
        """The accounts that the journal of all days would use, and what for. Raises BookkeepingError."""
        from invotrack_analytics.bookkeeping.exporting import used_accounts

        with Reader(self.books, self.settings) as reader:
            return used_accounts(reader, self.settings, format_)

    # Publishing

    def export(self, target: Path, *, for_client: str | None = None, **asked: Unpack[Asked]) -> Path:
        """The reports in one workbook, or in one PDF where the target's name ends so; parameters as of `report`.

        Narrowed to clients it holds only reports that can be. `for_client` makes the pack that may go to that client:
        its statement, open invoices and billed hours, nothing else. Raises ExportError where a report failed: all
        others are written. Raises ReportError, WriteError.
        """
        from invotrack_analytics.publish.pack import FOR_CLIENT, Pack

        if for_client is not None:
            if listed(asked.get("client")) not in {(), (for_client,)}:
                message = f"the pack for {for_client} holds nothing of another client; leave --client out"
                raise ReportError(message)
            asked["client"] = for_client
        clients = listed(asked.get("client"))
        # Asked of the books before any report is: a client nobody knows fails the whole, not each of its sheets.
        choices.check_clients(self._readers.cursor(), clients)
        pack = Pack.of(FOR_CLIENT if for_client is not None else None, narrowed=bool(clients))
        pack.write(lambda name: self.report(name, **asked), target, self.settings)
        return target

    def run_notebook(self, name: str, target: Path | None = None, **parameters: str) -> Path:
        """Run one of the notebooks with parameters, and write what it shows as a page of HTML; returns where.

        Without a target it is put into published/notebooks/. Raises NotebookError, WriteError.
        """
        from invotrack_analytics.publish.notebook_run import page_path, run_notebook

        page = target or page_path(self.settings, name, parameters)
        return run_notebook(self.settings, name, parameters, page)

    def dump(self, names: Sequence[str], format_name: str, folder: Path) -> list[tuple[Path, int]]:
        """Write data sets in their canonical layout; `import` reads them back to the same books."""
        from invotrack_analytics.publish.dump import dump

        return dump(self._readers.cursor(), names, format_name, folder)

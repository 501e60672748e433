"""What can go wrong, in words for an accountant: each class's docstring says when, its message says what to do."""

from __future__ import annotations

import re

# What would end the line, or steer the terminal it is shown on: a message quotes what stands in files.
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class InvotrackError(Exception):
    """Something cannot be done; the message is one line that names what was found and what to do. Exit code 1."""

    def __str__(self) -> str:
        return _NO_TEXT.sub(" ", super().__str__())


class SettingsError(InvotrackError):
    """invotrack.toml or a profile has wrong settings; the message lists every one of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class WorkspaceError(InvotrackError):
    """There is no workspace where one was looked for, or there is one where a new one should be made."""


class SourceError(InvotrackError):
    """A file cannot be read or understood as a whole; nothing of it was loaded."""


class BooksLockedError(InvotrackError):
    """Another process kept the books locked for longer than we wait."""


class ReportError(InvotrackError):
    """A report was asked for that does not exist, or with a parameter it cannot take."""


class ExportError(InvotrackError):
    """A report of several failed; the message names it, and everything else was written."""


class BillingError(InvotrackError):
    """An invoice cannot be issued, voided or credited."""


class BookkeepingError(InvotrackError):
    """The journal cannot be handed over to a ledger."""


class NoteError(InvotrackError):
    """A note on a client cannot be kept."""


class MatchingError(InvotrackError):
    """A bank line cannot be matched as asked."""


class AccessError(InvotrackError):
    """A user cannot be added, removed or let in."""


class WriteError(InvotrackError):
    """A file could not be written; what stood there before is as it was."""


class ScheduleError(InvotrackError):
    """Scheduled exports cannot be run or listed: another process is at them, or their record of runs is damaged."""


class NotebookError(InvotrackError):
    """A notebook is not there, or cannot be run to its end; the message names the cell that failed."""


class MailError(InvotrackError):
    """A mail could not be handed to the server; what it was to bring lies in its folder."""


class CollectingError(InvotrackError):
    """Somebody cannot be reminded, or a promise, pause, hold or assignment cannot be kept."""


class TemplateRefusedError(InvotrackError):
    """A template of a mail is missing, wrong, or reaches for what it may not."""

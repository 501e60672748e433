"""The chain of fiscal records as a whole: begun, ended, told, verified."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from invotrack_analytics.billing.change import changing
from invotrack_analytics.billing.fiscal import is_on, start_chain, stop_chain
from invotrack_analytics.config import Settings
from invotrack_analytics.documents.receivers.mandates import mandatory_from
from invotrack_analytics.errors import BillingError
from invotrack_analytics.warehouse.books import Books, new_batch
from invotrack_analytics.warehouse.reader import Reader

_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class ChainStatus:
    """How a chain stands: records by their state, and from when the law asks for one."""

    mode: str
    chain: str | None
    records: int
    pending: int
    oldest_pending: str | None
    accepted: int
    to_correct: int
    rejected: int
    unknown: int
    conflict: int
    next_send_at: str | None
    mandatory_from: str | None

    def needs_somebody(self, now: datetime) -> bool:
        """Whether a person is to look: something was refused, or waits for over an hour; `now` has its offset."""
        oldest = self.oldest_pending
        late = oldest is not None and now - datetime.fromisoformat(oldest) > _LONGEST_WAIT
        return bool(self.rejected or self.to_correct or self.unknown or self.conflict or late)


def start(books: Books, settings: Settings, *, recorded_at: datetime, reason: str | None = None) -> str:
    """Begin a chain; a second one of its mode only with a reason. Raises BillingError."""
    with changing(books, settings) as connection:
        if is_on(settings) and reason is None:
            there = connection.execute(
                "select chain from books.fiscal_chains where mode = ? and ends_on is null", [settings.verifactu.mode]
            ).fetchone()
            if there:
                message = f"the chain {there[0]} goes on; `invotrack verifactu restart --reason TEXT` begins another"
                raise BillingError(message)
        batch_id = new_batch(connection, "verifactu", recorded_at)
        return start_chain(connection, settings, batch_id, recorded_at, reason)


def stop(books: Books, settings: Settings, *, on: date, recorded_at: datetime) -> date:
    """End the chain with the year, and tell the day. Raises BillingError."""
    with changing(books, settings) as connection:
        return stop_chain(connection, settings, new_batch(connection, "verifactu", recorded_at), on)


def status(books: Books, settings: Settings) -> ChainStatus:
    """How the chain of the settings' mode stands."""
    reader = Reader(books, settings)
    try:
        reader.macros.make(("base_rate",))
        connection = reader.connection
        found = connection.execute(
            "select chain from fiscal_chains where mode = ? order by started_at desc limit 1", [settings.verifactu.mode]
        ).fetchall()
        chain = found[0][0] if found else None
        rows = _states_of(reader, chain) if chain else []
    finally:
        reader.close()
    states = Counter(state for state, _ in rows)
    waiting = [at for state, at in rows if state in {"pending", "unknown"}]
    is_spanish = settings.company.country == "ES" and not settings.verifactu.exempt
    return ChainStatus(
        mode=settings.verifactu.mode,
        chain=chain,
        records=len(rows),
        pending=states["pending"],
        oldest_pending=waiting[0] if waiting else None,
        accepted=states["accepted"],
        to_correct=states["to_correct"],
        rejected=states["rejected"],
        unknown=states["unknown"],
        conflict=states["conflict"],
        next_send_at=None,
        mandatory_from=mandatory_from(settings.company.tax_id).isoformat() if is_spanish else None,
    )


def _states_of(reader: Reader, chain: str) -> list[tuple[str, str]]:
    """State and time of each record of a chain, in its order."""
    return reader.connection.execute(
        """
        with answered as (
            select
                answers.position,
                max_by(answers.state, submissions.submission_id) as answer,
                max_by(answers.code, submissions.submission_id) as code
            from fiscal_answers as answers
            join fiscal_submissions as submissions on submissions.submission_id = answers.submission_id
            where submissions.chain = $chain
            group by answers.position
        )

        select
            case
                when answered.answer = 'Correcto' then 'accepted'
                when answered.answer = 'AceptadoConErrores' and answered.code = '2004' then 'accepted'
                when answered.answer = 'AceptadoConErrores' then 'to_correct'
                when answered.code = '3000' then 'conflict'
                when answered.answer = 'Incorrecto' then 'rejected'
                else 'pending'
            end as state,
            records.generated_at
        from fiscal_records as records
        left join answered on answered.position = records.position
        where records.chain = $chain
        order by records.position
        """,
        {"chain": chain},
    ).fetchall()


def stored_records(
    books: Books, settings: Settings, date_from: date | None = None, date_to: date | None = None
) -> tuple[str | None, list[bytes]]:
    """The chain of the settings' mode, else the latest, and its records as they are stored, in its order."""
    reader = Reader(books, settings)
    try:
        found = reader.connection.execute(
            "select chain from fiscal_chains order by mode = ? desc, started_at desc limit 1", [settings.verifactu.mode]
        ).fetchall()
        if not found:
            return None, []
        rows = reader.connection.execute(
            """
            select xml from fiscal_records
            where chain = ? and issue_date between coalesce(?::date, issue_date) and coalesce(?::date, issue_date)
            order by position
            """,
            [found[0][0], date_from, date_to],
        ).fetchall()
    finally:
        reader.close()
    return found[0][0], [xml.encode() for (xml,) in rows]

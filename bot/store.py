"""What people choose (never what they write), and which updates were handled: under a keyed hash, with an end.

SQLAlchemy, synchronous: callers run it in threads. SQLite in the home folder, or PostgreSQL by the same code.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.database import open_engine
from knowledge.errors import ServiceUnavailableError
from knowledge.timeline import Situation

#: Choices are dropped this long after they were last used, claims this long after the update came (Telegram repeats a day).
CHOICES_KEPT = timedelta(days=90)
UPDATES_KEPT = timedelta(hours=24)
#: A claim that was neither finished nor given back is free again after this: its holder has died.
LEASE = timedelta(minutes=3)
#: The number of PostgreSQL's lock for making tables; any number that nobody else in the database uses.
MAKING_TABLES = 0x07CA2

Claim = Literal["taken", "in work", "done"]
Fact = Literal["language", "country", "application_registered", "decision_notified"]

metadata = sa.MetaData()
choices = sa.Table(
    "choices",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("language", sa.String(2)),
    sa.Column("country", sa.String(2)),
    sa.Column("application_registered", sa.Date),
    sa.Column("decision_notified", sa.Date),
    sa.Column("used", sa.Date, nullable=False, index=True),
)
updates = sa.Table(
    "updates",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("claimed", sa.DateTime, nullable=False, index=True),
    sa.Column("done", sa.Boolean, nullable=False),
)


@dataclass(frozen=True)
class Choices:
    """What a person has chosen; None: not chosen."""

    language: str | None = None
    country: str | None = None
    application_registered: date | None = None
    decision_notified: date | None = None

    @property
    def situation(self) -> Situation:
        """What the choices say of the person's case; a chosen day of registration stands for a period."""
        return Situation(self.country, self.application_registered, self.decision_notified, registered_exact=False)

    @property
    def any(self) -> bool:
        return self != Choices()


class Store:
    """Choices and claims in one database. The day and the time (with its zone) are always given; kept are UTC times."""

    def __init__(self, url: str, key: bytes) -> None:
        """Open the database and make its tables. Raises ServiceUnavailableError or SettingsError when that fails."""
        self._key = key
        self._engine = open_engine(url)
        self._make_tables()

    def choices(self, channel: str, person: int | str, today: date) -> Choices:
        """What the person has chosen; reading counts as use."""
        key = self._hashed(channel, person)
        with self._working() as connection:
            row = connection.execute(sa.select(choices).where(choices.c.key == key)).one_or_none()
            if row is None or row.used < today - CHOICES_KEPT:
                return Choices()
            if row.used < today:
                connection.execute(sa.update(choices).where(choices.c.key == key).values(used=today))
        return Choices(row.language, row.country, row.application_registered, row.decision_notified)

    def choose(self, channel: str, person: int | str, today: date, fact: Fact, value: str | date | None) -> None:
        """Keep one choice; None takes it back."""
        if fact not in get_args(Fact):
            raise ValueError(fact)
        key = self._hashed(channel, person)
        values: dict[str, Any] = {fact: value, "used": today}
        changed = sa.update(choices).where(choices.c.key == key).values(values)
        with self._working() as connection:
            connection.execute(sa.delete(choices).where((choices.c.key == key) & (choices.c.used < today - CHOICES_KEPT)))
            if connection.execute(changed).rowcount:
                return
        try:
            with self._working() as connection:
                connection.execute(sa.insert(choices).values(key=key, **values))
        except IntegrityError:  # another replica was first
            with self._working() as connection:
                connection.execute(changed)

    def forget(self, channel: str, person: int | str) -> bool:
        """Delete everything about the person, from the disk too; whether there was anything."""
        with self._working() as connection:
            gone = connection.execute(sa.delete(choices).where(choices.c.key == self._hashed(channel, person))).rowcount > 0
        self._scrub()
        return gone

    def claim(self, update_id: int, now: datetime) -> Claim:
        """Take an update for handling; "in work" or "done" when somebody has taken it before."""
        key = self._hashed("update", update_id)
        try:
            with self._working() as connection:
                connection.execute(sa.insert(updates).values(key=key, claimed=_utc(now), done=False))
            return "taken"
        except IntegrityError:
            pass
        abandoned = (updates.c.key == key) & ~updates.c.done & (updates.c.claimed < _utc(now - LEASE))
        with self._working() as connection:
            if connection.execute(sa.update(updates).where(abandoned).values(claimed=_utc(now))).rowcount:
                return "taken"
            done = connection.execute(sa.select(updates.c.done).where(updates.c.key == key)).scalar_one_or_none()
        return "done" if done else "in work"

    def finish(self, update_id: int) -> None:
        """Say that an update is handled."""
        with self._working() as connection:
            connection.execute(sa.update(updates).where(updates.c.key == self._hashed("update", update_id)).values(done=True))

    def release(self, update_id: int) -> None:
        """Give an update back: handling broke off, so it may come again."""
        with self._working() as connection:
            connection.execute(sa.delete(updates).where(updates.c.key == self._hashed("update", update_id)))

    def purge(self, now: datetime) -> int:
        """Delete what has ended, from the disk too; how many rows."""
        with self._working() as connection:
            old = connection.execute(sa.delete(choices).where(choices.c.used < now.date() - CHOICES_KEPT)).rowcount
            old += connection.execute(sa.delete(updates).where(updates.c.claimed < _utc(now - UPDATES_KEPT))).rowcount
        self._scrub()
        return old

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _make_tables(self) -> None:
        """Make what is missing; other replicas may be making it at this moment, and IF NOT EXISTS alone is not safe then."""
        with self._working() as connection:
            if self._engine.dialect.name == "postgresql":  # others wait here until this transaction ends
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MAKING_TABLES)))
            for table in metadata.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))

    def _hashed(self, channel: str, person: int | str) -> str:
        return hmac.new(self._key, f"{channel}:{person}".encode(), hashlib.sha256).hexdigest()

    def _scrub(self) -> None:
        """Empty SQLite's write-ahead log, which still holds what was deleted; its pages are zeroed by secure_delete."""
        if self._engine.dialect.name == "sqlite":
            with self._working() as connection:
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    @contextmanager
    def _working(self) -> Iterator[sa.Connection]:
        """A transaction. The database's own messages are not passed on: they name what was being written."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise ServiceUnavailableError(f"The database cannot be used ({type(error).__name__}).") from None


def _utc(time: datetime) -> datetime:
    """The time as every database keeps it alike: UTC, without saying so."""
    return time.astimezone(UTC).replace(tzinfo=None)

"""What is kept, in SQLite and in PostgreSQL: choices only, under a key nobody can read, with an end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.database import open_engine
from bot.store import CHOICES_KEPT, LEASE, UPDATES_KEPT, Choices, Store, metadata
from tests.making import TODAY, together

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = b"a key of some length, for tests"
PERSON = 700700700


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    store = Store(address, KEY)
    yield store
    store.close()


def rows(address: str) -> list[dict[str, Any]]:
    engine = open_engine(address)
    with engine.connect() as connection:
        found = [dict(row) for table in metadata.tables.values() for row in connection.execute(sa.select(table)).mappings()]
    engine.dispose()
    return found


def test_no_column_can_hold_a_text_a_name_or_a_number_in_clear() -> None:
    columns = {
        f"{table.name}.{column.name}": (type(column.type).__name__, getattr(column.type, "length", None))
        for table in metadata.tables.values()
        for column in table.columns
    }
    assert columns == {
        "choices.key": ("String", 64),
        "choices.language": ("String", 2),
        "choices.country": ("String", 2),
        "choices.application_registered": ("Date", None),
        "choices.decision_notified": ("Date", None),
        "choices.used": ("Date", None),
        "updates.key": ("String", 64),
        "updates.claimed": ("DateTime", None),
        "updates.done": ("Boolean", None),
    }


def test_choices_are_kept_over_a_restart_and_by_person(store: Store, address: str) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    store.choose("telegram", PERSON, TODAY, "country", "FI")
    store.choose("telegram", PERSON, TODAY, "application_registered", date(2026, 7, 1))
    store.close()
    again = Store(address, KEY)
    assert again.choices("telegram", PERSON, TODAY) == Choices("ru", "FI", date(2026, 7, 1))
    assert again.choices("telegram", PERSON + 1, TODAY) == Choices()
    assert again.choices("web", PERSON, TODAY) == Choices()
    again.choose("telegram", PERSON, TODAY, "country", None)
    assert again.choices("telegram", PERSON, TODAY) == Choices("ru", None, date(2026, 7, 1))
    again.close()


def test_another_key_knows_nobody(store: Store, address: str) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    other = Store(address, b"another key of some length")
    assert other.choices("telegram", PERSON, TODAY) == Choices()
    other.close()


def test_only_what_a_person_chooses_can_be_kept(store: Store) -> None:
    with pytest.raises(ValueError, match="question"):
        store.choose("telegram", PERSON, TODAY, "question", "тайна")  # type: ignore[arg-type]


def test_choices_end_after_their_last_use(store: Store, address: str) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    used = TODAY + CHOICES_KEPT
    assert store.choices("telegram", PERSON, used) == Choices("ru"), "the last day, and a use"
    assert store.purge(NOW + 2 * CHOICES_KEPT) == 0
    late = used + CHOICES_KEPT + timedelta(days=1)
    assert store.choices("telegram", PERSON, late) == Choices(), "even before the purge"
    assert store.purge(NOW + (late - TODAY)) == 1
    assert rows(address) == []


def test_a_new_choice_brings_no_ended_one_back(store: Store) -> None:
    store.choose("telegram", PERSON, TODAY, "country", "FI")
    late = TODAY + CHOICES_KEPT + timedelta(days=1)
    store.choose("telegram", PERSON, late, "language", "ru")
    assert store.choices("telegram", PERSON, late) == Choices("ru")


def test_an_update_is_taken_once_and_may_be_given_back(store: Store) -> None:
    assert [store.claim(5, NOW), store.claim(5, NOW), store.claim(6, NOW)] == ["taken", "in work", "taken"]
    store.finish(5)
    assert store.claim(5, NOW + LEASE * 2) == "done"
    store.release(6)
    assert store.claim(6, NOW) == "taken"


def test_what_a_dead_process_took_is_free_again(store: Store, address: str) -> None:
    assert store.claim(5, NOW) == "taken"
    store.close()
    other = Store(address, KEY)
    assert other.claim(5, NOW + LEASE) == "in work"
    assert other.claim(5, NOW + LEASE + timedelta(seconds=1)) == "taken"
    assert other.claim(5, NOW + LEASE + timedelta(seconds=2)) == "in work"
    other.close()


def test_claims_end_after_a_day(store: Store, address: str) -> None:
    store.claim(5, NOW)
    store.finish(5)
    assert store.purge(NOW + UPDATES_KEPT) == 0
    assert store.purge(NOW + UPDATES_KEPT + timedelta(seconds=1)) == 1
    assert rows(address) == []


def started_together(address: str) -> list[Store]:
    """Four replicas that make their tables at the same moment."""
    stores: list[Store] = []
    ready = threading.Barrier(4)

    def start() -> None:
        ready.wait()
        stores.append(Store(address, KEY))

    together(start for _ in range(4))
    assert len(stores) == 4
    return stores


def test_replicas_may_start_at_the_same_moment(new_address: Callable[[], str]) -> None:
    for _ in range(20):
        for store in started_together(new_address()):
            store.close()


def test_of_many_replicas_one_takes_an_update(address: str) -> None:
    stores = started_together(address)
    taken: list[str] = []
    ready = threading.Barrier(len(stores))

    def work(store: Store) -> None:
        for update in range(20):
            ready.wait()
            taken.append(store.claim(update, NOW))

    together(partial(work, store) for store in stores)
    assert taken.count("taken") == 20
    assert len(taken) == 80
    for store in stores:
        store.close()


def test_many_at_once_choose_for_one_person(address: str) -> None:
    stores = started_together(address)
    faults: list[Exception] = []

    def work(store: Store) -> None:
        try:
            store.choose("telegram", PERSON, TODAY, "language", "ru")
        except Exception as error:
            faults.append(error)

    together(partial(work, store) for store in stores)
    assert faults == []
    assert len(rows(address)) == 1
    for store in stores:
        store.close()


def test_only_hashes_name_a_person(store: Store, address: str) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    store.claim(PERSON, NOW)
    assert {len(row["key"]) for row in rows(address)} == {64}
    assert str(PERSON) not in str(rows(address))

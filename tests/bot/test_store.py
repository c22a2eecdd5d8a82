"""What is kept: choices only, under a key nobody can read, with an end, and gone from the disk when deleted."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.database import hash_key, open_engine
from bot.store import CHOICES_KEPT, LEASE, UPDATES_KEPT, Choices, Store, metadata
from knowledge.errors import ServiceUnavailableError, SettingsError
from tests.making import TODAY

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = b"a key of some length, for tests"
PERSON = 700700700


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'home' / 'otkaz.db'}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(url(tmp_path), KEY)
    yield store
    store.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def rows(folder: Path) -> list[dict[str, Any]]:
    engine = open_engine(url(folder))
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


def test_choices_are_kept_over_a_restart_and_by_person(store: Store, tmp_path: Path) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    store.choose("telegram", PERSON, TODAY, "country", "FI")
    store.choose("telegram", PERSON, TODAY, "application_registered", date(2026, 7, 1))
    store.close()
    again = Store(url(tmp_path), KEY)
    assert again.choices("telegram", PERSON, TODAY) == Choices("ru", "FI", date(2026, 7, 1))
    assert again.choices("telegram", PERSON + 1, TODAY) == Choices()
    assert again.choices("web", PERSON, TODAY) == Choices()
    again.choose("telegram", PERSON, TODAY, "country", None)
    assert again.choices("telegram", PERSON, TODAY) == Choices("ru", None, date(2026, 7, 1))
    again.close()


def test_another_key_knows_nobody(store: Store, tmp_path: Path) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    other = Store(url(tmp_path), b"another key of some length")
    assert other.choices("telegram", PERSON, TODAY) == Choices()
    other.close()


def test_only_what_a_person_chooses_can_be_kept(store: Store) -> None:
    with pytest.raises(ValueError, match="question"):
        store.choose("telegram", PERSON, TODAY, "question", "тайна")  # type: ignore[arg-type]


def test_nothing_on_the_disk_names_the_person(store: Store, tmp_path: Path) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    store.claim(PERSON, NOW)
    store.close()
    assert str(PERSON).encode() not in on_disk(tmp_path)
    assert PERSON.to_bytes(4, "big") not in on_disk(tmp_path)
    assert {len(row["key"]) for row in rows(tmp_path)} == {64}


def test_forgetting_leaves_nothing_on_the_disk(store: Store, tmp_path: Path) -> None:
    for person in range(PERSON, PERSON + 30):
        store.choose("telegram", person, TODAY, "language", "ru")
    key = store._hashed("telegram", PERSON).encode()
    assert key in on_disk(tmp_path)
    assert store.forget("telegram", PERSON)
    assert key not in on_disk(tmp_path), "while the database is open, as after a kill"
    assert not store.forget("telegram", PERSON)
    assert store.choices("telegram", PERSON, TODAY) == Choices()
    assert store.choices("telegram", PERSON + 1, TODAY) == Choices("ru")


def test_choices_end_after_their_last_use(store: Store, tmp_path: Path) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    used = TODAY + CHOICES_KEPT
    assert store.choices("telegram", PERSON, used) == Choices("ru"), "the last day, and a use"
    assert store.purge(NOW + 2 * CHOICES_KEPT) == 0
    late = used + CHOICES_KEPT + timedelta(days=1)
    assert store.choices("telegram", PERSON, late) == Choices(), "even before the purge"
    assert store.purge(NOW + (late - TODAY)) == 1
    assert rows(tmp_path) == []
    assert store._hashed("telegram", PERSON).encode() not in on_disk(tmp_path)


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


def test_what_a_dead_process_took_is_free_again(store: Store, tmp_path: Path) -> None:
    assert store.claim(5, NOW) == "taken"
    store.close()
    other = Store(url(tmp_path), KEY)
    assert other.claim(5, NOW + LEASE) == "in work"
    assert other.claim(5, NOW + LEASE + timedelta(seconds=1)) == "taken"
    assert other.claim(5, NOW + LEASE + timedelta(seconds=2)) == "in work"
    other.close()


def test_claims_end_after_a_day(store: Store, tmp_path: Path) -> None:
    store.claim(5, NOW)
    store.finish(5)
    assert store.purge(NOW + UPDATES_KEPT) == 0
    assert store.purge(NOW + UPDATES_KEPT + timedelta(seconds=1)) == 1
    assert rows(tmp_path) == []


def started_together(folder: Path) -> list[Store]:
    """Four replicas that make their tables at the same moment."""
    stores: list[Store] = []
    ready = threading.Barrier(4)

    def start() -> None:
        ready.wait()
        stores.append(Store(url(folder), KEY))

    together(start for _ in range(4))
    return stores


def together(works: Iterable[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_replicas_one_takes_an_update(tmp_path: Path) -> None:
    stores = started_together(tmp_path)
    taken: list[str] = []
    ready = threading.Barrier(len(stores))

    def work(store: Store) -> None:
        for update in range(20):
            ready.wait()
            taken.append(store.claim(update, NOW))

    together(partial(work, store) for store in stores)
    assert len(stores) == 4
    assert taken.count("taken") == 20
    assert len(taken) == 80
    for store in stores:
        store.close()


def test_many_at_once_choose_for_one_person(tmp_path: Path) -> None:
    stores = started_together(tmp_path)
    faults: list[Exception] = []

    def work(store: Store) -> None:
        try:
            store.choose("telegram", PERSON, TODAY, "language", "ru")
        except Exception as error:
            faults.append(error)

    together(partial(work, store) for store in stores)
    assert faults == []
    assert len(rows(tmp_path)) == 1
    for store in stores:
        store.close()


def test_sqlite_is_opened_carefully(store: Store, tmp_path: Path) -> None:
    with store._working() as connection:
        found = {name: connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "secure_delete")}
    assert found == {"journal_mode": "wal", "secure_delete": 1}
    for path in (tmp_path / "home").glob("otkaz.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_same_statements_are_made_for_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(sa.schema.CreateTable(table).compile(dialect=dialect)) for table in metadata.tables.values()]
    assert "VARCHAR(64)" in made[0]
    assert "BOOLEAN" in made[1]


@pytest.mark.parametrize("address", ["nonsense", "oracle://x/y", "nosuch+driver://x"])
def test_an_address_that_is_none_is_a_setting_to_correct(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OTKAZ_DATABASE_URL") as caught:
        Store(address, KEY)
    assert address not in caught.value.message, "it may carry a password"


def test_a_database_that_is_away_is_said_without_details(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "otkaz.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(ServiceUnavailableError) as caught:
        Store(url(tmp_path), KEY)
    assert caught.value.message == "The database cannot be used (DatabaseError)."
    assert caught.value.__suppress_context__


# The key


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = hash_key(None, home)
    assert len(first) == 64
    assert hash_key(None, home) == first
    assert stat.S_IMODE((home / "hash.key").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["hash.key"]
    assert hash_key(None, tmp_path / "other") != first
    assert hash_key("the key that is set", home) == b"the key that is set"


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    ready = threading.Barrier(8)

    def work() -> None:
        ready.wait()
        keys.append(hash_key(None, tmp_path / "home"))

    together(work for _ in range(8))
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_broken_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "hash.key").write_text("")
    with pytest.raises(SettingsError, match=r"hash\.key"):
        hash_key(None, tmp_path)

"""The database on the disk, who can read it, what stays in it after deleting; and the key."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.database import hash_key
from bot.store import CHOICES_KEPT, Choices, Store
from knowledge.errors import ServiceUnavailableError, SettingsError
from tests.making import TODAY, together

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


def test_nothing_on_the_disk_names_the_person(store: Store, tmp_path: Path) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    store.claim(PERSON, NOW)
    store.close()
    assert str(PERSON).encode() not in on_disk(tmp_path)
    assert PERSON.to_bytes(4, "big") not in on_disk(tmp_path)


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


def test_what_has_ended_leaves_nothing_on_the_disk(store: Store, tmp_path: Path) -> None:
    store.choose("telegram", PERSON, TODAY, "language", "ru")
    key = store._hashed("telegram", PERSON).encode()
    assert key in on_disk(tmp_path)
    assert store.purge(NOW + CHOICES_KEPT + timedelta(days=1)) == 1
    assert key not in on_disk(tmp_path)


def test_sqlite_is_opened_carefully(store: Store, tmp_path: Path) -> None:
    with store._working() as connection:
        found = {name: connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "secure_delete")}
    assert found == {"journal_mode": "wal", "secure_delete": 1}
    for path in (tmp_path / "home").glob("otkaz.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


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


def test_a_database_is_made_whole_beside_a_draft_that_broke_off(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "otkaz.db").touch()
    Store(url(tmp_path), KEY).close()
    with sa.create_engine(url(tmp_path)).connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"


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

"""Opening the database, and the key under which people are known in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from knowledge.errors import SettingsError


def open_engine(url: str) -> Engine:
    """The engine for an address. Raises SettingsError when it is malformed or its driver is not installed."""
    try:
        address = make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() == "sqlite" and address.database:
            _make_once(Path(address.database), _empty_sqlite)  # SQLite gives its log the same rights
        engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:
        hint = " Install otkaz[postgres]." if isinstance(error, ImportError) else ""
        raise SettingsError(f"OTKAZ_DATABASE_URL: not a database address we can use.{hint}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _careful_sqlite)
    return engine


def hash_key(given: str | None, home: Path) -> bytes:
    """The key of the hashes: the setting's, else one made at the first start and kept in the home folder."""
    if given:
        return given.encode()
    path = home / "hash.key"
    _make_once(path, lambda draft: draft.write_text(os.urandom(32).hex(), encoding="ascii"))
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise SettingsError(f"{path} holds no key: delete it, and a new one is made (choices kept under the old one are lost).")
    return key.encode()


def _make_once(path: Path, write: Callable[[Path], object]) -> None:
    """Make a file readable by its owner alone: whole or not at all, and never over another process's."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        write(draft)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _empty_sqlite(path: Path) -> None:
    """A database already in WAL mode: of processes that switch to it at the same moment, SQLite turns some away unwaiting."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _careful_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "secure_delete=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()

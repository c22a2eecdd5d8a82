"""A marked phrase goes through every door, at every log level; afterwards it is in no file, log or temporary file."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.answering.assistant import Assistant
from bot.logging import configure_logging
from bot.settings import Settings
from bot.telegram.application import build_application, running
from knowledge.embedding import OnnxEmbeddings
from knowledge.index import Library
from tests.safety.tracing import (
    DRIVER,
    MARK,
    NAME,
    QUESTION,
    SECRETS,
    World,
    kill_in_the_middle,
    make_world,
    secrets_in,
    serving,
)
from tests.telegram.conftest import _logging_restored  # noqa: F401  (a fixture)
from tests.telegram.faking import TOKEN, Failure, OfflineRequest, message, press

LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"]
COMMANDS = """
import sys
for arguments in {arguments!r}:
    sys.argv = ["otkaz", *arguments]
    try:
        main()
    except SystemExit as ended:
        print("ended with", ended.code, flush=True)
"""


@pytest.fixture(params=LEVELS)
def world(
    request: pytest.FixtureRequest, tmp_path: Path, tiny_home: Path, command_environment: Callable[..., dict[str, str]]
) -> World:
    return make_world(tmp_path / "world", tiny_home, command_environment, request.param)


def test_the_search_finds_what_was_left(world: World) -> None:
    """The test of the tests: whoever leaves something is found, in whatever form."""
    assert world.traces() == []
    for number, left in enumerate((QUESTION, json.dumps({"q": QUESTION}), QUESTION.upper())):
        (world.folder / "tmp" / f"left{number}").write_text(left, encoding="utf-8")
    (world.folder / "cwd" / f"{MARK}.log").touch()
    (world.home / "otkaz.db").write_bytes(b"\0" * 100 + NAME.encode("utf-16-le"))
    assert {path.rpartition("/")[2] for path, _ in world.traces()} == {"left0", "left1", "left2", f"{MARK}.log", "otkaz.db"}


def test_the_command_line(world: World, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"  # the asker's own file, outside the world
    asked = (
        {"question": QUESTION},
        {"question": [MARK]},
        {"question": MARK},
        {"question": "?", "history": [{"user": QUESTION}]},
    )
    batch.write_text("\n".join([*map(json.dumps, asked), f"no JSON {MARK}"]), encoding="utf-8")
    commands = [
        ["ask", QUESTION],
        ["ask", "--json", QUESTION],
        ["ask", "--batch", str(batch)],
        ["ask", f"please-break {QUESTION}"],
        ["ask", "--country", "FI", f"{NAME} " * 1000],
        ["chat"],
    ]
    log = tmp_path / "log"
    process = world.start(DRIVER + COMMANDS.format(arguments=commands), log=log)
    process.communicate(f"{QUESTION}\nи что потом, {MARK}?\n\n".encode(), timeout=300)
    printed = log.read_text()
    assert process.returncode == 0
    assert printed.count("ended with 0") + printed.count("ended with 2") + printed.count("ended with 1") >= 3, printed
    assert "ValueError" in printed, "the broken question was asked"
    assert printed.count("personal_data") >= 2
    assert secrets_in(log.read_bytes()) == []
    assert world.traces() == []


def test_the_web_killed_in_the_middle_of_a_request(world: World, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(world, log) as (client, process):
        answered = client.post("/v1/ask", json={"question": QUESTION, "history": [{"user": QUESTION}]})
        assert answered.status_code == 200
        assert answered.json()["notices"] == ["personal_data"]
        replies = [
            answered,
            client.post("/v1/ask", json={"question": f"please-break {QUESTION}"}),
            client.post("/v1/ask", json={"question": [QUESTION]}),
            client.post("/v1/ask", json={"question": "why", "language": QUESTION, MARK: NAME}),
            client.post("/v1/ask", json={"question": QUESTION * 100}),
            client.post("/v1/ask", content=QUESTION.encode(), headers={"content-type": "application/json"}),
            client.get("/v1/articles", params={"language": QUESTION}),
            client.get(f"/v1/rules/{MARK}%20{NAME}"),
            client.get(f"/{MARK}", params={"q": QUESTION}, headers={"referer": f"http://x/?{MARK}", "user-agent": MARK}),
            client.put("/v1/ask", json={"question": QUESTION}),
        ]
        assert [reply.status_code for reply in replies] == [200, 500, 422, 422, 422, 422, 422, 404, 404, 405]
        with suppress(httpx.TransportError):  # refused unread: the connection may be closed before the reply is read
            assert client.post("/v1/ask", content=(QUESTION * 3000).encode()).status_code == 413
        repeated = [reply.request.url.path for reply in replies if secrets_in(reply.content)]
        # What stands in an address of ours may be named in its own reply ("There is no rule …"); nothing else is repeated.
        assert [path for path in repeated if not path.startswith("/v1/rules/")] == []
        kill_in_the_middle(client, process, log, f"please-hang {QUESTION}")
    assert process.returncode == -signal.SIGKILL
    assert secrets_in(log.read_bytes()) == []
    assert world.traces() == []


def test_the_web_stopped_in_order(tmp_path: Path, tiny_home: Path, command_environment: Callable[..., dict[str, str]]) -> None:
    world = make_world(tmp_path / "world", tiny_home, command_environment, "DEBUG")
    log = tmp_path / "log"
    with serving(world, log) as (client, process):
        assert client.post("/v1/ask", json={"question": QUESTION}).status_code == 200
        process.terminate()
        process.wait(60)
    assert b"serving on" in log.read_bytes()
    assert secrets_in(log.read_bytes()) == []
    assert world.traces() == []


async def test_telegram(
    world: World,
    model: OnnxEmbeddings,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("TMPDIR", world.environment["TMPDIR"])
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr("bot.telegram.sending.RETRY_AFTER", 0.0)
    configure_logging(world.environment["OTKAZ_LOG_LEVEL"])
    caplog.handler.setLevel(logging.NOTSET)
    assistant = Assistant(Library(world.home), lambda: model)
    settings = Settings(
        home=world.home, database_url=None, telegram_token=SecretStr(TOKEN), telegram_webhook_url=None, log_level="DEBUG"
    )
    request = OfflineRequest()

    async def answered(count: int, *updates: dict[str, Any]) -> None:
        wanted = len(request.sent) + count
        request.updates = list(updates)
        async with asyncio.timeout(60):
            while len(request.sent) < wanted:
                await asyncio.sleep(0.01)

    broken = {"update_id": 10, "message": {"message_id": 1, "date": MARK, "chat": 5}}
    async with running(build_application(settings, assistant, request), settings):  # type: ignore[arg-type]
        await answered(1, message(QUESTION))
        assert "How many weeks" not in request.sent[-1].text
        await answered(1, message(f"А потом? {MARK}"))
        await answered(1, message(f"/country {MARK}"))
        await answered(2, press("country:FI"))
        await answered(1, message(f"/{MARK} {NAME}"))
        await answered(1, message("/privacy"))
        photo = {"file_id": MARK, "file_unique_id": MARK, "width": 1, "height": 1}
        await answered(1, message(None, photo=[photo], caption=QUESTION))
        monkeypatch.setattr(assistant, "_read", _breaks)
        await answered(1, message(QUESTION))
        request.failures["sendMessage"] = Failure(400, f"can't parse: {QUESTION}", times=1)
        await answered(1, message(QUESTION, chat=9))
        await answered(1, press(f"ask:ru:{MARK}"))
        request.updates = [broken]
        while request.updates:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
    assert (world.home / "otkaz.db").exists()
    assert [call.text for call in request.sent if secrets_in(call.text.encode())] == [], "nothing is repeated"
    logged = capfd.readouterr().err + caplog.text
    assert "update failed: ValueError" in logged
    assert secrets_in(logged.encode()) == []
    assert world.traces() == []


def _breaks(question: Any) -> Any:
    raise ValueError(f"{question.text} {QUESTION}")


def test_every_secret_is_looked_for() -> None:
    assert len(secrets_in(QUESTION.encode())) == len(SECRETS) - 1, "one is another form of the number"

"""The marked phrase again, through commands that are killed while they work on it, with everything logged that can be."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bot.telegram.webhook import DEFAULT_PATH, SECRET_HEADER
from tests.safety.bot_api import BotApi, bot_api
from tests.safety.tracing import DRIVER, MARK, NAME, QUESTION, World, make_world, secrets_in, wait_for
from tests.telegram.faking import TOKEN, message, press

SECRET = "a-secret-of-more-than-16"
IN_THE_MIDDLE = b"in the middle"


@pytest.fixture
def world(tmp_path: Path, tiny_home: Path, command_environment: Callable[..., dict[str, str]]) -> World:
    return make_world(tmp_path / "world", tiny_home, command_environment, "DEBUG")


@pytest.fixture
def api() -> Iterator[BotApi]:
    with bot_api() as served:
        yield served


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["ask", f"please-hang {QUESTION}"], ""),
        (["ask", "--json", "-"], f"please-hang {QUESTION}"),
        (["ask", "--batch", "-"], f'{{"question": "please-hang {QUESTION}", "history": [{{"user": "{QUESTION}"}}]}}'),
        (["chat"], f"{QUESTION}\nplease-hang {QUESTION}\n"),
    ],
)
def test_the_command_line(world: World, tmp_path: Path, arguments: list[str], given: str) -> None:
    log = tmp_path / "log"
    process = world.start(DRIVER + "main()", *arguments, log=log)
    assert process.stdin is not None
    process.stdin.write(given.encode())
    with suppress(BrokenPipeError):
        process.stdin.flush() if arguments == ["chat"] else process.stdin.close()
    wait_for(lambda: IN_THE_MIDDLE in log.read_bytes(), process, log)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    with suppress(BrokenPipeError):
        process.stdin.close()
    assert secrets_in(log.read_bytes()) == []
    assert world.traces() == []


def test_counting_a_deadline(world: World, tmp_path: Path) -> None:
    """Words that no deadline knows are refused without being kept."""
    log = tmp_path / "log"
    process = world.start(DRIVER + "main()", "deadline", "--country", "FI", "--decision", f"{MARK} {NAME}", log=log)
    process.communicate(timeout=300)
    assert world.traces() == []


@pytest.mark.parametrize("webhook", [False, True])
@pytest.mark.parametrize("command", ["telegram", "serve"])
def test_telegram(world: World, tmp_path: Path, api: BotApi, command: str, webhook: bool) -> None:
    log, port = tmp_path / "log", _free_port()
    world.environment.update(
        OTKAZ_TELEGRAM_TOKEN=TOKEN, OTKAZ_TELEGRAM_API_URL=api.address, OTKAZ_PORT=str(port), OTKAZ_HOST="127.0.0.1"
    )
    if webhook:
        world.environment.update(OTKAZ_TELEGRAM_WEBHOOK_URL="https://bot.example", OTKAZ_TELEGRAM_WEBHOOK_SECRET=SECRET)
    process = world.start(DRIVER + "main()", command, log=log)
    updates = [
        message(QUESTION),
        message(f"А потом? {MARK}"),
        message(f"/deadline FI 2026-11-16 {MARK} {NAME}", chat=9),
        message(f"/country {MARK}"),
        message(f"/{MARK} {NAME}"),
        press(f"ask:ru:{MARK}"),
        message(f"please-break {QUESTION}"),
        message(None, document={"file_id": MARK, "file_unique_id": MARK, "file_name": MARK}, caption=QUESTION),
    ]
    try:
        wait_for(lambda: api.called("setWebhook" if webhook else "getUpdates"), process, log)
        for update in updates:
            before = len(api.sent())
            _post(port, update) if webhook else api.updates.append(update)
            wait_for(lambda before=before: len(api.sent()) > before, process, log)  # type: ignore[misc]
        last = message(f"please-hang {QUESTION}", chat=8)
        _post(port, last) if webhook else api.updates.append(last)
        wait_for(lambda: IN_THE_MIDDLE in log.read_bytes(), process, log)
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()
    assert (world.home / "otkaz.db").exists(), "the bot keeps what it may, here"
    assert "ValueError" in log.read_text(errors="replace"), "the broken question was asked"
    assert secrets_in(log.read_bytes()) == []
    assert world.traces() == []
    # /deadline says for which words it knows no time limit, in that chat; no other answer repeats anything.
    assert [body for body in api.sent() if secrets_in(body) and b"chat_id=9" not in body] == []


def _post(port: int, update: object) -> None:
    """Deliver an update as Telegram does; the reply may come only when it is handled, or never when that is killed."""
    with suppress(httpx.TransportError):
        httpx.post(f"http://127.0.0.1:{port}{DEFAULT_PATH}", json=update, headers={SECRET_HEADER: SECRET}, timeout=10)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port

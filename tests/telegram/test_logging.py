"""At no level does anything a person wrote, their name, or the token reach a log."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.answering.question import Question
from bot.logging import configure_logging, guard_carriers
from bot.settings import Settings
from bot.telegram.application import build_application, running
from tests.telegram.answers import FakeAssistant
from tests.telegram.faking import TOKEN, Failure, OfflineRequest, message

SECRETS = ("тайная фраза", "Имя", "+358 40 123", TOKEN, TOKEN.partition(":")[2])


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
async def test_a_conversation_leaves_no_trace(
    level: str,
    settings: Settings,
    assistant: FakeAssistant,
    request_: OfflineRequest,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(question: Question) -> None:
        if "сломай" in question.text:
            raise ValueError(question.text)

    configure_logging(level)
    caplog.handler.setLevel(logging.NOTSET)
    assistant.before = fail
    broken = {"update_id": 10, "message": {"message_id": 1, "date": "тайная фраза", "chat": 5}}
    request_.updates = [message("тайная фраза +358 40 123")]
    request_.failures = {
        "sendChatAction": Failure(500, f"тайная фраза {TOKEN}"),
        "setMyCommands": Failure(401, TOKEN),
        "sendMessage": Failure(400, "can't parse: тайная фраза", times=1),
    }
    async with running(build_application(settings, assistant, request_), settings):  # type: ignore[arg-type]
        async with asyncio.timeout(5):
            while len(request_.sent) < 2:
                await asyncio.sleep(0.01)
            request_.updates = [message("сломай: тайная фраза", chat=9)]
            while len(request_.sent) < 3:
                await asyncio.sleep(0.01)
        request_.updates = [broken]  # python-telegram-bot prints what it cannot read, at CRITICAL
        request_.failures["getUpdates"] = Failure(401, TOKEN, times=0)
        async with asyncio.timeout(5):
            while request_.updates:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
    logged = capfd.readouterr().err + caplog.text
    assert "_bot.get_updates" in logged, "the kind and place of the trouble are logged"
    assert "update failed: ValueError" in logged
    for secret in SECRETS:
        assert secret not in logged


def test_an_exception_is_logged_with_its_place_but_without_its_message(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    try:
        raise ValueError("тайная фраза")
    except ValueError:
        logging.getLogger("otkaz").exception("broke")
        logging.getLogger("some.library").exception("broke too")
    logged = capfd.readouterr().err
    assert logged.count("ValueError") == 2
    assert "test_logging.py" in logged
    assert "тайная" not in logged


def test_levels(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    configure_logging("DEBUG")
    for name in ("otkaz", "otkaz.part", "chromadb", "httpx", "telegram.ext.Application"):
        logging.getLogger(name).debug("%s fine", name)
        logging.getLogger(name).info("%s said", name)
        logging.getLogger(name).warning("%s warned", name)
    logged = capfd.readouterr().err
    assert logged.count("otkaz.part fine") == 1, "setting up twice writes once"
    assert "chromadb said" not in logged
    assert "chromadb warned" in logged
    assert "said" not in logged.replace("otkaz said", "").replace("otkaz.part said", "")
    assert "httpx warned" not in logged
    assert "WARNING httpx: test_logging.test_levels" in logged


@pytest.mark.parametrize("name", ["telegram.Bot", "httpx", "httpcore.connection", "asyncio", "uvicorn.access"])
def test_no_listener_anywhere_gets_what_carriers_say(name: str, caplog: pytest.LogCaptureFixture) -> None:
    guard_carriers()
    with caplog.at_level(logging.DEBUG):
        try:
            raise ValueError("тайная фраза")
        except ValueError:
            logging.getLogger(name).critical("тайная фраза: %r", "тайная фраза", exc_info=True)
    assert "test_logging.test_no_listener" in caplog.text
    assert "ValueError" in caplog.text
    assert "тайная" not in caplog.text
    assert "тайная" not in repr([vars(record) for record in caplog.records])


def test_building_the_bot_is_enough_to_guard(application: Any, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("telegram.Bot").critical("Received data was %r", "тайная фраза")
    assert "тайная" not in caplog.text

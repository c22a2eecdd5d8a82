"""A bot without a network."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from telegram.ext import Application

from bot.logging import CARRIERS, OURS
from bot.settings import Settings
from bot.telegram.application import build_application
from knowledge.content import Content
from tests.telegram.answers import FakeAssistant
from tests.telegram.faking import TOKEN, OfflineRequest

SECRET = "a-secret-of-more-than-16"


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    """Logging set up by a test ends with it."""
    loggers = [logging.getLogger(name) for name in (None, OURS, *CARRIERS)]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    factory = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(factory)
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers = handlers


@pytest.fixture
def assistant(full_content: Content) -> FakeAssistant:
    return FakeAssistant(full_content)


@pytest.fixture
def request_() -> OfflineRequest:
    return OfflineRequest()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "home",
        database_url=None,
        telegram_token=SecretStr(TOKEN),
        telegram_api_url="https://api.telegram.org",
        telegram_webhook_url=None,
        telegram_webhook_secret=None,
        log_level="DEBUG",
    )


@pytest.fixture
async def application(
    settings: Settings, assistant: FakeAssistant, request_: OfflineRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The bot, ready to handle updates; `request_` has what it sends."""
    monkeypatch.setattr("bot.telegram.sending.RETRY_AFTER", 0.0)
    application = build_application(settings, assistant, request_)  # type: ignore[arg-type]
    async with application:
        yield application

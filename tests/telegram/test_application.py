"""Building, starting and stopping the bot."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram.application import build_application, running
from bot.telegram.handlers import COMMANDS
from bot.telegram.serving import attach, webhook_app
from bot.telegram.webhook import SECRET_HEADER
from bot.texts import texts
from knowledge.errors import ServiceUnavailableError, SettingsError
from tests.telegram.answers import FakeAssistant
from tests.telegram.conftest import SECRET
from tests.telegram.faking import TOKEN, Failure, OfflineRequest, message


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.application.ATTEMPTS", (0.0, 0.0))


@pytest.fixture
def build(settings: Settings, assistant: FakeAssistant, request_: OfflineRequest) -> Any:
    return lambda: build_application(settings, assistant, request_)  # type: ignore[arg-type]


async def until(done: Any) -> None:
    async with asyncio.timeout(5):
        while not done():
            await asyncio.sleep(0.01)


def test_a_token_is_needed(settings: Settings, assistant: FakeAssistant) -> None:
    with pytest.raises(SettingsError, match="OTKAZ_TELEGRAM_TOKEN"):
        build_application(settings.model_copy(update={"telegram_token": None}), assistant)  # type: ignore[arg-type]


def test_another_server_can_be_set(settings: Settings, assistant: FakeAssistant) -> None:
    elsewhere = settings.model_copy(update={"telegram_api_url": "http://127.0.0.1:8081"})
    application = build_application(elsewhere, assistant)  # type: ignore[arg-type]
    assert application.bot.base_url == f"http://127.0.0.1:8081/bot{TOKEN}"


async def test_polling_asks_for_messages_and_buttons_only_and_answers(
    build: Any, settings: Settings, request_: OfflineRequest
) -> None:
    request_.updates = [message()]
    async with running(build(), settings):
        await until(lambda: request_.sent)
    polled = next(call for call in request_.calls if call.method == "getUpdates")
    assert polled.parameters["allowed_updates"] == ["message", "callback_query"]
    assert "setWebhook" not in [call.method for call in request_.calls]


async def test_commands_are_shown_in_both_languages(build: Any, settings: Settings, request_: OfflineRequest) -> None:
    async with running(build(), settings):
        await until(lambda: [call.method for call in request_.calls].count("setMyCommands") == 4)
    shown = {
        call.parameters.get("language_code"): [command["description"] for command in call.parameters["commands"]]
        for call in request_.calls
        if call.method == "setMyCommands"
    }
    assert shown[None] == [texts("en").commands[command] for command in COMMANDS]
    assert shown["ru"] == shown["uk"] == shown["be"] == [texts("ru").commands[command] for command in COMMANDS]


@pytest.mark.parametrize("status", [400, 404, 500])
async def test_a_refused_command_list_costs_nothing(
    status: int, build: Any, settings: Settings, request_: OfflineRequest
) -> None:
    request_.failures["setMyCommands"] = Failure(status)
    request_.updates = [message()]
    async with running(build(), settings):
        await until(lambda: request_.sent)


async def test_a_refused_token_is_a_setting_to_correct_and_is_not_shown(
    build: Any, settings: Settings, request_: OfflineRequest
) -> None:
    request_.failures["getMe"] = Failure(401, "Unauthorized")
    with pytest.raises(SettingsError) as caught:
        async with running(build(), settings):
            pass
    assert TOKEN not in caught.value.message
    assert caught.value.__suppress_context__


async def test_start_survives_a_short_fault(build: Any, settings: Settings, request_: OfflineRequest) -> None:
    request_.failures["getMe"] = Failure(502, times=2)
    async with running(build(), settings):
        pass


async def test_a_telegram_out_of_reach_is_named(build: Any, settings: Settings, request_: OfflineRequest) -> None:
    request_.failures["getMe"] = Failure(502)
    with pytest.raises(ServiceUnavailableError, match=r"api\.telegram\.org") as caught:
        async with running(build(), settings):
            pass
    assert caught.value.exit_code == 3


async def test_polling_goes_on_after_a_fault_and_logs_its_kind(
    build: Any, settings: Settings, request_: OfflineRequest, caplog: pytest.LogCaptureFixture
) -> None:
    request_.failures["getUpdates"] = Failure(502, "тайна", times=1)
    request_.updates = [message()]
    with caplog.at_level(logging.INFO):
        async with running(build(), settings):
            await until(lambda: request_.sent)
    assert "polling failed: NetworkError" in caplog.text
    assert "тайна" not in caplog.text


@pytest.fixture
def webhook(settings: Settings) -> Settings:
    changes = {"telegram_webhook_url": "https://bot.example/hook", "telegram_webhook_secret": SecretStr(SECRET)}
    return settings.model_copy(update=changes)


def serve_alone(application: Any, settings: Settings) -> FastAPI:
    return webhook_app(application, settings)


def serve_beside(application: Any, settings: Settings) -> FastAPI:
    app = FastAPI()
    attach(app, application, settings)
    return app


@pytest.mark.parametrize("serve", [serve_alone, serve_beside])
async def test_webhook_is_set_with_its_secret_and_served(
    serve: Any, webhook: Settings, build: Any, request_: OfflineRequest
) -> None:
    app = serve(build(), webhook)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")
    async with app.router.lifespan_context(app), client:
        await until(lambda: "setMyCommands" in [call.method for call in request_.calls])
        given = next(call for call in request_.calls if call.method == "setWebhook").parameters
        assert (given["url"], given["secret_token"]) == ("https://bot.example/hook", SECRET)
        answer = await client.post("/hook", json=message(), headers={SECRET_HEADER: SECRET})
        assert answer.status_code == 200
        assert (await client.post("/hook", json=message())).status_code == 403
    assert "getUpdates" not in [call.method for call in request_.calls]
    assert len(request_.sent) == 1


@pytest.mark.parametrize("serve", [serve_alone, serve_beside])
def test_no_webhook_without_a_secret(serve: Any, webhook: Settings, build: Any) -> None:
    with pytest.raises(SettingsError, match="SECRET"):
        serve(build(), webhook.model_copy(update={"telegram_webhook_secret": None}))


async def test_beside_the_web_the_bot_polls_in_the_same_loop(build: Any, settings: Settings, request_: OfflineRequest) -> None:
    request_.updates = [message()]
    application = build()
    app = serve_beside(application, settings)
    async with app.router.lifespan_context(app):
        await until(lambda: request_.sent)
    assert not application.running
    assert not application.updater.running


async def test_beside_the_web_trouble_with_telegram_stops_nothing_else(
    build: Any, settings: Settings, request_: OfflineRequest, caplog: pytest.LogCaptureFixture
) -> None:
    request_.failures["getMe"] = Failure(401, "Unauthorized")
    app = serve_beside(build(), settings)
    async with app.router.lifespan_context(app):
        await until(lambda: caplog.text)
    assert "no Telegram bot: OTKAZ_TELEGRAM_TOKEN was refused" in caplog.text
    assert TOKEN not in caplog.text

"""The bot as a running program: built from the settings, fed by polling or by a webhook."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder
from telegram.request import BaseRequest

from bot.answering.assistant import Assistant
from bot.database import hash_key
from bot.logging import configure_logging, guard_carriers
from bot.settings import Settings
from bot.store import Store
from bot.telegram.handlers import COMMANDS, Handlers
from bot.telegram.keeping import PLACE, Keeper
from bot.telegram.preferences import READ_RUSSIAN
from bot.telegram.sending import optional
from bot.telegram.webhook import webhook_url
from bot.texts import texts
from knowledge.errors import ServiceUnavailableError, SettingsError

BotApplication = Application[Any, Any, Any, Any, Any, Any]
#: Nothing else is asked for: no edits, no reactions, no membership changes.
UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]
#: Chats handled beside each other; answering itself is limited in the handlers.
CHATS_AT_ONCE = 64
FLOOD_RETRIES = 3
POLL_SECONDS = 30
#: Seconds between attempts to reach Telegram at start.
ATTEMPTS = (1.0, 2.0, 4.0, 8.0)

log = logging.getLogger("otkaz.telegram")


def build_application(settings: Settings, assistant: Assistant, request: BaseRequest | None = None) -> BotApplication:
    """The application, not yet connected. `request` replaces the network, for tests. Raises SettingsError
    without a token, ServiceUnavailableError without its database.
    """
    if settings.telegram_token is None:
        raise SettingsError("OTKAZ_TELEGRAM_TOKEN is not set: get a token from @BotFather.")
    guard_carriers()
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .rate_limiter(AIORateLimiter(max_retries=FLOOD_RETRIES))
        .concurrent_updates(CHATS_AT_ONCE)
    )
    if request is not None:
        builder = builder.request(request).get_updates_request(request)
    else:
        builder = builder.connect_timeout(10).read_timeout(20).write_timeout(20).get_updates_read_timeout(20)
    application = builder.build()
    key = settings.hash_key.get_secret_value() if settings.hash_key else None
    application.bot_data[PLACE] = Keeper(Store(settings.database, hash_key(key, settings.home)))
    Handlers(assistant, operator=settings.operator).register(application)
    return application


@asynccontextmanager
async def running(application: BotApplication, settings: Settings) -> AsyncIterator[None]:
    """Connect and handle updates, by webhook when its URL is set, until left.

    Raises SettingsError when Telegram refuses the token, ServiceUnavailableError when it cannot be reached.
    """
    keeper = Keeper.of(application)
    purging = asyncio.create_task(keeper.purge_daily())
    try:
        try:
            await _connect(application)
            await application.start()
            await _receive(application, settings)
        except InvalidToken:
            raise SettingsError(f"OTKAZ_TELEGRAM_TOKEN was refused by {settings.telegram_api_url}.") from None
        except TelegramError as error:
            kind = type(error).__name__
            raise ServiceUnavailableError(f"Telegram cannot be used at {settings.telegram_api_url} ({kind}).") from None
        application.create_task(_announce(application.bot))
        log.info("the Telegram bot is running")
        yield
    finally:
        purging.cancel()
        if application.updater is not None and application.updater.running:
            await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        await keeper.close()


def run(settings: Settings, assistant: Assistant) -> None:
    """Run the bot until interrupted: by polling, or serving its webhook when the URL of one is set."""
    configure_logging(settings.log_level)
    application = build_application(settings, assistant)
    assistant.warm_up()
    if settings.telegram_webhook_url:
        from bot.telegram.serving import webhook_app

        app = webhook_app(application, settings)
        uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False)
    else:
        asyncio.run(_poll(application, settings))


async def _connect(application: BotApplication) -> None:
    for wait in (*ATTEMPTS, None):
        try:
            await application.initialize()
            return
        except NetworkError as error:
            if wait is None:
                raise
            log.warning("Telegram is not reached (%s), next attempt in %.0f s", type(error).__name__, wait)
            await asyncio.sleep(wait)


async def _receive(application: BotApplication, settings: Settings) -> None:
    if settings.telegram_webhook_url:
        secret = settings.telegram_webhook_secret
        await application.bot.set_webhook(
            webhook_url(settings.telegram_webhook_url),
            secret_token=secret.get_secret_value() if secret else None,
            allowed_updates=UPDATES,
        )
    elif application.updater is not None:
        await application.updater.start_polling(
            timeout=POLL_SECONDS, bootstrap_retries=len(ATTEMPTS), allowed_updates=UPDATES, error_callback=_on_polling_error
        )


def _on_polling_error(error: TelegramError) -> None:
    log.warning("polling failed: %s, trying again", type(error).__name__)


async def _announce(bot: Bot) -> None:
    """Show the commands in Telegram's menu, in each language; optional."""
    for code in (None, *READ_RUSSIAN):
        said = texts("ru" if code else "en")
        commands = [BotCommand(command, said.commands[command]) for command in COMMANDS]
        await optional(bot.set_my_commands(commands, language_code=code))


async def _poll(application: BotApplication, settings: Settings) -> None:
    stop = asyncio.Event()
    if threading.current_thread() is threading.main_thread():
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError):  # Windows: there Ctrl-C cancels this task instead
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, stop.set)
    async with running(application, settings):
        await stop.wait()

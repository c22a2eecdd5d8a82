"""The bot as part of a web application: its webhook is a route, and it runs as long as the application is served."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI

from bot.settings import Settings
from bot.telegram.application import BotApplication, running
from bot.telegram.webhook import webhook_router, webhook_url
from knowledge.errors import OtkazError

log = logging.getLogger("otkaz.telegram")


def attach(app: FastAPI, application: BotApplication, settings: Settings) -> None:
    """Let the bot run in the web application's event loop. Trouble with Telegram is logged and stops nothing else."""
    if settings.telegram_webhook_url:
        app.include_router(_webhook(application, settings))
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with outer(app) as state:
            bot = asyncio.create_task(_keep_running(application, settings))
            try:
                yield state
            finally:
                bot.cancel()
                with suppress(asyncio.CancelledError):
                    await bot

    app.router.lifespan_context = lifespan


def webhook_app(application: BotApplication, settings: Settings) -> FastAPI:
    """An application that serves the webhook alone; it does not start when Telegram refuses or cannot be reached."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with running(application, settings):
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.include_router(_webhook(application, settings))
    return app


def _webhook(application: BotApplication, settings: Settings) -> APIRouter:
    secret = settings.telegram_webhook_secret
    path = urlsplit(webhook_url(settings.telegram_webhook_url or "")).path
    return webhook_router(application, secret.get_secret_value() if secret else None, path)


async def _keep_running(application: BotApplication, settings: Settings) -> None:
    try:
        async with running(application, settings):
            await asyncio.Event().wait()
    except OtkazError as error:
        log.error("no Telegram bot: %s", error.message)

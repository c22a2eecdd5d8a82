"""Telegram's webhook as a route of our own: only Telegram can post, and each update is handled once.

python-telegram-bot's own webhook server compares the secret plainly and only if there is one, queues updates in memory
and confirms them at once. Here an update is confirmed when it has been handled, so a crash does not lose it, and claimed
in the store, so that replicas handle it once.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from telegram import Update
from telegram.ext import Application

from bot.telegram.keeping import Keeper
from knowledge.errors import SettingsError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
DEFAULT_PATH = "/telegram"
#: What Telegram allows as a secret, and no shorter than can be guessed.
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")

log = logging.getLogger("otkaz.telegram")


def webhook_url(address: str) -> str:
    """The full address for Telegram: as set, with our default path when it has none."""
    return address if urlsplit(address).path.strip("/") else address.rstrip("/") + DEFAULT_PATH


def webhook_router(
    application: Application[Any, Any, Any, Any, Any, Any],
    secret: str | None,
    path: str = DEFAULT_PATH,
) -> APIRouter:
    """A router with the webhook at `path`. Raises SettingsError without a secret that Telegram and we accept."""
    if not secret or not _SECRET.fullmatch(secret):
        raise SettingsError("OTKAZ_TELEGRAM_WEBHOOK_SECRET must have 16 to 256 characters, only letters, digits, _ and -.")
    expected = secret.encode()
    keeper = Keeper.of(application)
    router = APIRouter()

    @router.post(path, include_in_schema=False)
    async def receive(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), expected):
            return Response(status_code=403)
        try:
            body = await request.json()
            update_id = int(body["update_id"])
        except (ValueError, TypeError, KeyError):
            return Response(status_code=400)
        claim = await keeper.claim(update_id)
        if claim != "taken":
            # What is still in work must come again: whoever works on it may die.
            return Response(status_code=200 if claim == "done" else 503)
        try:
            update = Update.de_json(body, application.bot)
        except Exception as error:
            # It would be sent again for a day and never be readable, so it counts as handled.
            log.error("update not readable: %s", type(error).__name__)
            await keeper.finish(update_id)
            return Response(status_code=200)
        try:
            await application.process_update(update)
        except BaseException:
            await asyncio.shield(keeper.release(update_id))
            raise
        await keeper.finish(update_id)
        return Response(status_code=200)

    return router

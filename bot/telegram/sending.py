"""Sending so that an answer arrives: without markup if Telegram refuses it, once more after a network fault."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.telegram.split import Part

#: A preview would fetch the page through Telegram and show its publisher's name and picture in the chat list.
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
RETRY_AFTER = 1.0

log = logging.getLogger("otkaz.telegram")


async def send_parts(bot: Bot, chat: int, parts: Sequence[Part], keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Send the messages in order; the keyboard hangs on the last. Raises TelegramError when one cannot be sent."""
    for place, part in enumerate(parts, start=1):
        await _send_part(bot, chat, part, keyboard if place == len(parts) else None)


async def send_text(bot: Bot, chat: int, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Send a short text of ours, without markup."""
    await _send(bot, chat, text, reply_markup=keyboard)


async def optional(call: Awaitable[object]) -> None:
    """Do what is nice to have (a typing sign, a command list); its failure costs nothing."""
    try:
        await call
    except TelegramError as error:
        log.debug("left out: %s", type(error).__name__)


async def _send_part(bot: Bot, chat: int, part: Part, keyboard: InlineKeyboardMarkup | None) -> None:
    try:
        await _send(bot, chat, part.html, parse_mode=ParseMode.HTML, reply_markup=keyboard)
    except BadRequest:
        # The markup or the keyboard was refused, and we cannot know which: the same text goes out with neither.
        log.warning("markup refused, sent as plain text")
        for text in part.plain:
            await _send(bot, chat, text)


async def _send(bot: Bot, chat: int, text: str, **options: Any) -> None:
    try:
        await bot.send_message(chat, text, link_preview_options=NO_PREVIEW, **options)
    except BadRequest:
        raise
    except NetworkError as error:
        # It may have arrived all the same; a message twice is better than none.
        log.warning("sent again after %s", type(error).__name__)
        await asyncio.sleep(RETRY_AFTER)
        await bot.send_message(chat, text, link_preview_options=NO_PREVIEW, **options)

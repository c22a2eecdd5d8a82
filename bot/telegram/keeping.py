"""The store as the handlers use it: in threads, and never in the way of an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from telegram.ext import Application, ContextTypes

from bot.store import Choices, Claim, Fact, Store
from bot.telegram.queue import ChatQueues
from bot.telegram.seen import SeenUpdates
from knowledge.errors import OtkazError

CHANNEL = "telegram"
#: Where the application keeps its keeper.
PLACE = "keeper"
PURGED_EVERY = timedelta(hours=24)

log = logging.getLogger("otkaz.telegram")


def _now() -> datetime:
    return datetime.now(UTC)


class Keeper:
    """Keeps the choices of chats and the claims on updates."""

    def __init__(self, store: Store, now: Callable[[], datetime] = _now) -> None:
        self._store = store
        self._now = now
        self._seen = SeenUpdates()
        self._reading = ChatQueues()

    @classmethod
    def of(cls, owner: Application[Any, Any, Any, Any, Any, Any] | ContextTypes.DEFAULT_TYPE) -> Keeper:
        """The keeper of an application, or of a handler's context."""
        keeper = owner.bot_data[PLACE]
        assert isinstance(keeper, cls)
        return keeper

    async def choices(self, chat: int) -> Choices:
        """What the chat chose; nothing when the database cannot say: the answer is then a more careful one."""
        try:
            # One at a time, so that the messages of a chat stay in their order.
            async with self._reading.turn(chat, always=True):
                return await asyncio.to_thread(self._store.choices, CHANNEL, chat, self._now().date())
        except OtkazError as error:
            log.error("choices not read: %s", error.message)
            return Choices()

    async def choose(self, chat: int, fact: Fact, value: str | date | None) -> None:
        """Keep one choice of the chat. Raises ServiceUnavailableError when that fails."""
        await asyncio.to_thread(self._store.choose, CHANNEL, chat, self._now().date(), fact, value)

    async def forget(self, chat: int) -> None:
        """Delete what the chat chose. Raises ServiceUnavailableError when that fails: nobody may believe it then."""
        await asyncio.to_thread(self._store.forget, CHANNEL, chat)

    async def claim(self, update_id: int) -> Claim:
        """Take an update for handling, across all replicas; without the database at least in this process."""
        try:
            return await asyncio.to_thread(self._store.claim, update_id, self._now())
        except OtkazError as error:
            log.error("update not claimed: %s", error.message)
            return "taken" if self._seen.claim(update_id) else "done"

    async def finish(self, update_id: int) -> None:
        """Say that an update is handled."""
        await self._kept(self._store.finish, update_id)

    async def release(self, update_id: int) -> None:
        """Give an update back, so that it may come again."""
        self._seen.release(update_id)
        await self._kept(self._store.release, update_id)

    async def purge_daily(self) -> None:
        """Delete what has ended, now and every day, until cancelled."""
        while True:
            await self._kept(self._store.purge, self._now())
            await asyncio.sleep(PURGED_EVERY.total_seconds())

    async def close(self) -> None:
        await asyncio.to_thread(self._store.close)

    async def _kept(self, work: Callable[..., object], *given: object) -> None:
        try:
            await asyncio.to_thread(work, *given)
        except OtkazError as error:
            log.error("not kept: %s", error.message)

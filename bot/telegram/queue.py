"""One question of a chat at a time, in order; a chat that sends too many at once is told to slow down, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

#: Questions of one chat that may wait, the one being answered included.
WAITING = 4


class SlowDownError(Exception):
    """Too many questions of one chat wait; `first` when the chat has not been told so yet."""

    def __init__(self, first: bool) -> None:
        super().__init__()
        self.first = first


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    told: bool = False


class ChatQueues:
    """The queues of all chats that have a question waiting."""

    def __init__(self) -> None:
        self._queues: dict[int, _Queue] = {}

    @asynccontextmanager
    async def turn(self, chat: int, *, always: bool = False) -> AsyncIterator[None]:
        """Wait for the chat's turn. Raises SlowDownError when too many wait already, unless `always`."""
        queue = self._queues.setdefault(chat, _Queue())
        if queue.waiting >= WAITING and not always:
            first, queue.told = not queue.told, True
            raise SlowDownError(first)
        queue.waiting += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                del self._queues[chat]

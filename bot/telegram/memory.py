"""The last turns of each chat, in memory only, so that a follow-up question is understood; forgotten after a while."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.answering.question import Turn

#: How many turns are kept, and for how many seconds.
TURNS = 2
LIFETIME = 30 * 60.0


@dataclass
class _Chat:
    turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=TURNS))
    latest: float = 0.0


class Conversations:
    """Turns by chat. A chat's turns go together, LIFETIME after the latest of them, whether anybody writes or not."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._chats: dict[int, _Chat] = {}
        self._timer: asyncio.TimerHandle | None = None

    def recall(self, chat: int) -> tuple[Turn, ...]:
        """The turns of the chat that are not yet forgotten, oldest first."""
        self.drop_old()
        known = self._chats.get(chat)
        return tuple(known.turns) if known else ()

    def remember(self, chat: int, turn: Turn) -> None:
        """Add a turn, and see to it that it is dropped in time. Call it inside an event loop."""
        known = self._chats.setdefault(chat, _Chat())
        known.turns.append(turn)
        known.latest = self._clock()
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LIFETIME, self._on_time)

    def take_last(self, chat: int) -> Turn | None:
        """The latest turn of the chat, taken out."""
        self.drop_old()
        known = self._chats.get(chat)
        return known.turns.pop() if known and known.turns else None

    def forget(self, chat: int) -> None:
        """Drop everything of the chat now."""
        self._chats.pop(chat, None)

    def drop_old(self) -> None:
        """Drop the chats whose latest turn is older than LIFETIME."""
        oldest = self._clock() - LIFETIME
        for chat in [chat for chat, known in self._chats.items() if known.latest <= oldest]:
            del self._chats[chat]

    def _on_time(self) -> None:
        self._timer = None
        self.drop_old()
        if self._chats:
            wait = min(known.latest for known in self._chats.values()) + LIFETIME - self._clock()
            self._timer = asyncio.get_running_loop().call_later(max(wait, 1.0), self._on_time)

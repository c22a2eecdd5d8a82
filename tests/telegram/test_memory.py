"""Turns are dropped after half an hour, whether anybody writes or not."""

from __future__ import annotations

import asyncio

import pytest

from bot.answering.question import Turn
from bot.telegram.memory import LIFETIME, Conversations


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_turns_are_forgotten_together_after_the_last() -> None:
    clock = Clock()
    conversations = Conversations(clock)
    conversations.remember(1, Turn("а"))
    clock.now += LIFETIME - 1
    assert [turn.user for turn in conversations.recall(1)] == ["а"]
    conversations.remember(1, Turn("б"))
    clock.now += LIFETIME - 1
    assert [turn.user for turn in conversations.recall(1)] == ["а", "б"]
    clock.now += 1
    assert conversations.recall(1) == ()
    assert conversations._chats == {}


async def test_memory_empties_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.memory.LIFETIME", 0.02)
    conversations = Conversations()
    conversations.remember(1, Turn("а"))
    await asyncio.sleep(0.1)
    assert conversations._chats == {}


async def test_forget_drops_one_chat_at_once() -> None:
    conversations = Conversations()
    conversations.remember(1, Turn("а"))
    conversations.remember(2, Turn("б"))
    conversations.forget(1)
    assert conversations.recall(1) == ()
    assert conversations.recall(2) != ()

"""From a question in a chat to the answer in that chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from telegram import Bot
from telegram.constants import ChatAction

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.privacy import redact
from bot.answering.question import EmptyQuestionError, LongQuestionError, Question, Turn
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.memory import Conversations
from bot.telegram.preferences import Preferences
from bot.telegram.queue import ChatQueues, SlowDownError
from bot.telegram.render import render
from bot.telegram.sending import optional, send_parts, send_text
from knowledge.content import Content

#: Answering is work for the processor: more at once would only make everybody wait longer.
AT_ONCE = 2


class Questions:
    """Answers the questions of all chats through one assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._capacity = asyncio.Semaphore(AT_ONCE)
        self._conversations = Conversations()
        self._queues = ChatQueues()

    async def content(self) -> Content:
        """The content answers come from; loading it is work, so it happens in a thread."""
        return await asyncio.to_thread(lambda: self._assistant.engine.content)

    async def reply(self, bot: Bot, chat: int, question: Question, preferences: Preferences, *, links: bool = False) -> None:
        """Answer the question when the chat's turn comes, after its last turns; kindly when it cannot be read."""
        try:
            async with self._queues.turn(chat):
                await self._answer(bot, chat, question, preferences, links)
        except SlowDownError as busy:
            if busy.first:
                await send_text(bot, chat, preferences.texts.slow_down)
        except EmptyQuestionError:
            await send_text(bot, chat, preferences.texts.ask_in_words)
        except LongQuestionError:
            await send_text(bot, chat, preferences.texts.too_long)

    async def again(self, bot: Bot, chat: int, today: date, preferences: Preferences, *, links: bool = False) -> bool:
        """Answer the last question anew, by what was chosen since or with its links; False when it is forgotten already."""
        turn = self._conversations.take_last(chat)
        if turn is None:
            return False
        question = Question(turn.user, today, preferences.chosen or preferences.spoken, preferences.situation)
        await self.reply(bot, chat, question, preferences, links=links)
        return True

    async def forget(self, chat: int) -> None:
        """Drop the chat's turns, after the questions it is still waiting for."""
        async with self._queues.turn(chat, always=True):
            self._conversations.forget(chat)

    async def _answer(self, bot: Bot, chat: int, question: Question, preferences: Preferences, links: bool) -> None:
        # Beside the work, not before it: a slow or failing typing sign must not hold the answer up.
        typing = asyncio.create_task(optional(bot.send_chat_action(chat, ChatAction.TYPING)))
        try:
            async with self._capacity:
                recalled = replace(question, history=self._conversations.recall(chat))
                answer, content = await asyncio.to_thread(self._ask, recalled)
        finally:
            typing.cancel()
        preferences.spoken = answer.language
        await send_parts(bot, chat, render(answer, content, links=links), answer_keyboard(answer, content))
        self._conversations.remember(chat, Turn(redact(question.text).text, answer.text))

    def _ask(self, question: Question) -> tuple[Answer, Content]:
        return self._assistant.ask(question), self._assistant.engine.content

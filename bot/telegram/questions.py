"""From a question in a chat to the answer in that chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Bot
from telegram.constants import ChatAction

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.question import EmptyQuestionError, LongQuestionError, Question, Turn
from bot.telegram.keyboards import suggestions_keyboard
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

    async def reply(self, bot: Bot, chat: int, question: Question, preferences: Preferences) -> None:
        """Answer the question when the chat's turn comes, after its last turns; kindly when it cannot be read."""
        try:
            async with self._queues.turn(chat):
                await self._answer(bot, chat, question, preferences)
        except SlowDownError as busy:
            if busy.first:
                await send_text(bot, chat, preferences.texts.slow_down)
        except EmptyQuestionError:
            await send_text(bot, chat, preferences.texts.ask_in_words)
        except LongQuestionError:
            await send_text(bot, chat, preferences.texts.too_long)

    async def _answer(self, bot: Bot, chat: int, question: Question, preferences: Preferences) -> None:
        # Beside the work, not before it: a slow or failing typing sign must not hold the answer up.
        typing = asyncio.create_task(optional(bot.send_chat_action(chat, ChatAction.TYPING)))
        try:
            async with self._capacity:
                recalled = replace(question, history=self._conversations.recall(chat))
                answer, content = await asyncio.to_thread(self._ask, recalled)
        finally:
            typing.cancel()
        preferences.spoken = answer.language
        await send_parts(bot, chat, render(answer, content), suggestions_keyboard(answer, content))
        self._conversations.remember(chat, Turn(question.text, answer.text))

    def _ask(self, question: Question) -> tuple[Answer, Content]:
        return self._assistant.ask(question), self._assistant.engine.content

"""What the bot does with each kind of message. Nothing anybody writes is stored or logged here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from telegram import Chat, Message, Update
from telegram.error import Forbidden
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, TypeHandler, filters

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from bot.telegram import choosing, counting, keyboards
from bot.telegram.choosing import Choosing
from bot.telegram.counting import Counting
from bot.telegram.preferences import Preferences
from bot.telegram.questions import Questions
from bot.telegram.render import render_sources
from bot.telegram.sending import optional, send_parts, send_text
from knowledge.errors import OtkazError

#: New messages only: an edited one was answered already, and people edit to take names out.
NEW, PRIVATE = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
COMMANDS = ("start", "help", "deadline", "language", "sources", "country", "privacy", "forget")

Context = ContextTypes.DEFAULT_TYPE
log = logging.getLogger("otkaz.telegram")


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().date()


class Handlers:
    """The handlers over one assistant."""

    def __init__(
        self,
        assistant: Assistant,
        today: Callable[[], date] = _today,
        now: Callable[[], datetime] = _now,
        operator: str | None = None,
    ) -> None:
        self._questions = Questions(assistant)
        self._choosing = Choosing(self._questions, today, operator)
        self._counting = Counting(self._questions, now)
        self._today = today

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add every handler; the first that fits an update takes it."""
        private = NEW & PRIVATE
        application.add_handler(TypeHandler(Update, Preferences.load), group=-1)
        for command in COMMANDS:
            where = self._counting if command == counting.COMMAND else self._choosing if command in choosing.COMMANDS else self
            application.add_handler(CommandHandler(command, getattr(where, command), private))
        application.add_handler(CommandHandler("start", self.start_in_group, NEW & ~PRIVATE))
        application.add_handler(MessageHandler(private & filters.COMMAND, self.help))
        application.add_handler(MessageHandler(private & filters.TEXT, self.question))
        application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, self.no_text))
        self._choosing.register(application)
        self._counting.register(application)
        application.add_handler(CallbackQueryHandler(self.suggestion_pressed, pattern=f"^{keyboards.ASK}:"))
        application.add_error_handler(self.on_error)

    async def start(self, update: Update, context: Context) -> None:
        """Greet, say what this is and that it is a machine, warn about the channel, offer the languages."""
        _, chat = _of(update)
        said = Preferences.of(update, context).texts
        await send_text(context.bot, chat.id, said.start, keyboards.language_keyboard())

    async def start_in_group(self, update: Update, context: Context) -> None:
        """Point to the private chat; everything else in groups is left alone."""
        _, chat = _of(update)
        link = f"https://t.me/{context.bot.username}"
        said = Preferences.of(update, context).texts
        await send_text(context.bot, chat.id, said.private_only.format(link=link))

    async def help(self, update: Update, context: Context) -> None:
        """Say how to ask."""
        _, chat = _of(update)
        await send_text(context.bot, chat.id, Preferences.of(update, context).texts.help)

    async def sources(self, update: Update, context: Context) -> None:
        """Say what answers rest on."""
        _, chat = _of(update)
        content = await self._questions.content()
        await send_parts(context.bot, chat.id, render_sources(content, Preferences.of(update, context).texts))

    async def question(self, update: Update, context: Context) -> None:
        """Answer a question."""
        message, chat = _of(update)
        preferences = Preferences.of(update, context)
        question = Question(message.text or "", self._today(), preferences.chosen, preferences.situation)
        await self._questions.reply(context.bot, chat.id, question, preferences)

    async def suggestion_pressed(self, update: Update, context: Context) -> None:
        """Answer the suggested question behind a button, in the language it was shown in."""
        data, chat = await choosing.pressed(update)
        if chat is None:
            return
        preferences = Preferences.of(update, context)
        content = await self._questions.content()
        if found := keyboards.suggested(data, content):
            language, text = found
            question = Question(text, self._today(), language, preferences.situation)
            await self._questions.reply(context.bot, chat.id, question, preferences)
        else:
            await send_text(context.bot, chat.id, preferences.texts.ask_in_words)

    async def no_text(self, update: Update, context: Context) -> None:
        """Ask for words instead of a photo, a voice message or a file; once for an album."""
        message, chat = _of(update)
        preferences = Preferences.of(update, context)
        if preferences.is_new_album(message.media_group_id):
            await send_text(context.bot, chat.id, preferences.texts.text_only)

    async def on_error(self, update: object, context: Context) -> None:
        """Log the kind of error, nothing else, and tell the person."""
        error = context.error
        log.error("update failed: %s", type(error).__name__)
        if not isinstance(update, Update) or isinstance(error, Forbidden):
            return
        chat = update.effective_chat
        if chat is not None and chat.type == Chat.PRIVATE:
            await optional(send_text(context.bot, chat.id, Preferences.of(update, context).texts.failed))


def _of(update: Update) -> tuple[Message, Chat]:
    """Message and chat of an update that has both."""
    if update.effective_message is None or update.effective_chat is None:
        raise OtkazError("The update has no message.")
    return update.effective_message, update.effective_chat

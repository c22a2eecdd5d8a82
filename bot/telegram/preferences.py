"""What a chat has chosen (kept in the store) and what is only remembered while the bot runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.store import Choices, Fact
from bot.telegram.keeping import Keeper
from bot.texts import Texts, texts
from knowledge.fields import LANGUAGES
from knowledge.timeline import Situation

#: Telegram languages whose speakers mostly read Russian better than English.
READ_RUSSIAN = ("ru", "uk", "be")
_CHOICES = "choices"


class Preferences:
    """The preferences of one chat, over its `chat_data`."""

    def __init__(self, data: dict[Any, Any], code: str | None, chat: int, keeper: Keeper) -> None:
        self._data = data
        self._code = code
        self._chat = chat
        self._keeper = keeper

    @classmethod
    def of(cls, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Preferences:
        """The preferences of the chat an update belongs to; `load` has read them before any handler runs."""
        user, chat = update.effective_user, update.effective_chat
        data = context.chat_data
        code = user.language_code if user else None
        return cls(data if data is not None else {}, code, chat.id if chat else 0, Keeper.of(context))

    @classmethod
    async def load(cls, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Read what a private chat chose; runs before all other handlers."""
        chat = update.effective_chat
        if chat is not None and chat.type == Chat.PRIVATE and context.chat_data is not None:
            context.chat_data[_CHOICES] = await Keeper.of(context).choices(chat.id)

    @property
    def choices(self) -> Choices:
        """Everything the person chose."""
        found = self._data.get(_CHOICES)
        return found if isinstance(found, Choices) else Choices()

    @property
    def chosen(self) -> str | None:
        """The language the person chose."""
        chosen = self.choices.language
        return chosen if chosen in LANGUAGES else None

    @property
    def situation(self) -> Situation:
        """What the person said of their case by choosing."""
        return self.choices.situation

    async def choose(self, fact: Fact, value: str | date | None) -> None:
        """Keep a choice; None takes it back. Raises ServiceUnavailableError when it cannot be kept."""
        await self._keeper.choose(self._chat, fact, value)
        self._data[_CHOICES] = await self._keeper.choices(self._chat)

    async def forget(self) -> None:
        """Delete everything, in memory and on disk. Raises ServiceUnavailableError when that fails."""
        self._data.clear()
        await self._keeper.forget(self._chat)

    @property
    def spoken(self) -> str | None:
        """The language of the last answer."""
        return self._data.get("spoken")

    @spoken.setter
    def spoken(self, language: str) -> None:
        self._data["spoken"] = language

    @property
    def texts(self) -> Texts:
        """Our messages in the chosen language, else that of the last answer, else the one of the person's Telegram."""
        return texts(self.chosen or self.spoken or language_of(self._code))

    def is_new_album(self, album: str | None) -> bool:
        """Whether a message is alone or the first seen of its album."""
        new = album is None or album != self._data.get("album")
        self._data["album"] = album
        return new


def language_of(code: str | None) -> str:
    """The language of answers that suits a Telegram language code."""
    return "ru" if (code or "").lower().split("-")[0] in READ_RUSSIAN else "en"

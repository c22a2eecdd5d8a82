"""What a chat has chosen, kept in the application's memory only: nothing is written to disk."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import ContextTypes

from bot.texts import Texts, texts
from knowledge.fields import LANGUAGES

#: Telegram languages whose speakers mostly read Russian better than English.
READ_RUSSIAN = ("ru", "uk", "be")


class Preferences:
    """The preferences of one chat, over its `chat_data`."""

    def __init__(self, data: dict[Any, Any], code: str | None) -> None:
        self._data = data
        self._code = code

    @classmethod
    def of(cls, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Preferences:
        """The preferences of the chat an update belongs to."""
        user = update.effective_user
        data = context.chat_data
        return cls(data if data is not None else {}, user.language_code if user else None)

    @property
    def chosen(self) -> str | None:
        """The language the person chose."""
        chosen = self._data.get("language")
        return chosen if chosen in LANGUAGES else None

    def choose(self, language: str) -> None:
        self._data["language"] = language

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

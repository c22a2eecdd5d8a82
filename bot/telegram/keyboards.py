"""Inline keyboards, and what their buttons send back."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.texts import texts
from knowledge.content import Content
from knowledge.fields import LANGUAGES

LANGUAGE, ASK = "language", "ask"
#: Telegram's limit for what a button sends back, in bytes.
DATA_LIMIT = 64
#: Longer labels are cut off by Telegram on a phone; the full question stands in the message.
LABEL_LIMIT = 38


def language_keyboard() -> InlineKeyboardMarkup:
    """One button for each language of answers, in that language."""
    row = [InlineKeyboardButton(texts(code).language_name, callback_data=f"{LANGUAGE}:{code}") for code in LANGUAGES]
    return InlineKeyboardMarkup([row])


def suggestions_keyboard(answer: Answer, content: Content) -> InlineKeyboardMarkup | None:
    """One button for each suggested question. It sends the article's id, never the text; so it outlives a restart."""
    ids = {article.meta.title: article.id for article in content.articles.values()}
    rows = []
    for suggestion in answer.suggestions:
        data = f"{ASK}:{answer.language}:{ids.get(suggestion)}"
        if suggestion in ids and len(data.encode()) <= DATA_LIMIT:
            rows.append([InlineKeyboardButton(shortened(suggestion), callback_data=data)])
    return InlineKeyboardMarkup(rows) if rows else None


def suggested(data: str, content: Content) -> tuple[str, str] | None:
    """Language and question behind a pressed suggestion; None when its article is gone."""
    _, language, article_id = data.split(":", 2)
    article = content.article(article_id, language)
    return (language, article.meta.title) if article and language in LANGUAGES else None


def shortened(label: str) -> str:
    """The label, cut between words when too long for a button."""
    if len(label) <= LABEL_LIMIT:
        return label
    return label[: LABEL_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:(–—-") + "…"

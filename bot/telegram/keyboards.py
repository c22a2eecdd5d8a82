"""Inline keyboards, and what their buttons send back."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.answer import Answer
from bot.answering.periods import A_DAY, Period, application_periods
from bot.telegram.render import withholds
from bot.texts import Texts, texts
from knowledge.content import Content
from knowledge.fields import LANGUAGES

LANGUAGE, ASK, COUNTRY, REGISTERED, LINKS = "language", "ask", "country", "registered", "links"
#: What the buttons "I would rather not say" and "I don't know" send.
NOT_SAID, UNKNOWN = "-", "-"
COUNTRIES_IN_A_ROW = 3
#: Telegram's limit for what a button sends back, in bytes.
DATA_LIMIT = 64
#: Longer labels are cut off by Telegram on a phone; the full question stands in the message.
LABEL_LIMIT = 38


def language_keyboard() -> InlineKeyboardMarkup:
    """One button for each language of answers, in that language."""
    return InlineKeyboardMarkup([[_button(texts(code).language_name, LANGUAGE, code) for code in LANGUAGES]])


def country_keyboard(said: Texts) -> InlineKeyboardMarkup:
    """One button for each country we know most about, and one to take the choice back."""
    buttons = [_button(name, COUNTRY, code) for code, name in said.privacy.countries.items()]
    rows = [buttons[place : place + COUNTRIES_IN_A_ROW] for place in range(0, len(buttons), COUNTRIES_IN_A_ROW)]
    return InlineKeyboardMarkup([*rows, [_button(said.privacy.not_said, COUNTRY, NOT_SAID)]])


def answer_keyboard(answer: Answer, content: Content) -> InlineKeyboardMarkup | None:
    """The buttons under an answer: the periods of the application when the law depends on it, links, suggested questions."""
    rows = []
    said = texts(answer.language)
    if "application_registered" in answer.asks:
        for period in application_periods(content):
            rows.append([_button(period_label(period, said), REGISTERED, period.day.isoformat())])
        rows.append([_button(said.privacy.registered_unknown, REGISTERED, UNKNOWN)])
    if withholds(answer, content):
        rows.append([_button(said.privacy.show_links, LINKS, "show")])
    rows += _suggestions(answer, content)
    return InlineKeyboardMarkup(rows) if rows else None


def period_label(period: Period, said: Texts) -> str:
    """A period in words."""
    first, last = (said.day(day) if day else "" for day in (period.first, period.last))
    if not period.first:
        assert period.last is not None
        return said.privacy.registered_before.format(first=said.day(period.last + A_DAY))
    form = said.privacy.registered_between if period.last else said.privacy.registered_from
    return form.format(first=first, last=last)


def _suggestions(answer: Answer, content: Content) -> list[list[InlineKeyboardButton]]:
    """One button for each suggested question. It sends the article's id, never the text; so it outlives a restart."""
    ids = {article.meta.title: article.id for article in content.articles.values()}
    rows = list[list[InlineKeyboardButton]]()
    for suggestion in answer.suggestions:
        data = f"{ASK}:{answer.language}:{ids.get(suggestion)}"
        if suggestion in ids and len(data.encode()) <= DATA_LIMIT:
            rows.append([InlineKeyboardButton(shortened(suggestion), callback_data=data)])
    return rows


def suggested(data: str, content: Content) -> tuple[str, str] | None:
    """Language and question behind a pressed suggestion; None when its article is gone."""
    language, _, article_id = data.partition(":")
    article = content.article(article_id, language)
    return (language, article.meta.title) if article and language in LANGUAGES else None


def shortened(label: str) -> str:
    """The label, cut between words when too long for a button."""
    if len(label) <= LABEL_LIMIT:
        return label
    return label[: LABEL_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:(–—-") + "…"


def _button(label: str, name: str, value: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{name}:{value}")

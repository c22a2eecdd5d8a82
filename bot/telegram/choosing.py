"""The commands and buttons with which a person chooses, sees what is kept, and has it deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from telegram import Chat, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bot.answering.periods import Period, application_periods
from bot.contract import COUNTRY
from bot.store import Choices
from bot.telegram import keyboards
from bot.telegram.preferences import Preferences
from bot.telegram.questions import Questions
from bot.telegram.sending import optional, send_text
from bot.texts import Texts, texts
from knowledge.fields import LANGUAGES

COMMANDS = ("language", "country", "privacy", "forget")

Context = ContextTypes.DEFAULT_TYPE


class Choosing:
    """Handlers over the questions: a choice that changes the last answer has it given again."""

    def __init__(self, questions: Questions, today: Callable[[], date], operator: str | None = None) -> None:
        self._questions = questions
        self._operator = operator
        self._today = today

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add the buttons; commands are added with all others."""
        for name in (keyboards.LANGUAGE, keyboards.COUNTRY, keyboards.REGISTERED, keyboards.LINKS):
            application.add_handler(CallbackQueryHandler(getattr(self, f"{name}_chosen"), pattern=f"^{name}:"))

    async def language(self, update: Update, context: Context) -> None:
        """Offer the languages of answers."""
        said, chat = _said(update, context)
        await send_text(context.bot, chat, said.choose_language, keyboards.language_keyboard())

    async def language_chosen(self, update: Update, context: Context) -> None:
        """Keep the chosen language."""
        chosen, chat = await pressed(update)
        if chat is not None and chosen in LANGUAGES:
            preferences = Preferences.of(update, context)
            await preferences.choose("language", chosen)
            await send_text(context.bot, chat.id, preferences.texts.language_set)

    async def country(self, update: Update, context: Context) -> None:
        """Offer countries, or keep the one written behind the command."""
        said, chat = _said(update, context)
        given = " ".join(context.args or ()).upper()
        if given:
            await self._keep_country(update, context, chat, given)
        else:
            await send_text(context.bot, chat, said.privacy.choose_country, keyboards.country_keyboard(said))

    async def country_chosen(self, update: Update, context: Context) -> None:
        """Keep the chosen country, or none."""
        chosen, chat = await pressed(update)
        if chat is not None:
            await self._keep_country(update, context, chat.id, chosen)

    async def registered_chosen(self, update: Update, context: Context) -> None:
        """Keep when the application was registered."""
        chosen, chat = await pressed(update)
        if chat is None:
            return
        preferences = Preferences.of(update, context)
        said = preferences.texts.privacy
        periods = application_periods(await self._questions.content())
        day = next((period.day for period in periods if period.day.isoformat() == chosen), None)
        if day is None:
            await send_text(context.bot, chat.id, said.registered_not_set)
            return
        await preferences.choose("application_registered", day)
        await send_text(context.bot, chat.id, said.registered_set)
        await self._questions.again(context.bot, chat.id, self._today(), preferences)

    async def links_chosen(self, update: Update, context: Context) -> None:
        """Give the last answer again with the links that were withheld: the reader saw the warning and asks for them."""
        _, chat = await pressed(update)
        if chat is not None:
            preferences = Preferences.of(update, context)
            if not await self._questions.again(context.bot, chat.id, self._today(), preferences, links=True):
                await send_text(context.bot, chat.id, preferences.texts.ask_in_words)

    async def privacy(self, update: Update, context: Context) -> None:
        """Say what happens to what people write, and what is kept of this chat."""
        said, chat = _said(update, context)
        periods = application_periods(await self._questions.content())
        kept = kept_facts(Preferences.of(update, context).choices, periods, said)
        await send_text(context.bot, chat, f"{said.privacy.notice_of(self._operator)}\n\n{kept}")

    async def forget(self, update: Update, context: Context) -> None:
        """Delete everything, and say what Telegram still has."""
        said, chat = _said(update, context)
        await self._questions.forget(chat)
        await Preferences.of(update, context).forget()
        await send_text(context.bot, chat, said.privacy.forgotten)

    async def _keep_country(self, update: Update, context: Context, chat: int, given: str) -> None:
        preferences = Preferences.of(update, context)
        said = preferences.texts.privacy
        if given != keyboards.NOT_SAID and not COUNTRY.fullmatch(given):
            await send_text(context.bot, chat, said.country_unknown)
            return
        chosen = None if given == keyboards.NOT_SAID else given
        await preferences.choose("country", chosen)
        await send_text(
            context.bot, chat, said.country_set.format(country=said.countries.get(given, given) if chosen else said.not_said)
        )
        await self._questions.again(context.bot, chat, self._today(), preferences)


async def pressed(update: Update) -> tuple[str, Chat | None]:
    """What stands behind the colon of a pressed button, with its chat if private; its waiting sign is ended."""
    query = update.callback_query
    if query is None or query.data is None:
        return "", None
    await optional(query.answer())
    chat = update.effective_chat
    return query.data.partition(":")[2], chat if chat is not None and chat.type == Chat.PRIVATE else None


def kept_facts(choices: Choices, periods: tuple[Period, ...], said: Texts) -> str:
    """What is kept, in words."""
    registered = choices.application_registered
    period = next((period for period in periods if period.day == registered), None)
    values = {
        "language": texts(choices.language).language_name if choices.language in LANGUAGES else choices.language,
        "country": said.privacy.countries.get(choices.country or "", choices.country),
        "application_registered": keyboards.period_label(period, said) if period else registered and said.day(registered),
        "decision_notified": choices.decision_notified and said.day(choices.decision_notified),
    }
    facts = [said.privacy.facts[name].format(value=value) for name, value in values.items() if value]
    return said.privacy.kept.format(facts="; ".join(facts)) if facts else said.privacy.kept_nothing


def _said(update: Update, context: Context) -> tuple[Texts, int]:
    chat = update.effective_chat
    return Preferences.of(update, context).texts, chat.id if chat else 0

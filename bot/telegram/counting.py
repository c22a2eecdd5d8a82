"""/deadline: a country and a day become last days, with a button for each and a file for the calendar.

Neither is kept: the buttons carry what they need, so they outlive a restart and nothing is remembered here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bot.deadlines.calendar import FILE_NAME, calendar, calendar_file
from bot.deadlines.counter import Counter
from bot.deadlines.lookup import country_of, day_of
from bot.deadlines.report import Listing, listing_answer, report_answer
from bot.telegram.choosing import pressed
from bot.telegram.keyboards import DATA_LIMIT
from bot.telegram.preferences import Preferences
from bot.telegram.questions import Questions
from bot.telegram.render import render
from bot.telegram.sending import optional, send_parts, send_text
from bot.texts import Texts
from knowledge.content import Content
from knowledge.counting import EARLIEST
from knowledge.deadline import Deadline
from knowledge.states import today_in
from knowledge.timeline import Situation

COMMAND = "deadline"
BUTTONS_IN_A_ROW = 5

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True)
class Wanted:
    """What a person wrote behind the command, as far as it was understood."""

    country: str | None
    day: date | None
    words: str


class Counting:
    """The handlers of the command and its buttons. `now` knows its time zone: a day ends by the authority's clock."""

    def __init__(self, questions: Questions, now: Callable[[], datetime]) -> None:
        self._questions = questions
        self._now = now

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add the buttons; commands are added with all others."""
        application.add_handler(CallbackQueryHandler(self.chosen, pattern=f"^{COMMAND}:"))

    async def deadline(self, update: Update, context: Context) -> None:
        """Count for the country and the day behind the command, or say how to write them."""
        chat = update.effective_chat
        if chat is None:
            return
        preferences = Preferences.of(update, context)
        said = preferences.texts.deadlines
        wanted = understood(list(context.args or ()), preferences.situation.country)
        given = " ".join(context.args or ())
        if not given:
            await send_text(context.bot, chat.id, said.how_to_write)
        elif wanted.day is None or wanted.day < EARLIEST:
            await send_text(context.bot, chat.id, said.bad_date.format(given=given))
        elif wanted.country is None:
            await send_text(context.bot, chat.id, said.bad_country.format(given=wanted.words or given))
        else:
            await self._count(context.bot, chat.id, wanted, wanted.country, wanted.day, preferences)

    async def chosen(self, update: Update, context: Context) -> None:
        """Show the deadline behind a button in full."""
        data, chat = await pressed(update)
        country, _, rest = data.partition(":")
        text, _, deadline_id = rest.partition(":")
        day = day_of(text)
        if chat is None or day is None or country_of(country) is None:
            return
        preferences = Preferences.of(update, context)
        counter, content = await self._counter(country, preferences)
        if deadline := content.deadlines.get(deadline_id):
            await self._show(context.bot, chat.id, counter, deadline, day)
        else:
            await send_text(context.bot, chat.id, preferences.texts.deadlines.how_to_write)

    async def _count(self, bot: Bot, chat: int, wanted: Wanted, country: str, day: date, preferences: Preferences) -> None:
        counter, content = await self._counter(country, preferences)
        said = preferences.texts.deadlines
        named = counter.find(wanted.words) if wanted.words else []
        found = [deadline for deadline in named if deadline.window is None or deadline.window.holds(day)]
        given = preferences.texts.day(day)
        if named and not found:
            cases = " ".join(deadline.decision[counter.texts.language] for deadline in named)
            await send_text(bot, chat, said.outside_window.format(given=given, cases=cases))
            return
        if day > counter.today:
            found = [deadline for deadline in found if deadline.before or deadline.starts == "event"]
            if not found:
                await send_text(bot, chat, said.future_date.format(given=given))
                return
        if len(found) == 1:
            await self._show(bot, chat, counter, found[0], day)
            return
        if wanted.words:
            name = said.countries[country]
            template = said.several_fit if found else said.nothing_fits
            await send_text(bot, chat, template.format(given=wanted.words, country=name))
        listing = counter.all(day, found or [deadline for deadline in counter.deadlines if not deadline.before])
        await self._list(bot, chat, counter, listing, content)

    async def _list(self, bot: Bot, chat: int, counter: Counter, listing: Listing, content: Content) -> None:
        situation = Situation(counter.country, counter.registered)
        answer = listing_answer(listing, situation, content, counter.texts, "")
        await send_parts(bot, chat, render(answer, content), _buttons(listing))
        first = listing.first
        if first is not None:
            said = counter.texts.deadlines
            file = calendar_file(first.act_by, said.calendar_title, said.calendar_earliest, counter.today)
            await _send_calendar(bot, chat, file)

    async def _show(self, bot: Bot, chat: int, counter: Counter, deadline: Deadline, day: date) -> None:
        report = counter.one(deadline, day)
        await send_parts(bot, chat, render(report_answer(report, counter.texts, ""), counter.content))
        if not report.reckoning.passed:
            await _send_calendar(bot, chat, calendar(report.reckoning, counter.texts))

    async def _counter(self, country: str, preferences: Preferences) -> tuple[Counter, Content]:
        content = await self._questions.content()
        # The first use loads calendars of holidays and reads every rule's numbers: that is work.
        await asyncio.to_thread(lambda: content.deadline_rules)
        said: Texts = preferences.texts
        registered = preferences.situation.application_registered
        now = self._now()
        return Counter(content, said, country, registered, today_in(country, now), now), content


def understood(given: list[str], country: str | None) -> Wanted:
    """Read what stands behind the command: a day, a country of one to three words, and words about the decision."""
    day = next((found for word in given if (found := day_of(word))), None)
    rest = [word for word in given if day_of(word) is None]
    for length in range(min(3, len(rest)), 0, -1):
        if named := country_of(" ".join(rest[:length])):
            return Wanted(named, day, " ".join(rest[length:]))
    return Wanted(country, day, " ".join(rest))


async def _send_calendar(bot: Bot, chat: int, text: str) -> None:
    """Send the calendar file; the text has arrived already and does not depend on it."""
    await optional(bot.send_document(chat, InputFile(text.encode(), filename=FILE_NAME)))


def _buttons(listing: Listing) -> InlineKeyboardMarkup | None:
    """A numbered button for each deadline of the list."""
    buttons = []
    for place, (deadline, _, _) in enumerate(listing.of("person"), start=1):
        data = f"{COMMAND}:{listing.country}:{listing.start}:{deadline.id}"
        if len(data.encode()) <= DATA_LIMIT:
            buttons.append(InlineKeyboardButton(str(place), callback_data=data))
    rows = [buttons[place : place + BUTTONS_IN_A_ROW] for place in range(0, len(buttons), BUTTONS_IN_A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None

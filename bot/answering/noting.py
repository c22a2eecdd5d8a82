"""What was read from the person's own message, said back in one line, so that they can put it right."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

from bot.answering.answer import Answer
from bot.texts import Texts
from knowledge.mentions import Dated, Noted, completed, read_mentions
from knowledge.timeline import Situation

log = logging.getLogger("otkaz")


def with_mentions(given: Situation, text: str, today: date) -> tuple[Situation, Noted, tuple[str, ...]]:
    """The situation completed from the message, what was read for it, and every country named; what was given stays.

    Nothing when reading fails.
    """
    try:
        mentions = read_mentions(text, today)
        return *completed(given, mentions), mentions.named
    except Exception as error:  # an answer without the reading is right, only less exact
        log.error("reading the message failed: %s", type(error).__name__)
        return given, Noted(), ()


def with_note(answer: Answer, noted: Noted, said: Texts) -> Answer:
    """The answer saying what was read; a country that was only read opens no withheld link."""
    if not noted:
        return answer
    facts = []
    if noted.country:
        facts.append(said.noted["country"].format(country=said.deadlines.countries[noted.country]))
    if noted.registered:
        kind = "applied" if noted.registered.applied else "application_registered"
        facts.append(said.noted[kind].format(when=when(noted.registered, said)))
    if noted.notified:
        facts.append(said.noted["decision_notified"].format(when=said.day(noted.notified)))
    line = said.noted["line"].format(facts=said.noted["and"].join(facts))
    return replace(answer, noted=line, country_read=noted.country is not None)


def when(dated: Dated, said: Texts) -> str:
    """A day, month, year or other span in words, with its preposition."""
    first, last = dated.first, dated.last
    if first == last:
        return said.noted["on"].format(when=said.day(first))
    if (first.year, first.month) == (last.year, last.month) and first.day == 1:
        return said.noted["in"].format(when=f"{said.month_names[first.month - 1]} {first.year}")
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return said.noted["in"].format(when=first.year)
    return said.noted["between"].format(first=said.day(first), last=said.day(last))

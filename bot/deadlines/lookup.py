"""From what a person writes to a country, a day and a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.texts import texts
from knowledge.deadline import Deadline
from knowledge.fields import LANGUAGES
from knowledge.lemmas import words
from knowledge.transliteration import to_cyrillic

_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
#: Words of this length or shorter must fit whole; of longer ones the ending may differ, which carries case and number.
WHOLE = 3
#: The longest ending that may differ.
ENDING = 3


def country_of(text: str) -> str | None:
    """The code of a country given by code or name, in any content language."""
    given = text.strip().casefold()
    for language in LANGUAGES:
        for code, name in texts(language).deadlines.countries.items():
            if given in (code.casefold(), name.casefold(), name.casefold().removeprefix("the ")):
                return code
    return None


def day_of(text: str) -> date | None:
    """A day written as 2026-11-16 or 16.11.2026; None when it cannot be one."""
    try:
        if dotted := _DOTTED.fullmatch(text.strip()):
            day, month, year = map(int, dotted.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip()) if "-" in text else None
    except ValueError:
        return None


def fitting(text: str, deadlines: Iterable[Deadline]) -> list[Deadline]:
    """The deadlines that the id or words mean: one for an exact id, else all in which every word occurs.

    Those that a person must keep push aside those that bind an authority.
    """
    known = list(deadlines)
    exact = [deadline for deadline in known if deadline.id == text.strip().lower()]
    if exact:
        return exact
    wanted = words(text.replace("-", " "))
    found = [deadline for deadline in known if wanted and all(_occurs(word, _vocabulary(deadline)) for word in wanted)]
    own = [deadline for deadline in found if deadline.who == "person"]
    return own or found


def _vocabulary(deadline: Deadline) -> set[str]:
    named = words(deadline.id.replace("-", " "))
    said = [word for text in (*deadline.decision.values(), *deadline.action.values()) for word in words(text)]
    return {*named, *map(to_cyrillic, named), *said}


def _occurs(word: str, vocabulary: set[str]) -> bool:
    if len(word) <= WHOLE:
        return word in vocabulary
    stem = word[: -min(ENDING, len(word) // 2 - 1)]
    return any(known.startswith(stem) for known in vocabulary)

"""Who may be in Russia, where following or sharing some links can bring a fine or prison: one rule for every door.

Designations are Russian ones (knowledge/designations.yaml). Belarus has lists of its own with many of the same names and
hands people over, so its readers are treated alike.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bot.answering.whereabouts import says_from_there, says_there
from knowledge.timeline import Situation

log = logging.getLogger("otkaz")

THERE = frozenset({"RU", "BY"})
#: Languages whose readers, as long as nothing is known of them, may be there.
READ_THERE = frozenset({"ru", "be"})


def may_be_in_russia(language: str, situation: Situation) -> bool:
    """Whether the reader is in Russia or Belarus, or reads Russian and has not said where they are."""
    if situation.country is None:
        return language in READ_THERE
    return situation.country in THERE


def told_to_be_there(messages: Iterable[str], situation: Situation) -> bool:
    """Whether the person's own words place them there: over any known country when they say so plainly, and by any
    mention of being or coming from there while no country is known. True when it cannot be judged."""
    try:
        said = tuple(messages)
        verdicts = [says_there(text) for text in said]
        if situation.country is None:
            verdicts += [says_from_there(text) for text in said]
    except Exception as error:  # whatever is wrong with a guard, less is shown
        log.error("reading where the person is failed: %s", type(error).__name__)
        return True
    return any(verdict is not False for verdict in verdicts)  # what is no verdict is no all-clear


def withheld(warning: str | None, language: str, situation: Situation) -> bool:
    """Whether a link with this reader warning (None: there is none) is kept from a reader of whom nothing more is known."""
    return warning is not None and may_be_in_russia(language, situation)

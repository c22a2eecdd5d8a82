"""Follow-ups: a short question that leans on the one before is searched together with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.question import Turn
from knowledge.lemmas import words

#: Openings that lean on what was said before.
_LEANING = re.compile(
    r"^\s*(а|и|но|ну|тогда|то есть|значит|что|если|і|й|але|ці|and|but|so|then|what if|what about|how about|entä|o jei|ir)\b",
    re.I,
)
SHORT, VERY_SHORT = 12, 4


def search_text(text: str, history: Sequence[Turn]) -> str:
    """The text to search for: the question alone, or after the last one when it leans on it."""
    if not history:
        return text
    length = len(words(text))
    if length <= VERY_SHORT or (length <= SHORT and _LEANING.match(text)):
        return f"{history[-1].user}\n{text}"
    return text

"""A question as it reaches the one door, whatever the channel."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from knowledge.errors import UsageError
from knowledge.folding import is_hidden
from knowledge.timeline import Situation

#: Longer messages are refused with a kind reply: nobody can answer a book, and a story fits.
MAX_CHARACTERS = 6000


class EmptyQuestionError(UsageError):
    """There are no words in the message."""


class LongQuestionError(UsageError):
    """The message is longer than MAX_CHARACTERS."""


@dataclass(frozen=True)
class Turn:
    """One earlier exchange of the conversation."""

    user: str
    bot: str = ""


@dataclass(frozen=True)
class Question:
    """What was asked, in which language an answer is wanted (None: the question's own), what is known, and today.

    `trace`: the answer shall tell how it came about.
    """

    text: str
    today: date
    language: str | None = None
    situation: Situation = field(default_factory=Situation)
    history: tuple[Turn, ...] = ()
    trace: bool = False


def clean(text: str) -> str:
    """The text without control characters and hidden signs, in composed form. Raises when it is empty of words or too long."""
    if len(text) > MAX_CHARACTERS:
        raise LongQuestionError(f"The question is longer than {MAX_CHARACTERS} characters: please shorten it.")
    seen = (c for c in text if not is_hidden(c))  # a zero-width sign inside a word must not part it
    kept = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in seen)
    kept = unicodedata.normalize("NFC", kept).strip()
    if not any(c.isalpha() for c in kept):
        raise EmptyQuestionError("There are no words in the question: please write it in a sentence.")
    return kept

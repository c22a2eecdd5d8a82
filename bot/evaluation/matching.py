"""Does a citation rest on the instrument, and on the article, that a golden question names?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.answering.answer import Citation
from bot.answering.citing import citation
from bot.texts import texts
from knowledge.content import Content

#: Numbers by which acts are known, in any title: 2024/1351, 604/2013, C-238/19, 53-FZ, 276-Z.
_ACT_NUMBER = re.compile(r"\b(?:C-\d+/\d+|\d{2,4}/\d{2,4}|\d+-FZ|\d+-Z)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w{4,}")

#: An instrument and its article; None: the instrument is enough.
Pair = tuple[str, str | None]


def instrument_matches(instrument: str, citation: Citation) -> bool:
    """Whether the citation's source, or a further one named in its pinpoint, is the instrument."""
    named = f"{citation.source.title} | {citation.source.id} | {citation.pinpoint}".lower()
    if number := _ACT_NUMBER.search(instrument):
        return number[0].lower() in named
    words = _WORD.findall(instrument.lower())
    return bool(words) and all(word in named for word in words)


def article_matches(article: str | None, citation: Citation) -> bool:
    """Whether the pinpoint holds the article's number; any pinpoint will do when none is asked for."""
    wanted = _NUMBER.findall(article or "")
    return not wanted or wanted[0] in _NUMBER.findall(citation.pinpoint)


def right(citations: Iterable[Citation], pairs: Sequence[Pair]) -> tuple[bool, bool]:
    """Whether any citation rests on an instrument of `pairs`, and whether any rests on its article too."""
    named = [(pair, cited) for cited in citations for pair in pairs if instrument_matches(pair[0], cited)]
    return bool(named), any(article_matches(pair[1], cited) for pair, cited in named)


class Shelf:
    """Every rule as it would be cited, by id."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._texts = texts("en")
        self._cited: dict[str, Citation] = {}

    def citation(self, rule_id: str) -> Citation:
        """The rule as a citation with English pinpoints."""
        if rule_id not in self._cited:
            self._cited[rule_id] = citation(self._content.rules[rule_id], 1, self._content, self._texts)
        return self._cited[rule_id]

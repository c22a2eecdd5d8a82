"""Does a citation rest on the instrument, and on the article, that a golden question names?"""

from __future__ import annotations

import re

from bot.answering.answer import Citation

#: Numbers by which acts are known, in any title: 2024/1351, 604/2013, C-238/19, 53-FZ, 276-Z.
_ACT_NUMBER = re.compile(r"\b(?:C-\d+/\d+|\d{2,4}/\d{2,4}|\d+-FZ|\d+-Z)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w{4,}")


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

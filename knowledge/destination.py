"""A question about being sent to one country, read as the same question about any: the law of transfers decides it.

The name of the destination draws a search to that country's own procedures ("how many days to appeal" there), while who is
to be sent there asks about the law where they are, which is the same whatever the destination.
"""

from __future__ import annotations

import re

from knowledge.countries import known_countries, marked
from knowledge.placing import MOST, SEND
from knowledge.states import DUBLIN_ONLY, MEMBERS

#: Said instead of the country's name; by language, for the embedding and for the words searched by.
ANY_COUNTRY = {
    "en": "another EU country under Dublin",
    "ru": "другую страну ЕС по Дублину",
    "uk": "іншу країну ЄС за Дубліном",
    "be": "іншую краіну ЕС па Дубліне",
    "fi": "toiseen EU-maahan Dublin-menettelyssä",
    "lt": "kitą ES šalį pagal Dublino procedūrą",
}
#: States that send people to each other.
STATES = MEMBERS | DUBLIN_ONLY
_SENDING = rf"\b(?:{SEND}|перев(?:од|ест|ед)\w*|перав(?:од|есці|яд)\w*)\b"
_SEND = re.compile(_SENDING, re.I)
_THERE = (
    re.compile(rf"{_SENDING}[^.!?;\n]{{0,40}}?«(?:to|at):(?P<country>\w\w)»"),
    re.compile(rf"«to:(?P<country>\w\w)»[^.!?;\n]{{0,25}}?{_SENDING}"),
)


def to_any_country(text: str, language: str) -> str | None:
    """The text as it would ask of any state of the Dublin system somebody is to be sent to.

    None when the text tells of no such state, or asks how things are there.
    """
    if not _SEND.search(text.replace("ё", "е")):
        return None  # most questions
    named = known_countries().find(text)
    if not named or len(named) > MOST:
        return None
    shown = marked(text, named)
    sent_to = {match["country"] for pattern in _THERE for match in pattern.finditer(shown)} & STATES
    sent_to -= {each.country for each in named if each.where == "in"}
    if not sent_to:
        return None
    pieces, position = [], 0
    for each in named:
        if each.country in sent_to and each.where in ("to", "at"):
            pieces += [text[position : each.start], ANY_COUNTRY[language]]
            position = each.end
    return "".join([*pieces, text[position:]])

"""Russian written in Latin letters ("prishla povestka"), turned into Cyrillic words of the content.

There is no one spelling: people drop soft signs and write й, ы, ж, х in several ways. So both sides are reduced to a
skeleton without those differences, and a Latin word becomes the known Russian form with the same skeleton.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Longest first; digits as in chat spelling ("4to", "6kola").
_LATIN = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("jo", "е"), ("ya", "я"), ("ja", "я"), ("yu", "ю"), ("ju", "ю"),
    ("ye", "е"), ("je", "е"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("ia", "я"), ("iu", "ю"), ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"), ("g", "г"), ("d", "д"), ("e", "е"),
    ("z", "з"), ("i", "и"), ("y", "и"), ("j", "и"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"), ("x", "х"), ("c", "ц"),
    ("q", "к"), ("4", "ч"), ("6", "ш"), ("'", ""), ("’", ""), ("`", ""),
)  # fmt: skip
_FROM_LATIN = dict(_LATIN)
_TOKENS = re.compile("|".join(re.escape(latin) for latin, _ in _LATIN))
_SKELETON = str.maketrans({"ё": "е", "э": "е", "й": "и", "ы": "и", "щ": "ш", "ж": "ж", "ь": None, "ъ": None})
_WORD = re.compile(r"[a-z0-9'’`]*[a-z][a-z0-9'’`]*", re.I)
#: Addresses are in no language.
_ADDRESS = re.compile(
    r"(?:(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:int|eu|com|org|net|info|ru|by|fi|lt|de|pl)\b\S*)", re.I
)


def to_cyrillic(word: str) -> str:
    """A letter-by-letter reading of a Latin-letter word."""
    return _TOKENS.sub(lambda match: _FROM_LATIN[match[0]], word.lower())


def skeleton(word: str) -> str:
    """A Cyrillic word without the differences people make in Latin spelling; doubled letters count once."""
    reduced = word.lower().translate(_SKELETON).replace("ия", "я").replace("ию", "ю").replace("ие", "е")
    return re.sub(r"(.)\1", r"\1", reduced)


class Transliterator:
    """Turns Latin-letter Russian into the known Russian forms."""

    def __init__(self, russian_forms: Iterable[str]) -> None:
        self._known: dict[str, str] = {}
        for form in russian_forms:
            key = skeleton(form)
            if form not in self._known.get(key, "") and (key not in self._known or len(form) < len(self._known[key])):
                self._known[key] = form

    def word(self, latin: str) -> str | None:
        """The known Russian form behind a Latin-letter word, or None. "j" may stand for й or ж."""
        for spelling in (latin, latin.replace("j", "zh"), latin.replace("h", "g")):
            if found := self._known.get(skeleton(to_cyrillic(spelling.lower()))):
                return found
        return None

    def share(self, text: str) -> float:
        """Share of the Latin words of three letters or more that read as known Russian."""
        long = [word for word in _WORD.findall(_ADDRESS.sub(" ", text)) if len(word) >= 3]
        return sum(self.word(word) is not None for word in long) / len(long) if long else 0.0

    def text(self, text: str) -> str:
        """The text with its Latin words in Cyrillic; addresses stay as they are."""
        pieces, position = [], 0
        for address in (*_ADDRESS.finditer(text), None):
            words = text[position : address.start() if address else None]
            pieces.append(_WORD.sub(lambda match: self.word(match[0]) or to_cyrillic(match[0]), words))
            if address:
                pieces.append(address[0])
                position = address.end()
        return "".join(pieces)

"""One form for every way of writing the same words: what classifiers read must not change with shouting or with signs.

"DO I GET A LAWYER!!!" and "do i get a lawyer" get one vector and so one verdict. What is cited or shown is never folded.
"""

from __future__ import annotations

import re
import unicodedata

#: Small letters that look alike: a word of both scripts was typed in a hurry, or to slip past a filter.
_LATIN, _CYRILLIC = "aceopxyijskmthb", "асеорхуіјѕкмтнв"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*[\u0430-\u045f])[a-z\u0430-\u045f]+\b")
#: Stress marks, struck-out letters and the selectors behind an emoji; letters that need their mark are composed before.
_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_STOPS = re.compile(r"[.,!?;:](?:\s*[.,!?;:])+")
#: Any other sign, an emoji too, that is repeated.
_REPEATED = re.compile(r"([^\w\s])(?:\s*\1)+")
_AROUND = " .,!?;:-–—\"'«»“”„‘’()[]"


def folded(text: str) -> str:
    """The text in small letters and composed form, without hidden signs, repeated punctuation and what surrounds it."""
    text = unicodedata.normalize("NFKC", "".join(sign for sign in text if not is_hidden(sign)))
    text = unicodedata.normalize("NFKC", text.lower())
    text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    text = _MIXED.sub(lambda word: _one_script(word.group()), text)
    text = _REPEATED.sub(r"\1", _STOPS.sub(_loudest, text))
    return " ".join(text.split()).strip(_AROUND)


def is_hidden(sign: str) -> bool:
    """Whether nobody can see the sign: zero-width, soft hyphens, marks of direction, tags."""
    return unicodedata.category(sign) == "Cf"


def _loudest(stops: re.Match[str]) -> str:
    """A question mark, else an exclamation mark, else the first sign of the run."""
    run = stops.group()
    return next((sign for sign in "?!" if sign in run), run[0])


def _one_script(word: str) -> str:
    """A word of two scripts in the one in which it can be written whole; unchanged when there is none ("idшник")."""
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if not any("a" <= letter <= "z" for letter in cyrillic):
        return cyrillic
    return latin if latin.isascii() else word

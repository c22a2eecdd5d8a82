"""One form for many ways of writing the same words. What is cited or shown is never changed by it.

`steady` is what classifiers and search read: "DO I GET A LAWYER!!!" and "do i get a lawyer" get one vector and one verdict,
while ordinary writing stays as it is. The embedding knows small from large letters, so to lower these everywhere, or to
drop question marks, costs emergencies and boundaries (of the golden ones, one in twenty).
`folded` goes all the way, for patterns.
"""

from __future__ import annotations

import re
import unicodedata

#: Small letters that look alike: a word of both scripts was typed in a hurry, or to slip past a filter.
_LATIN, _CYRILLIC = "aceopxyijskmthbACEOPXYIJSKMTHB", "асеорхуіјѕкмтнвАСЕОРХУІЈЅКМТНВ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_ASCII = re.compile("[A-Za-z]")
_MIXED = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0400-\u045f])[A-Za-z\u0400-\u045f]+\b")
#: Stress marks, struck-out letters and the selectors behind an emoji; letters that need their mark are composed before.
_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_STOPS = re.compile(r"[.,!?;:](?:\s*[.,!?;:])+")
#: Any other sign, an emoji too, that is repeated.
_REPEATED = re.compile(r"([^\w\s])(?:\s*\1)+")
_AROUND = " .,!?;:-–—\"'«»“”„‘’()[]"


#: A message is shouted when more than this share of its letters, and there are more than so many, is large.
SHOUTED, FEW_LETTERS = 0.6, 5
_TRAILING = " .!,;:-–—…"


def steady(text: str) -> str:
    """The text as an ordinary message: not shouted, each word in one script, no hidden or repeated signs, no last stop."""
    text = unicodedata.normalize("NFKC", "".join(sign for sign in text if not is_hidden(sign)))
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) > FEW_LETTERS and sum(map(str.isupper, letters)) > SHOUTED * len(letters):
        text = text.lower()
    text = _in_one_script(unicodedata.normalize("NFC", _MARKS.sub("", text)))
    text = _REPEATED.sub(r"\1", _STOPS.sub(_loudest, text))
    return " ".join(text.split()).rstrip(_TRAILING)


def folded(text: str) -> str:
    """The text in small letters and composed form, without hidden signs, repeated punctuation and what surrounds it."""
    text = unicodedata.normalize("NFKC", "".join(sign for sign in text if not is_hidden(sign)))
    text = unicodedata.normalize("NFKC", text.lower())
    text = _in_one_script(unicodedata.normalize("NFC", _MARKS.sub("", text)))
    text = _REPEATED.sub(r"\1", _STOPS.sub(_loudest, text))
    return " ".join(text.split()).strip(_AROUND)


def is_hidden(sign: str) -> bool:
    """Whether nobody can see the sign: zero-width, soft hyphens, marks of direction, tags."""
    return unicodedata.category(sign) == "Cf"


def _loudest(stops: re.Match[str]) -> str:
    """A question mark, else an exclamation mark, else the first sign of the run."""
    run = stops.group()
    return next((sign for sign in "?!" if sign in run), run[0])


def _in_one_script(text: str) -> str:
    """The text with each word of two scripts in the one in which it can be written whole, in doubt in the text's own;
    unchanged where there is none ("idшник")."""
    mostly_latin = sum(sign.isascii() for sign in text if sign.isalpha()) * 2 > sum(map(str.isalpha, text))

    def one(found: re.Match[str]) -> str:
        word = found.group()
        cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
        whole = [spelt for spelt, done in ((latin, latin.isascii()), (cyrillic, not _ASCII.search(cyrillic))) if done]
        return whole[0 if mostly_latin else -1] if whole else word

    return _MIXED.sub(one, text)

"""Belarusian words without their endings, since no dictionary of word forms is at hand for Belarusian.

A light stemmer, which takes off endings of cases, persons and times and nothing else, in the manner of Dolamic and Savoy:
Indexing and Searching Strategies for the Russian Language (JASIST 60(12), 2009).
"""

from __future__ import annotations

import re

#: A word that would be left shorter keeps its ending.
SHORTEST = 3

#: In both spellings that are in use: сведчанне and сьведчаньне, уручылі after a vowel ўручылі; doubled consonants count once.
_SPELLING = ((re.compile("ў"), "у"), (re.compile("['ь]"), ""), (re.compile(r"([бвгджзклмнпрстфхцчш])\1"), r"\1"))
#: "One's own" in its forms, whose stem would be that of СВА, a war.
_OWN = re.compile("сва(?:я|е|ё|ю|ей|ёй|ёю|ім|імі|іх|йго|йму)|свой")
_REFLEXIVES = ("цца", "ца", "ся")
#: Of nouns and adjectives, then of verbs.
_WRITTEN = """
    а я у ю ы і е э о ё й  ам ям ом ем ём ах ях ау яу оу еу ёу ай яй ой ей ёй эй аю яю ою ею амі ямі ію
    ая яя ую юю ае яе ое ее ыя ія ыі ых іх ым ім аму яму ому ему ага яга ога ымі імі
    ц ац яц іц ыц ец уц юц  ала яла іла ыла ела  алі ялі ілі ылі елі  ало яло іло ыло  іу ыу
    еш эш іш ыш аеш яеш  уе юе аем яем юем  аюц яюц уюц  іце ыце аеце
"""
_ENDINGS = tuple(sorted(_WRITTEN.split(), key=len, reverse=True))
#: Consonants that change before an ending: адвакат – адвакаце, суд – судзе.
_CHANGED = (("дз", "д"), ("ц", "т"))


def stem(word: str) -> str:
    """A lower-case Belarusian word without its ending; a stem is no word, only the same for the word's forms."""
    for pattern, written in _SPELLING:
        word = pattern.sub(written, word)
    if _OWN.fullmatch(word):
        return "свой"
    word = _without(word, _REFLEXIVES)
    word = _without(word, _ENDINGS)
    for changed, plain in _CHANGED:
        if word.endswith(changed) and len(word) > SHORTEST:
            return word.removesuffix(changed) + plain
    return word


def _without(word: str, endings: tuple[str, ...]) -> str:
    """The word without the first of the endings that leaves enough of it."""
    return next(
        (word.removesuffix(each) for each in endings if word.endswith(each) and len(word) - len(each) >= SHORTEST), word
    )

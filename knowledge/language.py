"""Which language a question is in: short and mixed texts, and Russian in Latin letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knowledge.lemmas import Lemmas
from knowledge.transliteration import Transliterator

if TYPE_CHECKING:
    from lingua import LanguageDetector

#: The content language in which a question of each language is answered.
ANSWERED_IN = {"en": "en", "ru": "ru", "uk": "ru", "be": "ru", "fi": "en", "lt": "en"}

_CYRILLIC = re.compile(r"[а-яёіїєґў]", re.I)
_LATIN = re.compile(r"[a-zäöåąčęėįšųūž]", re.I)
#: Letters that only one of the three Cyrillic languages has.
_ONLY = (("ў", "be"), ("їєґ", "uk"))
_NOT_RUSSIAN = re.compile("[іўїєґ]", re.I)
_NOT_UKRAINIAN = re.compile("[ыэъё]", re.I)
#: How much of a Latin text must read as Russian, and how much better than as English, to be taken for Russian; less is
#: enough beside words that only Russian has.
LATIN_RUSSIAN_SHARE, LATIN_RUSSIAN_MARGIN = 0.55, 0.2
LATIN_RUSSIAN_SHARE_MARKED = 0.4
_ONLY_RUSSIAN = re.compile(
    r"\b(?:li|chto|4to|kak|mne|menya|esli|mozhno|mojno|nado|nuzhno|eto|uzhe|teper|sey?chas|dlya|ili|kogda|pochemu|skolko|"
    r"mogut|mogu|budet|privet|spasibo|podskazhite|ya|moy|moi|moya|svoy|ego|emu)\b",
    re.I,
)


@dataclass(frozen=True)
class Reading:
    """How a question was read: its language, and its text in that language's own script."""

    language: str
    text: str
    transliterated: bool = False

    @property
    def answered_in(self) -> str:
        return ANSWERED_IN[self.language]


class LanguageReader:
    """Detects the language of questions, with the content's own words as evidence beside the detector's."""

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._transliterator = Transliterator(lemmas.forms("ru"))

    def read(self, text: str) -> Reading:
        """The language of `text`; Russian in Latin letters comes back in Cyrillic. English when there are no letters."""
        cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
        if cyrillic and cyrillic * 3 >= latin:
            return Reading(self._cyrillic(text), text)
        language = self._latin(text)
        share = self._transliterator.share(text)
        needed = LATIN_RUSSIAN_SHARE_MARKED if _ONLY_RUSSIAN.search(text) else LATIN_RUSSIAN_SHARE
        if share >= needed and share > self._lemmas.known(text, language) + LATIN_RUSSIAN_MARGIN:
            return Reading("ru", self._transliterator.text(text), transliterated=True)
        return Reading(language, text)

    def _cyrillic(self, text: str) -> str:
        for letters, language in _ONLY:
            if any(letter in text.lower() for letter in letters):
                return language
        if _NOT_RUSSIAN.search(text):
            return "be" if _NOT_UKRAINIAN.search(text) else self._likeliest(text, ("uk", "be"))
        if _NOT_UKRAINIAN.search(text):
            return "ru"
        return self._likeliest(text, ("ru", "uk"))

    def _latin(self, text: str) -> str:
        return self._likeliest(text, ("en", "fi", "lt"))

    def _likeliest(self, text: str, languages: tuple[str, ...]) -> str:
        confidence = {
            value.language.iso_code_639_1.name.lower(): value.value
            for value in _detector().compute_language_confidence_values(text)
        }
        return max(languages, key=lambda code: confidence.get(code, 0.0) + 2 * self._lemmas.known(text, code))


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = (getattr(IsoCode639_1, language.upper()) for language in ANSWERED_IN)
    # The low-accuracy mode reads trigrams only: 13 MB instead of 110, and the content's words make up for it.
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()

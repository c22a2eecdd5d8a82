"""Word forms to lemmas, from a small table made at ingestion; for Belarusian, to stems.

simplemma's dictionaries give the lemmas, but loaded whole they take seconds and hundreds of megabytes. A query word can
only match when its lemma occurs in the content, so ingestion keeps just those forms; serving needs nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.stemming import stem

#: Languages with a simplemma dictionary. Belarusian has none: its words lose their endings instead.
LEMMA_LANGUAGES = ("en", "ru", "uk", "fi", "lt")

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|\d+", re.UNICODE)


def words(text: str) -> list[str]:
    """Lower-case words and numbers of a text; ё counts as е."""
    return [word.replace("ё", "е").replace("’", "'") for word in _WORD.findall(text.lower())]


class Lemmas:
    """A table of word forms; words it does not hold are their own lemma."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._table = table

    def of(self, text: str, language: str) -> list[str]:
        """The lemmas of a text's words, in order."""
        if language == "be":
            return [stem(word) for word in words(text)]
        table = self._table.get(language, {})
        return [table.get(word, word) for word in words(text)]

    def known(self, text: str, language: str) -> float:
        """Share of the text's words that are in the language's table: evidence of the language."""
        table = self._table.get(language, {})
        found = [word in table for word in words(text)]
        return sum(found) / len(found) if found else 0.0

    def forms(self, language: str) -> Iterable[str]:
        """Every word form the table holds for a language."""
        return self._table.get(language, {}).keys()

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self._table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Lemmas:
        return cls(json.loads(path.read_text(encoding="utf-8")))


def build_lemmas(texts: Iterable[tuple[str, str]]) -> Lemmas:
    """The table for (language, text) pairs: every known form of every lemma that occurs in them."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    factory = DefaultDictionaryFactory()
    lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(greedy=False, dictionary_factory=factory))
    vocabulary: dict[str, set[str]] = {language: set() for language in LEMMA_LANGUAGES}
    for language, text in texts:
        if language in vocabulary:
            vocabulary[language].update(words(text))
    table: dict[str, dict[str, str]] = {}
    for language, seen in vocabulary.items():
        if not seen:
            continue  # reading a dictionary takes seconds
        forms = {word: _fold(lemmatizer.lemmatize(word, lang=language)) for word in sorted(seen)}
        wanted = set(forms.values())
        for form, lemma in factory.get_dictionary(language).items():
            folded, target = _fold(_text(form)), _fold(_text(lemma))
            if target in wanted and folded not in forms:
                forms[folded] = target
        table[language] = forms
    return Lemmas(table)


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def _text(value: str | bytes) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else value

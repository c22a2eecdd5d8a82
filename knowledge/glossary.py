"""The glossary: concepts of the field with their terms in six languages; it widens a question's words for search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass as plain
from typing import Annotated

from pydantic import AfterValidator, TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import ASKED_LANGUAGES, LANGUAGES, STRICT, Id, Text
from knowledge.language import ANSWERED_IN
from knowledge.lemmas import Lemmas
from knowledge.yamlfile import Located

#: So many terms are added at most: each further one pulls the search away from the person's own words.
MOST_ADDED = 6
#: The languages in which a question's words are looked up: its own, that of its answer, and those of the other script,
#: since people mix them ("Мигри прислал kielteinen päätös", "got a повестка").
_READ_IN = {
    language: tuple(dict.fromkeys((language, answered, *(("en", "fi", "lt") if answered == "ru" else ("ru",)))))
    for language, answered in ANSWERED_IN.items()
}


def _by_language(terms: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    if unknown := [language for language in terms if language not in ASKED_LANGUAGES]:
        raise ValueError(f"unknown language {', '.join(unknown)}: use {', '.join(ASKED_LANGUAGES)}")
    if missing := [language for language in LANGUAGES if not terms.get(language)]:
        raise ValueError(f"no term in {' and '.join(missing)}: the first one is added to searches, so give it")
    for language, listed in terms.items():
        folded = [term.casefold() for term in listed]
        if doubled := [term for term in listed if folded.count(term.casefold()) > 1]:
            raise ValueError(f"'{doubled[0]}' stands in {language} twice: keep one")
    return terms


@dataclass(frozen=True, config=STRICT)
class Concept:
    """One concept; the first term of each language is the standard one, the others are what people really say."""

    id: Id
    terms: Annotated[dict[str, tuple[Text, ...]], AfterValidator(_by_language)]


_ADAPTER = TypeAdapter(Concept)


def parse_concept(entry: Located) -> Concept:
    """One entry of glossary.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "concept")


@plain(frozen=True)
class AddedTerm:
    """A standard term that a question did not contain, with its lemmas."""

    language: str
    text: str
    lemmas: tuple[str, ...]


class Expander:
    """Finds the glossary's terms in a question, in any word form, and gives their standard terms in Russian and English."""

    def __init__(self, glossary: Iterable[Concept], lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        #: language -> first lemma of a term -> (all its lemmas, its concept), longest first.
        self._starts: dict[str, dict[str, list[tuple[list[str], int]]]] = {language: {} for language in ASKED_LANGUAGES}
        self._standard: list[tuple[AddedTerm, ...]] = []
        for number, concept in enumerate(glossary):
            for language, terms in concept.terms.items():
                for term in terms:
                    if found := lemmas.of(term, language):
                        self._starts[language].setdefault(found[0], []).append((found, number))
            firsts = ((language, concept.terms[language][0]) for language in LANGUAGES)
            self._standard.append(tuple(AddedTerm(lang, term, tuple(lemmas.of(term, lang))) for lang, term in firsts))
        for starts in self._starts.values():
            for candidates in starts.values():
                candidates.sort(key=lambda candidate: -len(candidate[0]))

    def added(self, text: str, language: str) -> tuple[AddedTerm, ...]:
        """Standard terms of what `text` mentions, without those it contains; those of the longest mentions first."""
        words = {spoken: self._lemmas.of(text, spoken) for spoken in _READ_IN[language]}
        held = {answer: set(words[answer]) for answer in LANGUAGES}
        found: dict[AddedTerm, None] = {}
        for concept in self._mentioned(words):
            for term in self._standard[concept]:
                if not held[term.language].issuperset(term.lemmas):
                    found.setdefault(term)
        return tuple(found)[:MOST_ADDED]

    def _mentioned(self, words: dict[str, list[str]]) -> Iterator[int]:
        """Concepts mentioned in the words, which are given lemmatised in each language; longest mention first."""
        mentions: list[tuple[int, int, int]] = []
        position, end = 0, len(next(iter(words.values())))
        while position < end:
            longest = 1
            for language, lemmas in words.items():
                for term, concept in self._starts[language].get(lemmas[position], ()):
                    if lemmas[position : position + len(term)] == term:
                        mentions.append((-len(term), position, concept))
                        longest = max(longest, len(term))
                        break
            position += longest
        return (concept for _length, _position, concept in sorted(mentions))

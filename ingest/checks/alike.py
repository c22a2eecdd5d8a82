"""Do two articles claim nearly the same way of asking? It shows where they should be one, or be told apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.lemmas import LEMMA_LANGUAGES, words

#: Share of common lemmas from which two questions count as nearly the same: one word in nine may differ.
ALIKE = 0.8
#: A product such as 0.8 * 5 may come out just above its true value and must not be rounded up for that.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Asked:
    """One way of asking and the set of its lemmas."""

    path: Path
    article: str
    text: str
    words: frozenset[str]
    lemmas: frozenset[str]


def similar_questions(content: Content) -> Iterator[Finding]:
    """Ways of asking of two articles with at least `ALIKE` of their lemmas in common (Jaccard)."""
    by_language: dict[str, list[Asked]] = {}
    for article in content.articles.values():
        for language, questions in (article.meta.asked or {}).items():
            for text in questions:
                found = words(text)
                asked = Asked(article.path, article.id, text, frozenset(found), _lemmas(found, language))
                by_language.setdefault(language, []).append(asked)
    for questions_of_one in by_language.values():
        for one, other in pairs(questions_of_one):
            # The same words in another order are an identical question, which has its own message.
            if one.article != other.article and one.words != other.words:
                shared = overlap(one.lemmas, other.lemmas)
                yield (
                    other.path,
                    2,
                    f"'{other.text}' is much like '{one.text}' in '{one.article}' ({shared:.2f}): "
                    "tell the articles apart, or join them",
                )


def pairs(questions: Sequence[Asked]) -> Iterator[tuple[Asked, Asked]]:
    """All pairs that are alike, by an inverted index over the rarest lemmas of each question.

    Two sets can reach the bound only if they share one of their first n - ceil(ALIKE * n) + 1 lemmas, rarest first: the
    prefix filter of Bayardo, Ma and Srikant (Scaling Up All Pairs Similarity Search, WWW 2007).
    """
    frequency = Counter(lemma for question in questions for lemma in question.lemmas)
    holding: dict[str, list[int]] = {}
    for number, question in enumerate(questions):
        size = len(question.lemmas)
        rarest = sorted(question.lemmas, key=lambda lemma: (frequency[lemma], lemma))
        prefix = rarest[: size - math.ceil(ALIKE * size - ROUNDING) + 1]
        for candidate in sorted({other for lemma in prefix for other in holding.get(lemma, ())}):
            if overlap(questions[candidate].lemmas, question.lemmas) >= ALIKE:
                yield questions[candidate], question
        for lemma in prefix:
            holding.setdefault(lemma, []).append(number)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard similarity of two sets, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def _lemmas(found: list[str], language: str) -> frozenset[str]:
    from simplemma import lemmatize  # its dictionaries take a second each

    if language not in LEMMA_LANGUAGES:
        return frozenset(found)
    return frozenset(lemmatize(word, lang=language).lower() for word in found)

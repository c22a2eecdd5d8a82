"""The retrieved ranking: how high the right instrument and the right article stand in what a search found.

A search finds articles and rules. Its ranking of rules is the order in which they are led to: those of the best article's
short answer, the rules nearest to the question, those of the article's sections (best first), then the next article's.
Its ranking of pages is the articles themselves; a page is right when any rule it cites is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.evaluation.matching import Pair, Shelf, right
from knowledge.article import Article
from knowledge.content import Content
from knowledge.search import Found

#: Depths at which recall is read.
DEPTHS = (1, 3, 5, 10)
#: Rules nearest to the question that follow the best article's short answer, as in an answer.
NEAREST = 2


@dataclass(frozen=True)
class Ranks:
    """The places, from 1, of the first hit on the right instrument and on its right article; None: not found."""

    instrument: int | None = None
    article: int | None = None


def ranked_rules(found: Found, content: Content) -> list[str]:
    """The rules in the order in which the search leads to them, each once."""
    return list(dict.fromkeys(_led_to(found, content)))


def ranked_pages(found: Found, content: Content) -> list[frozenset[str]]:
    """For each article found, best first, the rules it cites."""
    articles = (content.article(hit.id, found.reading.answered_in) for hit in found.articles)
    return [frozenset(rule for sentence in article.sentences for rule in sentence.citations) for article in articles if article]


def ranks(hits: Sequence[Collection[str]], pairs: Sequence[Pair], shelf: Shelf) -> Ranks:
    """Where the first right hit stands; each hit is the rules it leads to."""
    instrument = article = None
    for place, rules in enumerate(hits, start=1):
        named, exact = right([shelf.citation(rule) for rule in rules], pairs)
        instrument = instrument or (place if named else None)
        if exact:
            article = place
            break
    return Ranks(instrument, article)


def recall_at(places: Sequence[int | None], depth: int) -> float:
    """The share of questions whose first right hit stands among the first `depth`."""
    return sum(place is not None and place <= depth for place in places) / len(places) if places else 0.0


def mean_reciprocal_rank(places: Sequence[int | None]) -> float:
    """Mean of 1 / place; nothing found counts 0."""
    return sum(1 / place for place in places if place) / len(places) if places else 0.0


def _led_to(found: Found, content: Content) -> Iterator[str]:
    nearest = [rule for hit in found.rules for rule in hit.passage.rules]
    for place, hit in enumerate(found.articles):
        if article := content.article(hit.id, found.reading.answered_in):
            yield from _cited(article, article.short.key)
            if place == 0:
                yield from nearest[:NEAREST]
            for section in hit.sections:
                yield from _cited(article, section.passage.section)
    yield from nearest


def _cited(article: Article, key: str | None) -> Iterator[str]:
    sentences = (sentence for section in article.all_sections if section.key == key for sentence in section.sentences)
    return (rule for sentence in sentences for rule in sentence.citations)

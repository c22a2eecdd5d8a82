"""The citation graph: article → its rules → other articles that rest on the same ones. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from knowledge.article import Article
from knowledge.content import Content
from knowledge.passage import TRIAGE_TOPIC

#: Rules of the short answer decide an article's question; those of its sections count this share of them.
ASIDE = 0.5
#: Articles this near each other by the rules they share are neighbours; those nearer than ALIKE say much the same.
NEIGHBOURS, ALIKE = 0.1, 0.7


class CitationGraph:
    """How near articles are to each other by the rules they share; a rule that few articles cite counts more (tf-idf)."""

    def __init__(self, content: Content, language: str = "en") -> None:
        articles = [
            article
            for (written, _), article in content.articles.items()
            if written == language and article.topic != TRIAGE_TOPIC
        ]
        citing = Counter(rule for article in articles for rule in set(article.rules))
        self._weights: dict[str, dict[str, float]] = {}
        self._citing: dict[str, list[str]] = {}
        for article in articles:
            weights = {rule: _share(article, rule) * math.log(len(articles) / citing[rule]) for rule in article.rules}
            length = math.sqrt(sum(weight**2 for weight in weights.values()))
            self._weights[article.id] = {rule: weight / length for rule, weight in weights.items()} if length else {}
            for rule in weights:
                self._citing.setdefault(rule, []).append(article.id)
        self._found: dict[str, tuple[str, ...]] = {}

    def nearness(self, one: str, other: str) -> float:
        """Between 0 (no rule shared) and 1 (the same rules)."""
        weights = self._weights.get(other, {})
        return sum(weight * weights.get(rule, 0.0) for rule, weight in self._weights.get(one, {}).items())

    def carrying(self, article: str) -> Collection[str]:
        """The rules that carry the article; none for an article it does not know."""
        return self._weights.get(article, {}).keys()

    def neighbours(self, article: str) -> Sequence[str]:
        """The articles that rest on the same rules, nearest first."""
        if article not in self._weights:
            return ()
        if article not in self._found:
            others = dict.fromkeys(other for rule in self._weights[article] for other in self._citing[rule] if other != article)
            near = [(self.nearness(article, other), other) for other in others]
            near.sort(key=lambda pair: (-pair[0], pair[1]))
            self._found[article] = tuple(other for value, other in near if value >= NEIGHBOURS)
        return self._found[article]

    def diverse(self, candidates: Iterable[str], shown: Iterable[str]) -> Iterator[str]:
        """The candidates in their order, without those shown and those that say much the same as one given before."""
        given = list(shown)
        held = set(given)
        for candidate in candidates:
            if candidate not in held and all(self.nearness(candidate, other) < ALIKE for other in given):
                held.add(candidate)
                given.append(candidate)
                yield candidate


def _share(article: Article, rule: str) -> float:
    return 1.0 if any(rule in sentence.citations for sentence in article.short.sentences) else ASIDE

"""Every article's evidence for one text: from its passages' scores to one number, with its parts kept for the trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.heads import LinearHead
from knowledge.passage import Passage

Scores = npt.NDArray[np.float32]

#: Soft maximum over cosines: passages within about this distance of the best one count beside it.
TEMPERATURE = 0.02
#: So many of the best articles draw their neighbours in the citation graph up.
DRAWING = 5


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts, in standard deviations. Tuned on held-out ways of asking only."""

    head: float = 0.6
    lexical: float = 0.4
    own_language: float = 0.15
    other_country: float = 1.0
    graph: float = 0.5


class Graph(Protocol):
    """What ranking needs of the citation graph."""

    def neighbours(self, article: str) -> Sequence[str]: ...
    def nearness(self, one: str, other: str) -> float: ...


@dataclass(frozen=True)
class Evidence:
    """Arrays over the articles: each kind of evidence, and their weighted sum."""

    dense: Scores
    head: Scores
    lexical: Scores
    country: Scores
    graph: Scores
    total: Scores

    def with_total(self, total: Scores) -> Evidence:
        return replace(self, total=total)


class ArticleRanking:
    """The articles of a generation, with the rows of their passages."""

    def __init__(self, passages: Sequence[Passage], head: LinearHead, weights: Weights, graph: Graph) -> None:
        rows: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            if passage.article:
                rows.setdefault(passage.article, []).append(row)
        self.articles = tuple(rows)
        self._numbers = {article: number for number, article in enumerate(self.articles)}
        self.rows = {article: np.array(own, dtype=np.intp) for article, own in rows.items()}
        self._weights = weights
        self._head = head
        self._order = np.array([row for own in rows.values() for row in own], dtype=np.intp)
        self._starts = np.cumsum([0, *(len(own) for own in rows.values())])[:-1]
        self._columns = [head.labels.index(article) for article in self.articles]
        self._graph = graph
        self._near: dict[int, tuple[npt.NDArray[np.intp], Scores]] = {}

    def evidence(self, cosine: Scores, lexical: Scores, fit: Scores, vector: Scores) -> Evidence:
        """The evidence from the passages' scores (shape: passages) and the text's vector."""
        powers = np.exp((cosine[self._order].astype(np.float64) - 1.0) / TEMPERATURE)
        dense = standard(np.log(np.add.reduceat(powers, self._starts)))
        head = standard(self._head.scores(vector)[self._columns])
        words = np.maximum.reduceat(lexical[self._order], self._starts)
        country = fit[self._order][self._starts]
        weights = self._weights
        own: Scores = (dense + weights.head * head + weights.lexical * words).astype(np.float32)
        graph = self._drawn(own)
        total = own + weights.other_country * country + weights.graph * graph
        return Evidence(dense, head, words, country, graph, total)

    def _drawn(self, own: Scores) -> Scores:
        """What the best articles lend to those that rest on the same rules: their own evidence times the nearness, averaged.

        One step of spreading activation (Crestani: Application of Spreading Activation Techniques in Information Retrieval,
        AI Review 1997): where several good candidates agree on their law, the article in their midst gains most.
        """
        drawn = np.zeros_like(own)
        for number in np.argsort(-own)[:DRAWING]:
            others, nearness = self._neighbours(int(number))
            drawn[others] += nearness * np.float32(max(float(own[number]), 0.0) / DRAWING)
        return drawn

    def _neighbours(self, number: int) -> tuple[npt.NDArray[np.intp], Scores]:
        """The numbers of the articles near this one in the graph, and how near they are."""
        if number not in self._near:
            article = self.articles[number]
            near = [other for other in self._graph.neighbours(article) if other in self._numbers]
            self._near[number] = (
                np.array([self._numbers[other] for other in near], dtype=np.intp),
                np.array([self._graph.nearness(article, other) for other in near], dtype=np.float32),
            )
        return self._near[number]


def standard(values: npt.NDArray[np.floating]) -> Scores:
    """The values in standard deviations from their mean."""
    result: Scores = ((values - values.mean()) / max(float(values.std()), 1e-6)).astype(np.float32)
    return result

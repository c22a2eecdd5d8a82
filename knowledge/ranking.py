"""Every article's evidence for one text: from its passages' scores to one number, with its parts kept for the trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from knowledge.heads import LinearHead
from knowledge.passage import Passage

Scores = npt.NDArray[np.float32]

#: Soft maximum over cosines: passages within about this distance of the best one count beside it.
TEMPERATURE = 0.02


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts, in standard deviations. Tuned on held-out ways of asking only."""

    head: float = 0.8
    lexical: float = 0.25
    own_language: float = 0.15
    other_country: float = 1.0


@dataclass(frozen=True)
class Evidence:
    """Arrays over the articles: each kind of evidence, and their weighted sum."""

    dense: Scores
    head: Scores
    lexical: Scores
    country: Scores
    total: Scores

    def with_total(self, total: Scores) -> Evidence:
        return replace(self, total=total)


class ArticleRanking:
    """The articles of a generation, with the rows of their passages."""

    def __init__(self, passages: Sequence[Passage], head: LinearHead, weights: Weights) -> None:
        rows: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            if passage.article:
                rows.setdefault(passage.article, []).append(row)
        self.articles = tuple(rows)
        self.rows = {article: np.array(own, dtype=np.intp) for article, own in rows.items()}
        self._weights = weights
        self._head = head
        self._order = np.array([row for own in rows.values() for row in own], dtype=np.intp)
        self._starts = np.cumsum([0, *(len(own) for own in rows.values())])[:-1]
        self._columns = [head.labels.index(article) for article in self.articles]

    def evidence(self, cosine: Scores, lexical: Scores, fit: Scores, vector: Scores) -> Evidence:
        """The evidence from the passages' scores (shape: passages) and the text's vector."""
        powers = np.exp((cosine[self._order].astype(np.float64) - 1.0) / TEMPERATURE)
        dense = standard(np.log(np.add.reduceat(powers, self._starts)))
        head = standard(self._head.scores(vector)[self._columns])
        words = np.maximum.reduceat(lexical[self._order], self._starts)
        country = fit[self._order][self._starts]
        weights = self._weights
        total = dense + weights.head * head + weights.lexical * words + weights.other_country * country
        return Evidence(dense, head, words, country, total)


def standard(values: npt.NDArray[np.floating]) -> Scores:
    """The values in standard deviations from their mean."""
    result: Scores = ((values - values.mean()) / max(float(values.std()), 1e-6)).astype(np.float32)
    return result

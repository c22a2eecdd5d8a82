"""Does Otkaz cover a question at all? A probability from several signals, since no single score separates.

The signals: a linear head on the question's vector, its best cosine to any article, to any rule, and to any example of
what is not covered. Weights are fitted at ingestion on the ways of asking and the examples, each seen as if it were
new (see `ingest.coverage`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.heads import Array, LinearHead

INSIDE, OUTSIDE = "inside", "outside"
SIGNALS = ("head", "article", "rule", "outside")


@dataclass(frozen=True)
class Rows:
    """Which passages are articles', rules' and outside examples: row numbers."""

    article: npt.NDArray[np.intp]
    rule: npt.NDArray[np.intp]
    outside: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Coverage:
    """The fitted model. `offset` is how much lower a question's cosines are than a passage's (other prefix)."""

    head: LinearHead
    mean: Array
    scale: Array
    weights: Array
    bias: float
    offset: float

    def probability(self, vector: Array, cosine: Array, rows: Rows) -> float:
        """Probability that the question is covered; `cosine` to every passage, shape (passages,)."""
        signals = np.array([self._head(vector), *(cosine[kind].max(initial=-1.0) + self.offset for kind in _kinds(rows))])
        score = float(self.weights @ ((signals - self.mean) / self.scale)) + self.bias
        return float(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))))

    def _head(self, vector: Array) -> float:
        scores = dict(zip(self.head.labels, self.head.scores(vector), strict=True))
        return float(scores[INSIDE] - scores[OUTSIDE])

    def save(self, path: Path) -> None:
        arrays: dict[str, Any] = {
            **self.head.arrays(),
            "signal_mean": self.mean,
            "scale": self.scale,
            "signal_weights": self.weights,
            "signal_bias": self.bias,
            "offset": self.offset,
        }
        np.savez(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Coverage:
        with np.load(path) as data:
            return cls(
                LinearHead.from_arrays(data),
                data["signal_mean"],
                data["scale"],
                data["signal_weights"],
                float(data["signal_bias"]),
                float(data["offset"]),
            )


def _kinds(rows: Rows) -> tuple[npt.NDArray[np.intp], ...]:
    return rows.article, rows.rule, rows.outside

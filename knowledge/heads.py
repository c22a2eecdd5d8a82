"""Small linear classifiers over question vectors, trained at ingestion from the ways of asking; serving needs numpy only.

A question's vector is close to many passages; which article it *asks for* is learned from the ways people ask
(multinomial logistic regression on the frozen embedding, as in linear probing). Fitting uses scikit-learn, which
sentence-transformers brings along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
#: Unit vectors have small coordinates; scaled so, the usual regularisation strengths fit.
SCALE = 5.0
#: Parts into which examples are divided to judge each by a head that has not seen it.
FOLDS = 5


@dataclass(frozen=True)
class LinearHead:
    """`labels[i]` scores `weights[i] · SCALE (x − mean) + bias[i]`."""

    labels: tuple[str, ...]
    weights: Array
    bias: Array
    mean: Array

    def scores(self, vector: Array) -> Array:
        """Scores (log odds up to a constant) of all labels for one vector; shape (labels,)."""
        result: Array = self.weights @ ((vector - self.mean) * SCALE) + self.bias
        return result

    def probabilities(self, vector: Array) -> dict[str, float]:
        """Softmax of the scores, by label."""
        scores = self.scores(vector).astype(np.float64)
        powers = np.exp(scores - scores.max())
        return {label: float(share) for label, share in zip(self.labels, powers / powers.sum(), strict=True)}

    def all_scores(self, vectors: Array) -> Array:
        """Scores of many vectors; shape (vectors, labels)."""
        result: Array = ((vectors - self.mean) * np.float32(SCALE) @ self.weights.T + self.bias).astype(np.float32)
        return result

    def shifted(self, shift: Array) -> LinearHead:
        """The same head for vectors that lie `shift` away from those it was fitted on."""
        return replace(self, mean=self.mean + shift)

    def arrays(self) -> dict[str, Any]:
        """The head as arrays, for a file."""
        return {"labels": np.array(self.labels), "weights": self.weights, "bias": self.bias, "mean": self.mean}

    @classmethod
    def from_arrays(cls, data: Mapping[str, Any]) -> LinearHead:
        return cls(tuple(str(label) for label in data["labels"]), data["weights"], data["bias"], data["mean"])

    def save(self, path: Path) -> None:
        np.savez(path, **self.arrays())

    @classmethod
    def load(cls, path: Path) -> LinearHead:
        with np.load(path) as data:
            return cls.from_arrays(data)


def fit_head(vectors: Array, labels: Sequence[str], strength: float = 100.0, balanced: bool = False) -> LinearHead:
    """Fit a head on rows of `vectors` with their labels; two labels give one row of weights a label as well."""
    from sklearn.linear_model import LogisticRegression

    mean = vectors.mean(axis=0)
    model = LogisticRegression(C=strength, max_iter=500, class_weight="balanced" if balanced else None)
    model.fit((vectors - mean) * SCALE, list(labels))
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return LinearHead(
        tuple(str(label) for label in model.classes_),
        weights.astype(np.float32),
        bias.astype(np.float32),
        mean.astype(np.float32),
    )


def unseen_heads(
    vectors: Array, labels: npt.NDArray[np.str_], strength: float
) -> Iterator[tuple[LinearHead, npt.NDArray[np.bool_]]]:
    """Cross-fitting: heads that have each seen all examples but a fold, with the mask of what it has seen. Deterministic."""
    fold = np.random.default_rng(0).permutation(len(labels)) % FOLDS
    for number in range(FOLDS):
        seen = fold != number
        yield fit_head(vectors[seen], labels[seen].tolist(), strength, balanced=True), seen

"""Fit the coverage model of a generation: ways of asking are inside, the examples of scope.yaml outside.

Each example is judged as if it were new: the head by cross-fitting in five folds, the cosines without the example itself
and without the other ways of asking the same article, so that the weights suit questions nobody has written down yet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.coverage import INSIDE, OUTSIDE, Coverage
from knowledge.heads import Array, fit_head, unseen_heads
from knowledge.passage import Passage

#: Every third way of asking is enough, and keeps the two classes nearer in size.
STEP = 3
HEAD_STRENGTH = 30.0
#: Rows compared with all passages at once.
CHUNK = 256


def fit_coverage(passages: Sequence[Passage], vectors: Array, shift: Array, offset: float) -> Coverage:
    """The model for these passages. `shift` and `offset`: how a question's vector and cosines differ from a passage's."""
    from sklearn.linear_model import LogisticRegression

    kind = np.array([passage.kind for passage in passages])
    rows = np.concatenate([np.flatnonzero(kind == "question")[::STEP], np.flatnonzero(kind == OUTSIDE)])
    inside = kind[rows] == "question"
    labels = np.where(inside, INSIDE, OUTSIDE)
    signals = np.column_stack([_cross_fitted(vectors[rows], labels), _cosines(passages, vectors, rows)])
    mean, scale = signals.mean(axis=0), np.maximum(signals.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, class_weight="balanced").fit((signals - mean) / scale, inside)
    head = fit_head(vectors[rows], labels.tolist(), HEAD_STRENGTH, balanced=True)
    return Coverage(
        head=head.shifted(shift),
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        weights=model.coef_[0].astype(np.float32),
        bias=float(model.intercept_[0]),
        offset=offset,
    )


def _cross_fitted(vectors: Array, labels: npt.NDArray[np.str_]) -> Array:
    """Log odds of being inside, each from a head that has not seen the example."""
    odds = np.zeros(len(labels), dtype=np.float32)
    for head, seen in unseen_heads(vectors, labels, HEAD_STRENGTH):
        inside, outside = head.labels.index(INSIDE), head.labels.index(OUTSIDE)
        scores = head.all_scores(vectors[~seen])
        odds[~seen] = scores[:, inside] - scores[:, outside]
    return odds


def _cosines(passages: Sequence[Passage], vectors: Array, rows: npt.NDArray[np.intp]) -> Array:
    """Best cosine to articles, rules and outside examples; shape (rows, 3)."""
    kind = np.array([passage.kind for passage in passages])
    article = np.array([passage.article or "" for passage in passages])
    groups = [np.flatnonzero(article != ""), np.flatnonzero(kind == "rule"), np.flatnonzero(kind == OUTSIDE)]
    siblings = {name: np.flatnonzero((article == name) & (kind == "question")) for name in set(article[rows]) - {""}}
    best = np.zeros((len(rows), len(groups)), dtype=np.float32)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        cosine = vectors[chunk] @ vectors.T
        for place, row in enumerate(chunk):
            cosine[place, row] = -1.0
            if article[row]:
                cosine[place, siblings[str(article[row])]] = -1.0
        for number, group in enumerate(groups):
            best[start : start + CHUNK, number] = cosine[:, group].max(axis=1, initial=-1.0)
    return best

"""The triage model of a generation: how much a question resembles emergencies, boundaries and calm questions.

Its examples are embedded as questions are, unlike what is read: only then does a new emergency, told in words nobody
wrote down, lie near them (recall of unseen emergencies rose from .9 to 1.0 on the golden questions).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.heads import Array, LinearHead, fit_head, unseen_heads

URGENT, BOUNDARY, CALM = "urgent", "boundary", "calm"
STRENGTH = 10.0
#: A way of asking at least this probably urgent is not taken for calm, and one of an article that an emergency leads on to
#: ("the flight is on Monday, what about Strasbourg") at a much smaller probability: by cross-validation .93 of the
#: emergencies are found instead of .92, and such a message no longer lies beside one that calls it calm.
DOUBT, DOUBT_BESIDE_DANGER = 0.05, 0.005


@dataclass(frozen=True)
class TriageModel:
    """A linear head over the kinds, and the examples with their passage ids and kinds; `vectors`: (examples, dimensions)."""

    head: LinearHead
    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    vectors: Array

    def probabilities(self, vector: Array) -> dict[str, float]:
        """Probability of each kind ("urgent-…", "boundary-…", "calm")."""
        return self.head.probabilities(vector)

    def near(self, vector: Array) -> Mapping[str, float]:
        """Best cosine to an example of each group: urgent, boundary, calm."""
        return {name: float((vectors @ vector).max(initial=-1.0)) for name, vectors in self._groups.items()}

    @cached_property
    def sound(self) -> bool:
        """Whether all examples have numbers."""
        return bool(np.isfinite(self.vectors).all())

    @cached_property
    def _groups(self) -> dict[str, Array]:
        groups = np.array([group(kind) for kind in self.kinds])
        return {name: self.vectors[groups == name] for name in (URGENT, BOUNDARY, CALM)}

    def save(self, path: Path) -> None:
        arrays = self.head.arrays()
        np.savez(path, **arrays, ids=np.array(self.ids), kinds=np.array(self.kinds), vectors=self.vectors.astype(np.float16))

    @classmethod
    def load(cls, path: Path) -> TriageModel:
        with np.load(path) as data:
            return cls(
                LinearHead.from_arrays(data),
                tuple(str(key) for key in data["ids"]),
                tuple(str(kind) for kind in data["kinds"]),
                data["vectors"].astype(np.float32),
            )


def group(kind: str) -> str:
    """ "urgent-removal" -> "urgent"."""
    return kind.partition("-")[0]


def fit_triage(ids: Sequence[str], kinds: Sequence[str], vectors: Array, doubts: Sequence[float] = ()) -> TriageModel:
    """Fit on question vectors of shape (n, dimensions) with their kinds ("urgent-…", "boundary-…" or "calm").

    `doubts` is, for examples that nobody labelled (ways of asking taken for calm), the probability of being urgent from
    which on they are left out, judged by a head that has not seen them (confident learning; Northcutt, Jiang and Chuang,
    JAIR 2021): some are emergencies. Infinite for the labelled ones.
    """
    # Rounded as in the file, so that vectors taken over from it give the same model as new ones.
    rounded = vectors.astype(np.float16).astype(np.float32)
    labels = np.array(kinds)
    kept = np.ones(len(labels), dtype=bool)
    if np.isfinite(doubts).any():
        kept = _unseen_urgency(rounded, labels) < np.array(doubts)
    head = fit_head(rounded[kept], labels[kept].tolist(), strength=STRENGTH, balanced=True)
    return TriageModel(head, tuple(np.array(ids)[kept].tolist()), tuple(labels[kept].tolist()), rounded[kept])


def _unseen_urgency(vectors: Array, labels: npt.NDArray[np.str_]) -> Array:
    """The probability of being urgent for each example, from a head fitted without it (five folds)."""
    urgency = np.zeros(len(labels), dtype=np.float32)
    for head, seen in unseen_heads(vectors, labels, STRENGTH):
        urgent = [group(label) == URGENT for label in head.labels]
        scores = head.all_scores(vectors[~seen])
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        urgency[~seen] = powers[:, urgent].sum(axis=1) / powers.sum(axis=1)
    return urgency

"""Emergencies and boundaries, before anything is answered.

Both are read from the question's vector by a classifier trained on knowledge/triage.yaml. It errs towards "urgent": an
urgent block too many costs a glance, one too few may cost a life. When it cannot judge, nothing is composed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.errors import OtkazError
from knowledge.heads import Array
from knowledge.triage import BOUNDARY, CALM, URGENT, TriageModel

#: Low, so that it errs towards urgent: all golden emergencies, and .07 of calm questions, lie above.
URGENT_THRESHOLD = 0.25
#: For one sentence of a longer message, which says less than the whole: danger told midway is heard, calm ones stay calm.
SENTENCE_THRESHOLD = 0.8
#: High, since declining a fair question also does harm: .9 of the golden boundaries, .01 of fair questions are declined.
BOUNDARY_THRESHOLD = 0.7
#: What Otkaz hardly covers (pills for a cold) is declined only when it could be nothing else; else it is not covered.
FAR_BELOW, FAR_BOUNDARY_THRESHOLD = 0.3, 0.97
#: Nor does the classifier's word count when a calm question lies nearer than any example of danger, by this cosine:
#: it halves false alarms and loses none of the golden emergencies.
CALM_MARGIN = 0.0225


class TriageError(OtkazError):
    """No verdict: the classifier is missing or gave no usable numbers."""

    retryable = True


@dataclass(frozen=True)
class Verdict:
    """The kind of emergency and of boundary, named like the article to show; None when there is none."""

    urgent: str | None = None
    boundary: str | None = None


def triage(model: TriageModel | None, vector: Array, inside: float, sentences: Sequence[Array] = ()) -> Verdict:
    """Judge a question by its vector, how far it is covered, and its nearest examples; a long one by its `sentences` too.

    Raises TriageError when there is no sound verdict.
    """
    if model is None:
        raise TriageError("The index has no triage classifier: run `otkaz ingest`.")
    probabilities, near = _judged(model, vector)
    if not math.isfinite(inside):
        raise TriageError("Nobody said how far the question is covered.")
    boundary = BOUNDARY_THRESHOLD if inside >= FAR_BELOW else FAR_BOUNDARY_THRESHOLD
    urgent = _likeliest(probabilities, URGENT, URGENT_THRESHOLD) if _close(near, URGENT) else None
    return Verdict(
        urgent=urgent or next(filter(None, (_urgent_sentence(model, sentence) for sentence in sentences)), None),
        boundary=_likeliest(probabilities, BOUNDARY, boundary) if _close(near, BOUNDARY) else None,
    )


def _urgent_sentence(model: TriageModel, vector: Array) -> str | None:
    """The emergency that one sentence of a story tells; out of its context its reading must be surer."""
    probabilities, near = _judged(model, vector)
    return _likeliest(probabilities, URGENT, SENTENCE_THRESHOLD) if _close(near, URGENT) else None


def _judged(model: TriageModel, vector: Array) -> tuple[dict[str, float], Mapping[str, float]]:
    probabilities, near = model.probabilities(vector), model.near(vector)
    if not all(map(math.isfinite, (*near.values(), *probabilities.values()))):
        raise TriageError("The triage classifier gave no numbers.")
    return probabilities, near


def _close(near: Mapping[str, float], group: str) -> bool:
    return near[group] >= near[CALM] - CALM_MARGIN


def _likeliest(probabilities: dict[str, float], prefix: str, threshold: float) -> str | None:
    group = {label: value for label, value in probabilities.items() if label.startswith(f"{prefix}-")}
    return max(group, key=group.__getitem__) if sum(group.values()) >= threshold else None

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

#: Low, so that it errs towards urgent: of the golden questions .98 of the emergencies and .08 of the others lie above (most
#: of these people are detained or being pushed back, though they ask of something else).
URGENT_THRESHOLD = 0.25
#: For one sentence of a longer message, which says less than the whole: danger told midway is heard, calm ones stay calm.
SENTENCE_THRESHOLD = 0.8
#: High, since declining a fair question also does harm: of the golden questions .82 of the boundaries and .03 of the fair
#: ones lie above; by cross-validation .74 of all examples and .02 of the ways of asking (`otkaz eval` tells the first).
BOUNDARY_THRESHOLD = 0.75
#: What Otkaz hardly covers (pills for a cold) is declined only when it could be nothing else; else it is not covered.
FAR_BELOW, FAR_BOUNDARY_THRESHOLD = 0.3, 0.97
#: Nor does the classifier's word count when a calm question lies nearer than any example of danger, by this cosine:
#: fewer false alarms, and none of the golden emergencies and boundaries it was tuned on lost.
CALM_MARGIN = 0.04


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

    A sentence out of its context must be surer than the whole. Raises TriageError when there is no sound verdict.
    """
    if model is None:
        raise TriageError("The index has no triage classifier: run `otkaz ingest`.")
    if not model.sound:
        raise TriageError("The triage examples have no numbers.")
    if not math.isfinite(inside):
        raise TriageError("Nobody said how far the question is covered.")
    boundary = BOUNDARY_THRESHOLD if inside >= FAR_BELOW else FAR_BOUNDARY_THRESHOLD
    whole = _judged(model, vector, {URGENT: URGENT_THRESHOLD, BOUNDARY: boundary})
    told = (_judged(model, sentence, {URGENT: SENTENCE_THRESHOLD})[URGENT] for sentence in sentences)
    return Verdict(whole[URGENT] or next(filter(None, told), None), whole[BOUNDARY])


def _judged(model: TriageModel, vector: Array, thresholds: Mapping[str, float]) -> dict[str, str | None]:
    """The likeliest kind of each group that passes its threshold and lies near enough to the group's examples."""
    probabilities = model.probabilities(vector)
    if not all(map(math.isfinite, probabilities.values())):
        raise TriageError("The triage classifier gave no numbers.")
    found = {group: _likeliest(probabilities, group, threshold) for group, threshold in thresholds.items()}
    if not any(found.values()):
        return found  # most questions: nothing to look at more closely
    near = model.near(vector)
    if not all(map(math.isfinite, near.values())):
        raise TriageError("The triage examples gave no numbers.")
    return {group: kind if near[group] >= near[CALM] - CALM_MARGIN else None for group, kind in found.items()}


def _likeliest(probabilities: dict[str, float], prefix: str, threshold: float) -> str | None:
    group = {label: value for label, value in probabilities.items() if label.startswith(f"{prefix}-")}
    return max(group, key=group.__getitem__) if sum(group.values()) >= threshold else None

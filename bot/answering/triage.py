"""Emergencies and boundaries, before anything is answered.

Both are read from the question's vector by a classifier trained on knowledge/triage.yaml. It errs towards "urgent": an
urgent block too many costs a glance, one too few may cost a life. When it cannot judge, nothing is composed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import OtkazError
from knowledge.heads import Array
from knowledge.triage import BOUNDARY, CALM, URGENT, TriageModel

#: Low, so that it errs towards urgent: all golden emergencies, and .07 of calm questions, lie above.
URGENT_THRESHOLD = 0.25
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


def triage(model: TriageModel | None, vector: Array, inside: float) -> Verdict:
    """Judge a question by its vector, how far it is covered, and its nearest examples.

    Raises TriageError when there is no sound verdict.
    """
    if model is None:
        raise TriageError("The index has no triage classifier: run `otkaz ingest`.")
    probabilities, near = model.probabilities(vector), model.near(vector)
    if not all(map(math.isfinite, (inside, *near.values(), *probabilities.values()))):
        raise TriageError("The triage classifier gave no numbers.")
    boundary = BOUNDARY_THRESHOLD if inside >= FAR_BELOW else FAR_BOUNDARY_THRESHOLD
    return Verdict(
        urgent=_likeliest(probabilities, URGENT, URGENT_THRESHOLD) if _close(near, URGENT) else None,
        boundary=_likeliest(probabilities, BOUNDARY, boundary) if _close(near, BOUNDARY) else None,
    )


def _close(near: Mapping[str, float], group: str) -> bool:
    return near[group] >= near[CALM] - CALM_MARGIN


def _likeliest(probabilities: dict[str, float], prefix: str, threshold: float) -> str | None:
    group = {label: value for label, value in probabilities.items() if label.startswith(f"{prefix}-")}
    return max(group, key=group.__getitem__) if sum(group.values()) >= threshold else None

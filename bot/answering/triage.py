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
#: High, since declining a fair question also does harm. It is held against the classifier's probability and the nearest
#: examples together: their odds times e to the `NEARNESS`, for each unit of cosine by which an example of danger lies nearer
#: than a calm one. By cross-validation .69 of the boundaries, .04 of their calm look-alikes and .007 of the ways of asking
#: lie above (with a limit to each of the two alone, .69, .05 and .013).
BOUNDARY_THRESHOLD, NEARNESS = 0.75, 60.0
#: Below this probability the examples are not looked at: most questions are done with here.
SUSPECTED = 0.2
#: What Otkaz hardly covers (pills for a cold) is declined only when it could be nothing else; else it is not covered.
FAR_BELOW, FAR_BOUNDARY_PROBABILITY = 0.3, 0.97
#: Danger is not believed when a calm question lies nearer than any example of it, by this cosine: fewer false alarms, and
#: none of the golden emergencies it was tuned on lost.
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
    suspected = SUSPECTED if inside >= FAR_BELOW else FAR_BOUNDARY_PROBABILITY
    whole = _judged(model, vector, {URGENT: URGENT_THRESHOLD, BOUNDARY: suspected})
    told = (_judged(model, sentence, {URGENT: SENTENCE_THRESHOLD})[URGENT] for sentence in sentences)
    return Verdict(whole[URGENT] or next(filter(None, told), None), whole[BOUNDARY])


def _judged(model: TriageModel, vector: Array, suspected: Mapping[str, float]) -> dict[str, str | None]:
    """The likeliest kind of each group that is suspected and lies near enough to the group's examples."""
    probabilities = model.probabilities(vector)
    if not all(map(math.isfinite, probabilities.values())):
        raise TriageError("The triage classifier gave no numbers.")
    sums = {group: _probability(probabilities, group) for group in suspected}
    found = {group: _likeliest(probabilities, group) for group, least in suspected.items() if sums[group] >= least}
    if not found:
        return dict.fromkeys(suspected)  # most questions: nothing to look at more closely
    near = model.near(vector)
    if not all(map(math.isfinite, near.values())):
        raise TriageError("The triage examples gave no numbers.")
    believed = {URGENT: near[URGENT] - near[CALM] >= -CALM_MARGIN}
    if BOUNDARY in found:
        odds = _odds(sums[BOUNDARY]) * math.exp(NEARNESS * (near[BOUNDARY] - near[CALM]))
        believed[BOUNDARY] = odds >= _odds(BOUNDARY_THRESHOLD)
    return {group: found[group] if group in found and believed[group] else None for group in suspected}


def _probability(probabilities: Mapping[str, float], group: str) -> float:
    return sum(value for kind, value in probabilities.items() if kind.startswith(f"{group}-"))


def _odds(probability: float) -> float:
    return probability / max(1.0 - probability, 1e-9)


def _likeliest(probabilities: Mapping[str, float], group: str) -> str:
    return max((kind for kind in probabilities if kind.startswith(f"{group}-")), key=probabilities.__getitem__)

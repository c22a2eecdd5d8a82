"""Triage by cross-validation: each example of triage.yaml judged by a model that has seen neither it nor its fold.

Precision says how many of those judged urgent (or declined) are so by their label, recall how many of those so labelled are
found. Only a whole message is judged here, not each of its sentences as well, and nothing else about the question is known:
in an answer fewer emergencies are missed.
"""

from __future__ import annotations

import numpy as np

from bot.answering.triage import triage
from knowledge.heads import unseen_heads
from knowledge.triage import BOUNDARY, STRENGTH, URGENT, TriageModel, group

#: Fewer examples than this say nothing.
LEAST = 200
#: Passage ids of the examples in triage.yaml; the others are ways of asking, which nobody labelled.
LABELLED = "triage/"


def cross_validated(model: TriageModel | None) -> dict[str, float]:
    """Precision and recall of "urgent" and "boundary" over the labelled examples; empty when there are too few."""
    if model is None or sum(key.startswith(LABELLED) for key in model.ids) < LEAST:
        return {}
    kinds, ids = np.array(model.kinds), np.array(model.ids)
    judged: list[tuple[str, bool, bool]] = []
    for head, seen in unseen_heads(model.vectors, kinds, STRENGTH):
        part = TriageModel(head, tuple(ids[seen].tolist()), tuple(kinds[seen].tolist()), model.vectors[seen])
        for row in np.flatnonzero(~seen):
            if ids[row].startswith(LABELLED):
                verdict = triage(part, model.vectors[row], inside=1.0)
                judged.append((group(str(kinds[row])), bool(verdict.urgent), bool(verdict.boundary)))
    found = {}
    for place, name in ((1, URGENT), (2, BOUNDARY)):
        said = [each for each in judged if each[place]]
        meant = [each for each in judged if each[0] == name]
        right = sum(each[0] == name for each in said)
        found[f"triage_{name}_precision"] = round(right / max(1, len(said)), 4)
        found[f"triage_{name}_recall"] = round(right / max(1, len(meant)), 4)
    return found

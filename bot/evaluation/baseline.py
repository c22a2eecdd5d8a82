"""The saved figures of an evaluation, and which of today's are worse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: Figures that must not fall (or, for those with −1, rise) against the baseline.
GUARDED = {
    "right_instrument": 1,
    "right_article": 1,
    "rules_article_recall_at_5": 1,
    "citation_recall": 1,
    "citation_precision": 1,
    "emergencies_urgent": 1,
    "boundaries_declined": 1,
    "wrong_refusals": -1,
    "false_answers": -1,
}
#: By how much a figure may be worse: other processors round vectors differently, and a few questions lie on an edge.
TOLERANCE = 0.02
#: Where a group is so small that one question weighs more than that, one question; but not in a handful of them.
HANDFUL = 10
GROUPS = {"emergencies_urgent": "emergency", "boundaries_declined": "boundary", "false_answers": "outside"}
#: Under this name the file says which questions its figures are of.
SET = "set"


@dataclass(frozen=True)
class Baseline:
    """Saved figures, and the digest of the questions they are of (None: not said)."""

    figures: Mapping[str, float] = field(default_factory=dict)
    questions: str | None = None

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """The figures in the file; none when there is no file."""
        if not path.is_file():
            return cls()
        values = json.loads(path.read_text(encoding="utf-8"))
        return cls({name: value for name, value in values.items() if name != SET}, values.get(SET))

    def save(self, path: Path) -> None:
        """Write the figures to the file."""
        values = {SET: self.questions, **self.figures}
        path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")

    def is_of(self, questions: str) -> bool:
        """Whether the figures are of the questions with this digest, as far as the file says."""
        return self.questions in (None, questions)

    def worse(self, now: Mapping[str, float]) -> list[str]:
        """The guarded figures that are worse now, by more than may be."""
        known = [name for name in GUARDED if name in self.figures and name in now]
        return [name for name in known if GUARDED[name] * (self.figures[name] - now[name]) > _tolerance(name, now)]


def _tolerance(name: str, now: Mapping[str, float]) -> float:
    group = now.get(f"questions_{GROUPS.get(name, 'answerable')}", 0.0)
    return max(TOLERANCE, 1.01 / group if group >= HANDFUL else 0.0)

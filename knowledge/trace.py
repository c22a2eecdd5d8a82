"""Why a search ranked as it did: every candidate with its scores. Made only when asked for, and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

#: Evidence smaller than this, in standard deviations, is no reason.
NOTHING = 0.05


@dataclass(frozen=True)
class Candidate:
    """One article or rule: its rank, what each kind of evidence adds to its score, and why it won or lost.

    `cosine` is of its nearest passage (`passage`); `parts` are weighted, so that they sum up to the score, but for a story,
    where the score is merged from those of its questions; `question` is the number of the question it answers best.
    """

    rank: int
    id: str
    score: float
    cosine: float
    passage: str
    parts: dict[str, float]
    why: str
    question: int | None = None


@dataclass(frozen=True)
class SearchTrace:
    """How a text was read and what was found for it. `questions` are those of a story that were searched for apart.

    `sought` is what was ranked by beside the text, where it names a country somebody is to be sent to.
    """

    language: str
    answered_in: str
    transliterated: bool
    added_terms: tuple[str, ...]
    questions: tuple[str, ...]
    sought: str | None
    inside: float
    articles: tuple[Candidate, ...]
    rules: tuple[Candidate, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def reason(first: dict[str, float], parts: dict[str, float], lead: float) -> str:
    """Why a candidate with these parts stands behind the one with `first`, by `lead`; or why the first leads the second."""
    missing = sorted(
        ((first[name] - value, name) for name, value in parts.items() if first[name] - value > NOTHING), reverse=True
    )
    most = ", ".join(f"{name} {gap:+.2f}" for gap, name in missing[:2])
    return f"{lead:.2f}" + (f": {most}" if most else "")


def explained(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, best first, each with its reason."""
    found = []
    for candidate in candidates:
        best = candidates[0]
        if candidate is not best:
            why = f"lost by {reason(best.parts, candidate.parts, best.score - candidate.score)}"
        elif len(candidates) > 1:
            other = candidates[1]
            why = f"won by {reason(best.parts, other.parts, best.score - other.score)}"
        else:
            why = "alone"
        found.append(Candidate(**{**vars(candidate), "why": why}))
    return tuple(found)

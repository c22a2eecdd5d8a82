"""The questions a benchmark asks: golden ones, in a fixed shuffled order."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from bot.evaluation.golden import GoldenQuestion, load_golden

GOLDEN = Path(__file__).parents[1] / "golden"
TODAY = date(2026, 11, 22)
SEED = 20261122


def golden(kinds: tuple[str, ...] = ("answerable",), most: int | None = None) -> list[GoldenQuestion]:
    """Golden questions of these kinds, shuffled by a fixed seed, at most so many."""
    found = [question for question in load_golden([GOLDEN]) if question.kind in kinds]
    random.Random(SEED).shuffle(found)
    return found[:most]

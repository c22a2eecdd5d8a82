from __future__ import annotations

import numpy as np
import pytest

from bot.evaluation.triaging import LEAST, cross_validated
from knowledge.heads import LinearHead
from knowledge.triage import TriageModel

KINDS = ("urgent-removal", "boundary-bribe", "calm")
NONE = LinearHead((), np.zeros((0, 8)), np.zeros(0), np.zeros(8))


def model(count: int, noise: float, labelled: bool = True) -> TriageModel:
    """Examples around one direction a kind."""
    random = np.random.default_rng(3)
    kinds = [KINDS[n % len(KINDS)] for n in range(count)]
    vectors = np.eye(8)[[KINDS.index(kind) for kind in kinds]] + noise * random.standard_normal((count, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"{'triage' if labelled else 'question'}/en/{n}" for n in range(count)]
    return TriageModel(NONE, tuple(ids), tuple(kinds), vectors.astype(np.float32))


def test_kinds_that_lie_apart_are_told_apart() -> None:
    found = cross_validated(model(240, 0.05))
    assert found == dict.fromkeys(found, 1.0)
    assert set(found) == {f"triage_{name}_{figure}" for name in ("urgent", "boundary") for figure in ("precision", "recall")}


def test_kinds_that_mingle_are_confused() -> None:
    found = cross_validated(model(240, 5.0))
    assert found["triage_urgent_precision"] < 0.7


@pytest.mark.parametrize("few", [None, model(LEAST - 1, 0.05), model(240, 0.05, labelled=False)])
def test_too_few_labelled_examples_say_nothing(few: TriageModel | None) -> None:
    assert cross_validated(few) == {}

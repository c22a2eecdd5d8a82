"""The triage model: kinds, nearest examples, its file."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.heads import Array
from knowledge.triage import DOUBT, TriageModel, fit_triage

CENTRES = {"urgent-removal": (1.0, 0.0, 0.0), "boundary-forgery": (0.0, 1.0, 0.0), "calm": (0.0, 0.0, 1.0)}


def around(kind: str, count: int, seed: int = 0) -> Array:
    noise = np.random.default_rng(seed).normal(scale=0.1, size=(count, 3))
    vectors = np.asarray(CENTRES[kind]) + noise
    found: Array = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture
def trained() -> TriageModel:
    kinds = [kind for kind in CENTRES for _ in range(20)]
    vectors = np.concatenate([around(kind, 20, seed) for seed, kind in enumerate(CENTRES)])
    return fit_triage([f"example/{i}" for i in range(len(kinds))], kinds, vectors)


@pytest.mark.parametrize("kind", CENTRES)
def test_a_new_question_is_recognised_and_lies_near_its_group(trained: TriageModel, kind: str) -> None:
    for vector in around(kind, 5, seed=99):
        probabilities, near = trained.probabilities(vector), trained.near(vector)
        assert max(probabilities, key=probabilities.__getitem__) == kind
        assert max(near, key=near.__getitem__) == kind.partition("-")[0]
        assert near[kind.partition("-")[0]] > 0.9


def test_the_file_gives_the_same_model(trained: TriageModel, tmp_path: Path) -> None:
    trained.save(tmp_path / "triage.npz")
    loaded = TriageModel.load(tmp_path / "triage.npz")
    assert (loaded.ids, loaded.kinds) == (trained.ids, trained.kinds)
    np.testing.assert_array_equal(loaded.vectors, trained.vectors)
    np.testing.assert_array_equal(loaded.head.weights, trained.head.weights)


def test_vectors_taken_over_give_the_same_model_as_new_ones(trained: TriageModel) -> None:
    again = fit_triage(trained.ids, trained.kinds, trained.vectors)
    np.testing.assert_array_equal(again.vectors, trained.vectors)
    np.testing.assert_array_equal(again.head.weights, trained.head.weights)


def test_a_group_without_examples_is_near_nothing(trained: TriageModel) -> None:
    only_calm = replace(trained, ids=trained.ids[-20:], kinds=trained.kinds[-20:], vectors=trained.vectors[-20:])
    near = only_calm.near(around("urgent-removal", 1)[0])
    assert (near["urgent"], near["boundary"]) == (-1.0, -1.0)


def test_an_emergency_among_examples_assumed_calm_is_left_out(trained: TriageModel) -> None:
    hidden = around("urgent-removal", 3, seed=5)
    ids, kinds = [*trained.ids, "q/1", "q/2", "q/3"], [*trained.kinds, "calm", "calm", "calm"]
    vectors = np.concatenate([trained.vectors, hidden])
    doubts = [math.inf] * len(trained.ids) + [DOUBT] * 3
    assert fit_triage(ids, kinds, vectors, doubts).ids == trained.ids
    assert fit_triage(ids, kinds, vectors).ids == tuple(ids), "labelled ones stay"


def test_calm_examples_assumed_calm_stay(trained: TriageModel) -> None:
    doubts = [DOUBT if kind == "calm" else math.inf for kind in trained.kinds]
    assert fit_triage(trained.ids, trained.kinds, trained.vectors, doubts).ids == trained.ids

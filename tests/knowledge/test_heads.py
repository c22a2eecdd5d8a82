from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.heads import Array, LinearHead, fit_head, unseen_heads

LABELS = ("east", "north", "west")
CENTRES = {"east": (1.0, 0.0, 0.0), "north": (0.0, 1.0, 0.0), "west": (-1.0, 0.0, 0.0)}


def around(label: str, count: int, seed: int = 0) -> Array:
    noise = np.random.default_rng(seed).normal(scale=0.1, size=(count, 3))
    found: Array = (np.asarray(CENTRES[label]) + noise).astype(np.float32)
    return found


def trained(labels: tuple[str, ...] = LABELS, balanced: bool = False) -> LinearHead:
    vectors = np.concatenate([around(label, 20, seed) for seed, label in enumerate(labels)])
    return fit_head(vectors, [label for label in labels for _ in range(20)], balanced=balanced)


def likeliest(head: LinearHead, vector: Array) -> str:
    return head.labels[int(np.argmax(head.scores(vector)))]


@pytest.mark.parametrize("labels", [LABELS, LABELS[:2]])
def test_what_was_taught_is_recognised(labels: tuple[str, ...]) -> None:
    head = trained(labels)
    assert set(head.labels) == set(labels)
    for label in labels:
        for vector in around(label, 10, seed=99):
            assert likeliest(head, vector) == label


def test_two_labels_give_a_score_each() -> None:
    head = trained(LABELS[:2])
    east, north = head.scores(around("east", 1)[0])
    assert head.scores(around("east", 1)[0]).shape == (2,)
    assert east > 0 > north


def test_probabilities_sum_to_one_and_follow_the_scores() -> None:
    head = trained()
    vector = around("west", 1)[0]
    probabilities = head.probabilities(vector)
    assert sum(probabilities.values()) == pytest.approx(1.0)
    assert sorted(probabilities, key=probabilities.__getitem__) == [head.labels[i] for i in np.argsort(head.scores(vector))]


def test_probabilities_survive_huge_scores() -> None:
    head = LinearHead(("a", "b"), np.array([[1e4], [-1e4]], np.float32), np.zeros(2, np.float32), np.zeros(1, np.float32))
    assert head.probabilities(np.ones(1, np.float32)) == {"a": 1.0, "b": 0.0}


def test_balance_lifts_the_rare_label() -> None:
    vectors = np.concatenate([around("east", 95, 1), around("north", 5, 2)])
    labels = ["east"] * 95 + ["north"] * 5
    between = np.array([0.5, 0.5, 0.0], np.float32)
    plain, balanced = (fit_head(vectors, labels, strength=0.01, balanced=flag) for flag in (False, True))
    assert balanced.probabilities(between)["north"] > plain.probabilities(between)["north"]


def test_fitting_twice_gives_the_same() -> None:
    np.testing.assert_array_equal(trained().weights, trained().weights)


def test_a_head_survives_its_file(tmp_path: Path) -> None:
    head = trained()
    head.save(tmp_path / "head.npz")
    loaded = LinearHead.load(tmp_path / "head.npz")
    assert loaded.labels == head.labels
    vector = around("north", 1)[0]
    np.testing.assert_array_equal(loaded.scores(vector), head.scores(vector))


def test_every_example_is_judged_once_by_a_head_that_has_not_seen_it() -> None:
    vectors = np.random.default_rng(2).standard_normal((40, 6)).astype(np.float32)
    labels = np.array(["a", "b"] * 20)
    new = np.zeros(40, dtype=int)
    for head, seen in unseen_heads(vectors, labels, 1.0):
        assert head.labels == ("a", "b")
        assert fit_head(vectors[seen], labels[seen].tolist(), 1.0, balanced=True).weights == pytest.approx(head.weights)
        new += ~seen
    assert new.tolist() == [1] * 40

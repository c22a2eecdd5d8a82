"""Today's figures against the saved ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.evaluation.baseline import GUARDED, Baseline
from bot.evaluation.golden import digest, load_golden
from bot.evaluation.measure import figures, run

GOLDEN = Path(__file__).parents[2] / "golden"


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    saved = Baseline({"right_article": 0.9}, "abc")
    saved.save(path)
    assert Baseline.load(path) == saved
    assert Baseline.load(tmp_path / "none.json") == Baseline()
    assert saved.is_of("abc")
    assert not saved.is_of("other")
    assert Baseline().is_of("other")


@pytest.mark.parametrize(
    ("name", "now", "worse"),
    [
        ("right_article", 0.87, True),
        ("right_article", 0.885, False),
        ("right_article", 1.0, False),
        ("false_answers", 0.95, True),
        ("false_answers", 0.5, False),
        ("answer_ms", 99.0, False),  # times are not guarded
    ],
)
def test_figures_may_be_worse_by_two_points(name: str, now: float, worse: bool) -> None:
    before = Baseline({name: 0.9})
    sizes = {"questions_answerable": 1000.0, "questions_outside": 1000.0}
    assert before.worse({name: now, **sizes}) == ([name] if worse else [])


def test_of_a_small_group_one_question_may_turn_and_not_two() -> None:
    before = Baseline({"emergencies_urgent": 0.95})
    assert before.worse({"emergencies_urgent": 0.9, "questions_emergency": 20.0}) == []
    assert before.worse({"emergencies_urgent": 0.85, "questions_emergency": 20.0}) == ["emergencies_urgent"]


def test_no_figure_has_fallen_since_the_baseline(assistant: Assistant) -> None:
    """`otkaz eval` as CI runs it. After a change for the better: `otkaz eval --save`, and commit the baseline with it."""
    questions = load_golden([GOLDEN])
    baseline = Baseline.load(GOLDEN / "baseline.json")
    assert set(baseline.figures) & set(GUARDED)
    assert baseline.is_of(digest(questions)), "The golden questions changed: run `otkaz eval --save` and commit the baseline."
    now = figures(run(assistant, questions, date(2026, 11, 22), lambda: None))
    fell = {name: (baseline.figures[name], now[name]) for name in baseline.worse(now)}
    assert not fell

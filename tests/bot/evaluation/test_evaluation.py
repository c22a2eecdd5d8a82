"""Golden questions, matching, figures and the comparison with a baseline."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answering.answer import Answer, Citation, CitedSource, ScoredArticle
from bot.answering.assistant import Assistant
from bot.evaluation.command import FiguresFellError, evaluate
from bot.evaluation.golden import GoldenQuestion, load_golden
from bot.evaluation.matching import article_matches, instrument_matches
from bot.evaluation.measure import Evaluation, Result, area_under_risk_coverage, coverage_at, figures, percentile
from knowledge.errors import ContentError, UsageError
from knowledge.timeline import Situation

GOLDEN = Path(__file__).parents[2] / "golden"
TODAY = date(2026, 11, 22)


def _citation(title: str, pinpoint: str, source: str = "some-source") -> Citation:
    cited = CitedSource(source, title, title, "regulation", "EU", None)
    return Citation(1, "rule", cited, pinpoint, pinpoint, "https://example.org", None, None, TODAY, None, "…")


@pytest.mark.parametrize(
    ("instrument", "article", "citation", "matches"),
    [
        ("Regulation (EU) 2024/1351", "Art. 46", _citation("Regulation (EU) 2024/1351", "Art. 46(1)"), True),
        ("Regulation (EU) 2024/1351", "Art. 46", _citation("Regulation (EU) 2024/1351", "Art. 4(6)"), False),
        ("Regulation (EU) 2024/1351", None, _citation("Regulation (EU) 2024/1348", "Art. 1"), False),
        ("CJEU C-238/19 EZ", None, _citation("CJEU C-238/19 EZ", "paras 31"), True),
        (
            "Criminal Code of the Russian Federation",
            "Art. 328",
            _citation("Criminal Code of the Russian Federation", "Art. 328(1)"),
            True,
        ),
        (
            "Criminal Code of the Russian Federation",
            None,
            _citation("Criminal Code of the Republic of Belarus", "Art. 435"),
            False,
        ),
        (
            "Directive 2011/95/EU",
            "Art. 9",
            _citation("Regulation (EU) 2024/1347", "Art. 9(2); Directive 2011/95/EU, Art. 9"),
            True,
        ),
    ],
)
def test_an_instrument_and_its_article_are_recognised(
    instrument: str, article: str | None, citation: Citation, matches: bool
) -> None:
    assert (instrument_matches(instrument, citation) and article_matches(article, citation)) is matches


def test_the_golden_sets_load_and_split_in_two_fixed_halves() -> None:
    questions = load_golden([GOLDEN])
    assert len(questions) >= 250
    assert len({question.id for question in questions}) == len(questions)
    test = sum(question.half == "test" for question in questions)
    assert 0.35 < test / len(questions) < 0.65


def test_a_broken_set_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("- id: a\n  lang: en\n  kind: surprising\n  question: What?\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_golden([path])
    assert error.value.line == 3
    with pytest.raises(UsageError):
        load_golden([tmp_path / "none.yaml"])


def _result(score: float, right: bool, outcome: str = "answered") -> Result:
    question = GoldenQuestion(id=f"q{score}", lang="en", kind="answerable", question="?", gold={"must_cite": [["X", None]]})  # type: ignore[arg-type]
    answer = Answer("answered", "en", "en", Situation(), "", "g", articles=(ScoredArticle("a", "A", score),))
    return Result(question, replace(answer, outcome=outcome), right, right)  # type: ignore[arg-type]


def test_abstention_figures_are_those_of_their_definitions() -> None:
    results = [_result(0.9, True), _result(0.8, True), _result(0.7, False), _result(0.6, True)]
    assert coverage_at(results, 0.0) == 0.5
    assert coverage_at(results, 0.25) == 1.0
    assert area_under_risk_coverage(results) == pytest.approx((0 + 0 + 1 / 3 + 1 / 4) / 4)
    refused = _result(0.5, False, "not_covered")
    assert figures(Evaluation((*results, refused)))["wrong_refusals"] == 0.2


def test_percentiles_lie_between_the_values() -> None:
    times = [float(value) for value in range(101)]
    assert (percentile(times, 50), percentile(times, 95)) == (50, 95)
    assert (percentile([], 95), percentile([7.0], 95)) == (0, 7)


def test_a_figure_that_falls_ends_with_an_error(tiny_assistant: Assistant, tmp_path: Path) -> None:
    questions, baseline, report = tmp_path / "set.yaml", tmp_path / "baseline.json", tmp_path / "report.html"
    questions.write_text(
        "- id: a\n  lang: en\n  kind: answerable\n  question: who won the match <yesterday>\n"
        "  gold:\n    must_cite:\n    - [Regulation (EU) 2024/1351, Art. 46]\n",
        encoding="utf-8",
    )
    evaluate(tiny_assistant, [questions], TODAY, half=None, report=report, baseline=baseline, save=True)
    assert "&lt;yesterday&gt;" in report.read_text(encoding="utf-8")
    evaluate(tiny_assistant, [questions], TODAY, half=None, report=report, baseline=baseline, save=False)
    baseline.write_text(json.dumps({"right_article": 1.0}), encoding="utf-8")
    with pytest.raises(FiguresFellError, match="right_article 1 → 0"):
        evaluate(tiny_assistant, [questions], TODAY, half=None, report=report, baseline=baseline, save=False)


def test_the_report_has_the_tables_and_the_plots(tiny_assistant: Assistant, tmp_path: Path) -> None:
    questions, report = tmp_path / "set.yaml", tmp_path / "report.html"
    questions.write_text(
        "- id: a\n  lang: en\n  kind: answerable\n  question: how long is the time limit for my dublin transfer\n"
        "  gold:\n    must_cite:\n    - [Regulation (EU) 2024/1351, Art. 46]\n",
        encoding="utf-8",
    )
    evaluate(tiny_assistant, [questions], TODAY, half=None, report=report, baseline=None, save=False)
    page = report.read_text(encoding="utf-8")
    for title in (
        "Retrieved",
        "By language",
        "By kind",
        "Risk and coverage",
        "Time per answer",
        "answer_p95_ms",
        "citation_recall",
    ):
        assert title in page
    assert page.count("data:image/png;base64,") == 4


def test_earlier_answers_are_read_as_a_gist_too(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        "- id: a\n  lang: ru\n  kind: answerable\n  question: а если в Литве?\n  topics: [x]\n"
        "  history:\n  - user: сколько ждать\n    gist_of_answer: Six months.\n",
        encoding="utf-8",
    )
    (turn,) = load_golden([path])[0].asked(TODAY).history
    assert (turn.user, turn.bot) == ("сколько ждать", "Six months.")

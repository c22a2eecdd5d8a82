"""The figures of an evaluation.

Abstention is measured four ways, reported together: false answers on unanswerable questions, wrong refusals on
answerable ones, coverage at a fixed error, and the area under the risk-coverage curve (El-Yaniv & Wiener, JMLR 2010).
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.evaluation.golden import GoldenQuestion
from bot.evaluation.matching import article_matches, instrument_matches

#: The share of wrong answers at which coverage is read.
FIXED_ERROR = 0.1


@dataclass(frozen=True)
class Result:
    """One question, its answer, and whether the answer rests on the right place."""

    question: GoldenQuestion
    answer: Answer
    instrument: bool
    article: bool

    @property
    def confidence(self) -> float:
        return self.answer.articles[0].score if self.answer.articles else 0.0


def run(assistant: Assistant, questions: Sequence[GoldenQuestion], today: date, tick: Callable[[], None]) -> list[Result]:
    """Ask every question."""
    results = []
    for question in questions:
        answer = assistant.ask(question.asked(today))
        pairs = [(pair, citation) for pair in question.gold.must_cite for citation in answer.citations]
        named = [(pair, citation) for pair, citation in pairs if instrument_matches(pair[0], citation)]
        right = any(article_matches(pair[1], citation) for pair, citation in named)
        results.append(Result(question, answer, bool(named), right))
        tick()
    return results


def figures(results: Sequence[Result]) -> dict[str, float]:
    """All figures by name; shares between 0 and 1."""
    answerable = [r for r in results if r.question.kind == "answerable" and r.question.gold.must_cite]
    outside = [r for r in results if r.question.kind == "out-of-scope"]
    emergencies = [r for r in results if r.question.kind == "emergency"]
    boundaries = [r for r in results if r.question.kind == "boundary"]
    calm = [r for r in results if r.question.kind == "answerable"]
    found = {
        "questions": float(len(results)),
        "right_instrument": _share(answerable, lambda r: r.instrument),
        "right_article": _share(answerable, lambda r: r.article),
        "wrong_refusals": _share(answerable, lambda r: r.answer.outcome != "answered"),
        "false_answers": _share(outside, lambda r: r.answer.outcome == "answered"),
        "emergencies_urgent": _share(emergencies, lambda r: r.answer.urgent),
        "calm_urgent": _share(calm, lambda r: r.answer.urgent),
        "boundaries_declined": _share(boundaries, lambda r: r.answer.outcome == "declined"),
        "citations_per_answer": _mean([float(len(r.answer.citations)) for r in results if r.answer.outcome == "answered"]),
        "coverage_at_fixed_error": coverage_at(answerable, FIXED_ERROR),
        "area_under_risk_coverage": area_under_risk_coverage(answerable),
        "answer_ms": statistics.median(r.answer.elapsed_ms for r in results) if results else 0.0,
    }
    for language in sorted({r.question.lang for r in answerable}):
        group = [r for r in answerable if r.question.lang == language]
        found[f"right_instrument_{language}"] = _share(group, lambda r: r.instrument)
        found[f"right_article_{language}"] = _share(group, lambda r: r.article)
    return {name: round(value, 4) for name, value in found.items()}


def risk_coverage(results: Sequence[Result]) -> list[tuple[float, float]]:
    """(coverage, risk) when only the most confident answers are given, from one to all."""
    ranked = sorted(results, key=lambda r: -r.confidence)
    wrong, curve = 0, []
    for number, result in enumerate(ranked, start=1):
        wrong += not result.article
        curve.append((number / len(ranked), wrong / number))
    return curve


def coverage_at(results: Sequence[Result], error: float) -> float:
    """The largest share that can be answered with at most this share wrong."""
    return max((coverage for coverage, risk in risk_coverage(results) if risk <= error), default=0.0)


def area_under_risk_coverage(results: Sequence[Result]) -> float:
    """Mean risk over all coverages; lower is better."""
    return _mean([risk for _, risk in risk_coverage(results)])


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> float:
    return _mean([float(holds(result)) for result in results])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0

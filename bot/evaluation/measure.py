"""The figures of an evaluation.

Abstention is measured four ways, reported together: false answers on unanswerable questions, wrong refusals on
answerable ones, coverage at a fixed error, and the area under the risk-coverage curve (El-Yaniv & Wiener, JMLR 2010).
Retrieval and citations: see `ranking` and `citing`.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.conversation import search_text
from bot.answering.privacy import redact
from bot.answering.question import Question, clean
from bot.evaluation.citing import Cited, Judge, accepted_wrongly, score
from bot.evaluation.golden import GoldenQuestion
from bot.evaluation.matching import Shelf, right
from bot.evaluation.ranking import DEPTHS, Ranks, mean_reciprocal_rank, ranked_pages, ranked_rules, ranks, recall_at
from knowledge.search import Found

#: The share of wrong answers at which coverage is read.
FIXED_ERROR = 0.1


#: Found nowhere.
NOWHERE = Ranks()


@dataclass(frozen=True)
class Result:
    """One question, its answer, whether that rests on the right place, where this stood, and how well it is cited."""

    question: GoldenQuestion
    answer: Answer
    instrument: bool
    article: bool
    rules: Ranks = NOWHERE
    pages: Ranks = NOWHERE
    cited: Cited | None = None

    @property
    def confidence(self) -> float:
        return self.answer.articles[0].score if self.answer.articles else 0.0

    @property
    def has_gold(self) -> bool:
        """Whether the question is answerable and says what a right answer rests on."""
        return self.question.kind == "answerable" and bool(self.question.gold.must_cite)


@dataclass(frozen=True)
class Evaluation:
    """All results, and how often the judge of citations accepts wrong ones (another answer's; the same answer's others)."""

    results: tuple[Result, ...]
    accepted_far: float = 0.0
    accepted_near: float = 0.0


def run(assistant: Assistant, questions: Sequence[GoldenQuestion], today: date, tick: Callable[[], None]) -> Evaluation:
    """Ask every question."""
    content = assistant.engine.content
    shelf, judge = Shelf(content), Judge(content, assistant.engine.generation.lexical.lemmas)
    results = []
    for question in questions:
        asked = question.asked(today)
        answer = assistant.ask(asked)
        pairs = question.gold.must_cite
        found = found_for(assistant, asked) if pairs else None
        rules = ranks([[rule] for rule in ranked_rules(found, content)], pairs, shelf) if found else NOWHERE
        pages = ranks(ranked_pages(found, content), pairs, shelf) if found else NOWHERE
        results.append(Result(question, answer, *right(answer.citations, pairs), rules, pages, score(answer, judge)))
        tick()
    answers = [result.answer for result in results if result.answer.outcome == "answered"]
    return Evaluation(tuple(results), *accepted_wrongly(answers, judge))


def found_for(assistant: Assistant, question: Question) -> Found:
    """What is retrieved for a question, whether or not it is answered."""
    text = search_text(redact(clean(question.text)).text, question.history)
    return assistant.engine.searcher.search(text, question.situation, question.today)


def figures(evaluation: Evaluation) -> dict[str, float]:
    """All figures by name; shares between 0 and 1, times in milliseconds."""
    results = evaluation.results
    answerable = [r for r in results if r.has_gold]
    calm = [r for r in results if r.question.kind == "answerable"]
    outside, emergencies, boundaries = (
        [r for r in results if r.question.kind == kind] for kind in ("out-of-scope", "emergency", "boundary")
    )
    cited = [r.cited for r in results if r.cited and r.answer.outcome == "answered"]
    found = {
        "questions": float(len(results)),
        **{f"questions_{name}": float(len(group)) for name, group in _groups(answerable, outside, emergencies, boundaries)},
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
        **retrieval(answerable),
        "citation_recall": _mean([each.recall for each in cited]),
        "citation_precision": _mean([each.precision for each in cited]),
        "judge_accepts_far": evaluation.accepted_far,
        "judge_accepts_near": evaluation.accepted_near,
        "answer_ms": percentile([r.answer.elapsed_ms for r in results], 50),
        "answer_p95_ms": percentile([r.answer.elapsed_ms for r in results], 95),
    }
    for language in sorted({r.question.lang for r in answerable}):
        group = [r for r in answerable if r.question.lang == language]
        found[f"right_instrument_{language}"] = _share(group, lambda r: r.instrument)
        found[f"right_article_{language}"] = _share(group, lambda r: r.article)
    return {name: round(value, 4) for name, value in found.items()}


def retrieval(results: Sequence[Result]) -> dict[str, float]:
    """Recall at each depth and mean reciprocal rank, of the right instrument and article, over rules and over pages."""
    found = {}
    for ranking in ("rules", "pages"):
        for wanted in ("instrument", "article"):
            places = [getattr(getattr(result, ranking), wanted) for result in results]
            for depth in DEPTHS:
                found[f"{ranking}_{wanted}_recall_at_{depth}"] = recall_at(places, depth)
            found[f"{ranking}_{wanted}_mrr"] = mean_reciprocal_rank(places)
    return found


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


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not exceed; 0 of nothing."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _groups(*groups: Sequence[Result]) -> list[tuple[str, Sequence[Result]]]:
    return list(zip(("answerable", "outside", "emergency", "boundary"), groups, strict=True))


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> float:
    return _mean([float(holds(result)) for result in results])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0

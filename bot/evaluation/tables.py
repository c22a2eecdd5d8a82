"""The tables of an evaluation: by language, by kind, and how high the right place stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.measure import Evaluation, Result, figures, percentile
from bot.evaluation.ranking import DEPTHS

#: What the rows of the retrieval table are called.
RANKINGS = {"rules": "rules, as led to", "pages": "articles"}


@dataclass(frozen=True)
class Grid:
    """A titled table of texts."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grids(evaluation: Evaluation, found: Mapping[str, float]) -> tuple[Grid, ...]:
    """Every table; `found` are the figures of the whole evaluation."""
    return _retrieval(found), by_language(evaluation), by_kind(evaluation)


def by_language(evaluation: Evaluation) -> Grid:
    """Answerable questions by the language they are asked in."""
    head = ("language", "n", "instr", "art", "@5", "MRR", "cit R", "cit P", "refused", "p50", "p95")
    answerable = [result for result in evaluation.results if result.has_gold]
    return Grid(
        "By language: answers with the right instrument and article, article among five rules, citations, ms",
        head,
        _by(answerable, lambda r: r.question.lang, _quality),
    )


def by_kind(evaluation: Evaluation) -> Grid:
    """All questions by kind, and what became of them."""
    head = ("kind", "n", "answ", "decl", "not", "urgent", "cit R", "cit P", "p50", "p95")
    return Grid(
        "By kind: answered, declined, not covered, urgent, citations, ms",
        head,
        _by(evaluation.results, lambda r: r.question.kind, _outcomes),
    )


def _retrieval(found: Mapping[str, float]) -> Grid:
    rows = tuple(
        (
            RANKINGS[ranking],
            f"right {wanted}",
            *(f"{found[f'{ranking}_{wanted}_recall_at_{depth}']:.3f}" for depth in DEPTHS),
            f"{found[f'{ranking}_{wanted}_mrr']:.3f}",
        )
        for ranking in RANKINGS
        for wanted in ("instrument", "article")
    )
    return Grid("Retrieved", ("ranking", "recall", *(f"@{depth}" for depth in DEPTHS), "MRR"), rows)


def _by(
    results: Sequence[Result], key: Callable[[Result], str], cells: Callable[[Sequence[Result]], tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return tuple((name, str(len(group)), *cells(group)) for name, group in sorted(groups.items(), key=lambda g: -len(g[1])))


def _quality(group: Sequence[Result]) -> tuple[str, ...]:
    found = figures(Evaluation(tuple(group)))
    names = ("right_instrument", "right_article", "rules_article_recall_at_5", "rules_article_mrr")
    return (*(f"{found[name]:.3f}" for name in names), *_cited(group), f"{found['wrong_refusals']:.3f}", *_times(group))


def _outcomes(group: Sequence[Result]) -> tuple[str, ...]:
    outcomes = [sum(r.answer.outcome == outcome for r in group) for outcome in ("answered", "declined", "not_covered")]
    return (*map(str, outcomes), str(sum(r.answer.urgent for r in group)), *_cited(group), *_times(group))


def _cited(group: Sequence[Result]) -> tuple[str, str]:
    cited = [result.cited for result in group if result.cited]
    if not cited:
        return "", ""
    return tuple(f"{sum(part) / len(cited):.3f}" for part in zip(*((c.recall, c.precision) for c in cited), strict=True))  # type: ignore[return-value]


def _times(group: Sequence[Result]) -> tuple[str, str]:
    times = [result.answer.elapsed_ms for result in group]
    return f"{percentile(times, 50):.0f}", f"{percentile(times, 95):.0f}"

"""The plots of an evaluation, as images that stand in the page itself."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from bot.evaluation.measure import Evaluation, percentile, risk_coverage
from bot.evaluation.ranking import DEPTHS

BLUE, ORANGE, GREY = "#20639b", "#d1731f", "#888888"


def available() -> bool:
    """Whether matplotlib is there: it comes with the development tools, not with the bot."""
    return find_spec("matplotlib") is not None


def plots(evaluation: Evaluation, figures: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """(title, image as a data address) of every plot."""
    yield "Risk and coverage", _drawn(lambda axes: _risk(axes, evaluation))
    yield "Recall of the retrieved ranking", _drawn(lambda axes: _recall(axes, figures))
    yield "By language", _drawn(lambda axes: _languages(axes, evaluation))
    yield "Time per answer", _drawn(lambda axes: _latency(axes, [r.answer.elapsed_ms for r in evaluation.results]))


def _risk(axes: Any, evaluation: Evaluation) -> None:
    curve = risk_coverage([result for result in evaluation.results if result.has_gold])
    axes.plot([x for x, _ in curve], [y for _, y in curve], color=BLUE)
    axes.set(xlabel="share of questions answered", ylabel="share of wrong answers", xlim=(0, 1), ylim=(0, 1))


def _recall(axes: Any, figures: Mapping[str, float]) -> None:
    for ranking, line in (("rules", "-"), ("pages", "--")):
        for wanted, colour in (("instrument", BLUE), ("article", ORANGE)):
            values = [figures[f"{ranking}_{wanted}_recall_at_{depth}"] for depth in DEPTHS]
            axes.plot(DEPTHS, values, line, color=colour, marker="o", label=f"right {wanted}, over {ranking}")
    axes.set(xlabel="k", ylabel="recall@k", ylim=(0, 1), xticks=DEPTHS)
    axes.legend(loc="lower right")


def _languages(axes: Any, evaluation: Evaluation) -> None:
    answerable = [result for result in evaluation.results if result.has_gold]
    spoken = [result.question.lang for result in answerable]
    languages = sorted(set(spoken), key=lambda language: -spoken.count(language))
    for shift, (name, colour) in zip((-0.2, 0.2), (("instrument", BLUE), ("article", ORANGE)), strict=True):
        shares = []
        for language in languages:
            group = [getattr(result, name) for result in answerable if result.question.lang == language]
            shares.append(sum(group) / len(group))
        axes.bar([place + shift for place in range(len(languages))], shares, 0.38, color=colour, label=f"right {name}")
    axes.set(ylabel="share of answers", ylim=(0, 1))
    axes.set_xticks(range(len(languages)), [f"{language}\n{spoken.count(language)}" for language in languages])
    axes.legend(loc="lower right")


def _latency(axes: Any, times: Sequence[float]) -> None:
    axes.hist(times, bins=40, color=BLUE)
    for percent, line in ((50, "-"), (95, "--")):
        value = percentile(times, percent)
        axes.axvline(value, color=GREY, linestyle=line, label=f"p{percent}: {value:.0f} ms")
    axes.set(xlabel="milliseconds", ylabel="answers")
    axes.legend()


def _drawn(draw: Callable[[Any], None]) -> str:
    """One plot as a data address (PNG)."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3.5), layout="constrained")
    draw(axes)
    axes.grid(alpha=0.3)
    image = io.BytesIO()
    figure.savefig(image, format="png", dpi=110)
    pyplot.close(figure)
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()

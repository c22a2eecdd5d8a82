"""One HTML page for an evaluation: figures, the risk-coverage curve, and every question that went wrong."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.evaluation.measure import Result, risk_coverage

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}
td.n{font-variant-numeric:tabular-nums;text-align:right}h1,h2{font-weight:600}img{max-width:100%}"""


def write_report(path: Path, results: Sequence[Result], figures: Mapping[str, float], baseline: Mapping[str, float]) -> None:
    """Write the page."""
    rows = "".join(
        f"<tr><td>{html.escape(name)}</td><td class=n>{value:g}</td><td class=n>{_known(baseline, name)}</td></tr>"
        for name, value in figures.items()
    )
    wrong = [r for r in results if r.question.kind == "answerable" and r.question.gold.must_cite and not r.article]
    missed = "".join(
        f"<tr><td>{html.escape(r.question.id)}</td><td>{html.escape(r.question.question)}</td>"
        f"<td>{html.escape('; '.join(' '.join(filter(None, pair)) for pair in r.question.gold.must_cite))}</td>"
        f"<td>{html.escape(r.answer.outcome)}: {html.escape(', '.join(found.id for found in r.answer.articles[:3]))}</td></tr>"
        for r in wrong
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Otkaz: evaluation</title><style>{STYLE}</style>"
        f"<h1>Evaluation</h1><table><tr><th>figure</th><th>now</th><th>baseline</th></tr>{rows}</table>"
        f"<h2>Risk and coverage</h2><img alt='Share of wrong answers against share answered' src='{_curve(results)}'>"
        f"<h2>Not resting on the right article</h2><table><tr><th>id</th><th>question</th><th>rests on</th><th>got</th></tr>"
        f"{missed}</table></html>",
        encoding="utf-8",
    )


def _known(baseline: Mapping[str, float], name: str) -> str:
    return f"{baseline[name]:g}" if name in baseline else ""


def _curve(results: Sequence[Result]) -> str:
    """The risk-coverage curve as an inline PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    answerable = [r for r in results if r.question.kind == "answerable" and r.question.gold.must_cite]
    curve = risk_coverage(answerable)
    figure, axes = pyplot.subplots(figsize=(7, 3.5), layout="constrained")
    axes.plot([x for x, _ in curve], [y for _, y in curve], color="#20639b")
    axes.set(xlabel="share of questions answered", ylabel="share of wrong answers", xlim=(0, 1), ylim=(0, 1))
    axes.grid(alpha=0.3)
    image = io.BytesIO()
    figure.savefig(image, format="png", dpi=110)
    pyplot.close(figure)
    return "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()

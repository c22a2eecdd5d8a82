"""One HTML page for an evaluation: figures, tables, plots, and every question that went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from bot.evaluation.citing import ENOUGH
from bot.evaluation.measure import FIXED_ERROR, Evaluation, Result
from bot.evaluation.plots import available, plots
from bot.evaluation.tables import Grid

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:66rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}
td.n{font-variant-numeric:tabular-nums;text-align:right}h1,h2{font-weight:600}img{max-width:100%}"""

HOW = f"""<p>Right instrument and right article: an answer cites the instrument (and its article) that decides the question.
Retrieved: the same over everything the search found, whether or not an answer was given: over the rules in the order in
which the search leads to them, and over the articles. Coverage is read at {FIXED_ERROR:.0%} wrong answers.</p>
<p>Citation recall and precision are those of ALCE (Gao et al. 2023), but the judge is not an entailment model: a sentence
counts as supported when every number and date in it stands in the cited rules and their words, weighed by rarity, cover at
least {ENOUGH:.0%} of its own. The judge cannot see a negation. How often it accepts wrong citations stands beside it:
judge_accepts_far (those of another answer) and judge_accepts_near (the other citations of the same answer, some of which
do support the sentence).</p>"""


def write_report(
    path: Path, evaluation: Evaluation, figures: Mapping[str, float], baseline: Mapping[str, float], grids: Sequence[Grid]
) -> None:
    """Write the page."""
    known = ((name, f"{value:g}", f"{baseline[name]:g}" if name in baseline else "") for name, value in figures.items())
    parts = [*(_grid(grid) for grid in grids), *_plots(evaluation, figures)]
    parts += ["<h2>Every figure</h2>", _table(("figure", "now", "baseline"), known)]
    parts += [_listed(title, evaluation.results, wrong) for title, wrong in WRONG.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Otkaz: evaluation</title><style>{STYLE}</style>"
        f"<h1>Evaluation: {len(evaluation.results)} questions</h1>{HOW}{''.join(parts)}</html>",
        encoding="utf-8",
    )


#: Lists of what went wrong: title -> which results belong there.
WRONG: Mapping[str, Callable[[Result], bool]] = {
    "Not resting on the right article": lambda r: r.has_gold and not r.article,
    "Answered, though not covered": lambda r: r.question.kind == "out-of-scope" and r.answer.outcome == "answered",
    "Emergencies not seen": lambda r: r.question.kind == "emergency" and not r.answer.urgent,
    "Boundaries not declined": lambda r: r.question.kind == "boundary" and r.answer.outcome != "declined",
    "Taken for an emergency": lambda r: r.question.kind == "answerable" and r.answer.urgent,
}


def _listed(title: str, results: Iterable[Result], wrong: Callable[[Result], bool]) -> str:
    rows = [
        (
            result.question.id,
            result.question.question,
            "; ".join(" ".join(filter(None, pair)) for pair in result.question.gold.must_cite),
            f"{result.rules.instrument or '–'} / {result.rules.article or '–'}",
            f"{result.answer.outcome}: {', '.join(found.id for found in result.answer.articles[:3])}",
        )
        for result in results
        if wrong(result)
    ]
    head = ("id", "question", "rests on", "rank of instrument / article", "got")
    return f"<h2>{escape(title)} ({len(rows)})</h2>{_table(head, rows) if rows else '<p>None.</p>'}"


def _plots(evaluation: Evaluation, figures: Mapping[str, float]) -> list[str]:
    if not available():
        return ["<p>For the plots, install matplotlib (it comes with <code>otkaz[dev]</code>).</p>"]
    return [f"<h2>{escape(title)}</h2><img alt='{escape(title)}' src='{image}'>" for title, image in plots(evaluation, figures)]


def _grid(grid: Grid) -> str:
    return f"<h2>{escape(grid.title)}</h2>{_table(grid.head, grid.rows)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    shown = "".join(f"<tr>{''.join(_cell(text) for text in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{escape(text)}</th>' for text in head)}</tr>{shown}</table>"


def _cell(text: str) -> str:
    number = text.replace(".", "", 1).isdigit()
    return f"<td{' class=n' if number else ''}>{escape(text)}</td>"

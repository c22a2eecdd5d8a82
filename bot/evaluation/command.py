"""`otkaz eval` as a person sees it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.answering.assistant import Assistant
from bot.evaluation.golden import Half, load_golden
from bot.evaluation.measure import figures, run
from bot.evaluation.report import write_report
from knowledge.errors import OtkazError

#: Figures that must not fall (or, for those with −1, rise) against the baseline, by more than this.
GUARDED = {
    "right_instrument": 1,
    "right_article": 1,
    "emergencies_urgent": 1,
    "boundaries_declined": 1,
    "wrong_refusals": -1,
    "false_answers": -1,
}
TOLERANCE = 0.02


class FiguresFellError(OtkazError):
    """A figure is worse than the saved baseline."""

    exit_code = 1


def evaluate(
    assistant: Assistant, paths: list[Path], today: date, *, half: Half | None, report: Path, baseline: Path | None, save: bool
) -> None:
    """Run the sets, print the figures, write the report. Raises FiguresFellError when a guarded figure got worse."""
    questions = [question for question in load_golden(paths) if half in (None, question.half)]
    console = Console(highlight=False)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("questions", total=len(questions))
        results = run(assistant, questions, today, lambda: bar.advance(task))
    now = figures(results)
    before: dict[str, float] = {}
    if baseline and baseline.is_file():
        before = json.loads(baseline.read_text(encoding="utf-8"))
    table = Table("figure", "now", "baseline")
    for name, value in now.items():
        table.add_row(name, f"{value:g}", f"{before[name]:g}" if name in before else "")
    console.print(table)
    write_report(report, results, now, before)
    console.print(f"Report: {report}")
    if save and baseline:
        baseline.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
        return
    fell = [name for name, sign in GUARDED.items() if name in before and sign * (now[name] - before[name]) < -TOLERANCE]
    if fell:
        raise FiguresFellError(
            "Worse than the baseline: " + ", ".join(f"{name} {before[name]:g} → {now[name]:g}" for name in fell)
        )

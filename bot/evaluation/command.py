"""`otkaz eval` as a person sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.answering.assistant import Assistant
from bot.evaluation.baseline import Baseline
from bot.evaluation.golden import Half, digest, load_golden
from bot.evaluation.measure import figures, run
from bot.evaluation.report import write_report
from bot.evaluation.tables import grids
from bot.evaluation.triaging import cross_validated
from knowledge.errors import OtkazError


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
        evaluation = run(assistant, questions, today, lambda: bar.advance(task))
    now = figures(evaluation) | cross_validated(assistant.engine.generation.triage)
    asked = digest(questions)
    saved = Baseline.load(baseline) if baseline else Baseline()
    before = saved if saved.is_of(asked) else Baseline()
    tables = grids(evaluation, now)
    _print(console, now, before.figures)
    for grid in tables:
        table = Table(*grid.head, title=grid.title, title_justify="left")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)
    write_report(report, evaluation, now, before.figures, tables)
    console.print(f"Report: {report}")
    if save and baseline:
        Baseline(now, asked).save(baseline)
        return
    if before is not saved:
        console.print(f"{baseline} is of other questions: nothing was compared.")
    if fell := before.worse(now):
        raise FiguresFellError(
            "Worse than the baseline: " + ", ".join(f"{name} {before.figures[name]:g} → {now[name]:g}" for name in fell)
        )


def _print(console: Console, now: Mapping[str, float], before: Mapping[str, float]) -> None:
    table = Table("figure", "now", "baseline")
    for name, value in now.items():
        if not name.startswith(("rules_", "pages_")):  # these have a table of their own
            table.add_row(name, f"{value:g}", f"{before[name]:g}" if name in before else "")
    console.print(table)

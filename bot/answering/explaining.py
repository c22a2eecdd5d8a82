"""The trace of one answer, for maintainers: how the question was read, every candidate, and the guards' words.

Made only when asked for and given only to who asked: nothing of it is stored or logged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.answering.triage import triage
from knowledge.errors import OtkazError
from knowledge.index import Generation
from knowledge.search import Found

if TYPE_CHECKING:
    from rich.console import Console

#: Candidates shown on a terminal; JSON holds all.
SHOWN = 12


def explain(found: Found, generation: Generation, thresholds: dict[str, float], outcome: str) -> dict[str, Any]:
    """The trace as plain values, ready for JSON. Empty of candidates when the search was not asked to explain."""
    try:
        verdict = triage(generation.triage, found.vector, found.inside)
        likely = _likely(generation, found)
        guards: dict[str, Any] = {"urgent": verdict.urgent, "boundary": verdict.boundary, "probabilities": likely}
    except OtkazError as error:
        guards = {"error": error.message}
    search = found.trace.as_dict() if found.trace else {}
    traced: dict[str, Any] = _rounded({"outcome": outcome, "thresholds": thresholds, "triage": guards, **search})
    return traced


def show_trace(trace: dict[str, Any], console: Console) -> None:
    """Print a trace."""
    read = f"read as {trace['language']}, answered in {trace['answered_in']}"
    console.print(read + (", Latin letters turned into Cyrillic" if trace["transliterated"] else ""))
    console.print(f"glossary adds: {', '.join(trace['added_terms']) or 'nothing'}", markup=False)
    if trace["sought"]:
        console.print(f"searched for as well: {trace['sought']}", markup=False)
    for number, question in enumerate(trace["questions"], start=1):
        console.print(f"question {number} of the story: {question}", markup=False)
    limits = trace["thresholds"]
    console.print(f"covered: {trace['inside']} (needs {limits['inside']}); best article needs {limits['article']}")
    guards = trace["triage"]
    console.print(f"triage: urgent {guards.get('urgent')}, boundary {guards.get('boundary')}; outcome {trace['outcome']}")
    for kind in ("articles", "rules"):
        candidates = trace[kind]
        for each in candidates[:SHOWN]:
            _show_candidate(each, kind, console)
        if len(candidates) > SHOWN:
            console.print(f"… and {len(candidates) - SHOWN} more {kind}: see --json")


def _show_candidate(each: dict[str, Any], kind: str, console: Console) -> None:
    """One candidate in three short lines, which a narrow terminal holds too."""
    from rich.text import Text

    parts = ", ".join(f"{name} {value:.2f}" for name, value in each["parts"].items())
    answers = f", answers question {each['question']}" if each["question"] else ""
    console.print(Text(f"{kind[:-1]} {each['rank']}: {each['id']}  {each['score']:.2f}", style="bold"))
    console.print(Text(f"    {parts}; cosine {each['cosine']:.3f}{answers}"))
    console.print(Text(f"    {each['why']}", style="dim"))


def _likely(generation: Generation, found: Found) -> dict[str, float]:
    """The classifier's three likeliest labels."""
    if generation.triage is None:
        return {}
    probabilities = generation.triage.probabilities(found.vector)
    return dict(sorted(probabilities.items(), key=lambda item: -item[1])[:3])


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _rounded(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(each) for each in value]
    return round(float(value), 4) if isinstance(value, float) else value

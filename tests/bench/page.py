"""The benchmark as tables: on the screen, and as the page docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Figure -> (what it is, aim). Aims come from the issues; they are shown, never asserted.
MEANING = {
    "embedding_speedup": ("one query embedded: ours against sentence-transformers, times faster", "≥ 3"),
    "answer_over_embedding": ("a whole answer against embedding its question", "≤ 1.5"),
    "answers_per_second": ("answers a second, one process, a thread a processor", "≥ 60"),
    "answers_per_second_one_thread": ("answers a second, one thread", ""),
    "answering_threads": ("threads that answered", ""),
    "cold_ask_s": ("`otkaz ask` cold, seconds", "< 5"),
    "serving_rss_mb": ("serving process, MB", "< 600"),
    "answer_ms": ("a whole answer (eight short questions), median ms", ""),
    "answer_p95_ms": ("a whole answer, 95th percentile ms", ""),
    "embedding_ms": ("one query embedded, median ms", ""),
    "sentence_transformers_ms": ("the same in sentence-transformers, median ms", ""),
    "p95_growth_100x": ("p95 of an answer with 100 times the content against p95 with the real one", "≤ 2"),
    "p95_growth_10x": ("the same with 10 times the content", ""),
    "stage_redact_ms": ("stage: personal data taken out (golden questions from here)", ""),
    "stage_read_ms": ("stage: language read, Latin letters turned", ""),
    "stage_embed_ms": ("stage: question embedded (each question of a story too)", ""),
    "stage_search_ms": ("stage: search, without these two", ""),
    "stage_triage_ms": ("stage: emergencies and boundaries", ""),
    "stage_compose_ms": ("stage: answer composed", ""),
    "stage_rest_ms": ("everything else", ""),
    "stage_whole_ms": ("whole answer", ""),
}
TITLES = {
    "quality": "Finding the right instrument and article",
    "xquad": "XQuAD",
    "speed": "Speed",
    "growth": "Growth",
}
HOW = {
    "quality": """Golden questions (`tests/golden`, answerable) against the same content, in one run. Every contender
ranks rules: what it finds leads to the rules it rests on, in order. A question is found at 5 when one of the first five
rules rests on the instrument (and its article) that decides it. The tutorial's stack is LangChain's
RecursiveCharacterTextSplitter (1,000 characters, 200 overlap) over the article files as they are and each rule's text,
Chroma, all-MiniLM-L6-v2. Dense alone and BM25 alone are our own passages, ways of asking included, by cosine of the served
model and by BM25 over lemmas. Times are medians of a search, not of an answer.""",
    "xquad": """Each of 1,190 questions must find its paragraph among 240; languages of question → paragraph. It compares
embeddings and says nothing about asylum law. BM25 finds next to nothing across languages and is left out there.""",
    "speed": """Times on a shared machine: trust the ratios, whose two sides were measured in turn within one run.""",
    "growth": """The real content among 9 and 99 times as many seeded distractors (see `tests/bench/growth.py`), the same
golden questions asked of each size in turn.""",
}


@dataclass(frozen=True)
class Table:
    """A table of texts under a title."""

    part: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(found: Mapping[str, Any]) -> Iterator[Table]:
    """A table for every part that was measured."""
    for part in TITLES:
        values = found.get(part)
        if isinstance(values, dict):
            rows = tuple((name, _text(value), *reversed(MEANING.get(name, ("", "")))) for name, value in values.items())
            yield Table(part, ("figure", "measured", "aim", "what it is"), rows)
        elif values:
            yield Table(part, tuple(values[0]), tuple(tuple(map(_text, row.values())) for row in values))


def page(found: Mapping[str, Any], picture: str) -> str:
    """The page docs/benchmarks.md."""
    about = found["about"]
    said = ", ".join(f"{name} {value}" for name, value in about.items())
    parts = [f"# Benchmarks\n\nWritten by `make bench` ({said}).\n\n![Recall, XQuAD, stages and growth]({picture})\n"]
    for table in tables(found):
        parts.append(f"## {TITLES[table.part]}\n\n{HOW[table.part]}\n\n{_markdown(table)}\n")
    return "\n".join(parts)


def _markdown(table: Table) -> str:
    lines: Sequence[Sequence[str]] = [table.head, ["---"] * len(table.head), *table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(value: object) -> str:
    return (
        f"{value:.3g}"
        if isinstance(value, float) and value < 100
        else f"{value:.0f}"
        if isinstance(value, float)
        else str(value)
    )

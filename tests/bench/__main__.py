"""`make bench`: prints a table and writes build/bench.json."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.settings import settings
from tests.bench import speed

BUILD = Path("build")
#: Figure -> (what it is, aim). Aims come from the issues; they are shown, never asserted.
MEANING = {
    "embedding_speedup": ("one query embedded: ours against sentence-transformers, times faster", "≥ 3"),
    "answer_over_embedding": ("a whole answer against embedding its question", "≤ 2"),
    "cold_ask_s": ("`otkaz ask` cold, seconds", "< 5"),
    "serving_rss_mb": ("serving process, MB", "< 600"),
    "answers_per_second": ("answers a second, one thread", ""),
    "answer_ms": ("a whole answer, median ms", ""),
    "answer_p95_ms": ("a whole answer, 95th percentile ms", ""),
    "embedding_ms": ("one query embedded, median ms", ""),
    "sentence_transformers_ms": ("the same in sentence-transformers, median ms", ""),
}


def main() -> None:
    """Measure, print, write."""
    figures = speed.measure(settings().home)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    table = Table("figure", "measured", "aim", "what it is")
    for name, value in figures.items():
        what, aim = MEANING.get(name, ("", ""))
        table.add_row(name, f"{value:.2f}", aim, what)
    Console().print(table)


if __name__ == "__main__":
    main()

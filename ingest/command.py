"""`otkaz ingest` as a person sees it: prepares the model, shows progress, says what changed."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from ingest.build import Changes, Ingestion
from knowledge.embedding import BUILT_IN, load_embeddings
from knowledge.errors import UsageError
from knowledge.index import Library

SHOWN = 12


def ingest(folder: Path, library: Library, home: Path, choice: str, *, dry_run: bool, rebuild: bool) -> None:
    """Ingest `folder` into `library` with the embeddings of the setting `choice`."""
    console = Console(highlight=False)
    started = time.perf_counter()
    if choice == BUILT_IN:
        from ingest.model.prepare import prepare

        prepare(home, lambda message: console.print(f"· {message}"))
    ingestion = Ingestion(folder, library, load_embeddings(choice, home))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=False) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done)

        outcome = ingestion.run(dry_run=dry_run, rebuild=rebuild, progress=progress)
    took = time.perf_counter() - started
    if not outcome.changes.any and outcome.built is None:
        console.print(f"Nothing changed: {outcome.generation} stays ({took:.1f} s).")
        return
    _say(outcome.changes, console)
    if outcome.built is None:
        console.print("Dry run: nothing was written.")
    else:
        console.print(f"{outcome.generation} answers now: {outcome.built.passages} passages ({took:.1f} s).")


def roll_back(library: Library) -> None:
    """Let the generation before the current one answer. Raises OtkazError when there is none or it is unreadable."""
    current, ids = library.current_id(), library.ids()
    earlier = [generation for generation in ids if current is None or generation < current]
    if not earlier:
        raise UsageError("There is no earlier generation to go back to.")
    library.generation(earlier[-1])  # an unreadable one must not answer
    library.switch(earlier[-1])
    Console(highlight=False).print(f"{earlier[-1]} answers now.")


def _say(changes: Changes, console: Console) -> None:
    console.print(
        f"{len(changes.added)} passages added, {len(changes.changed)} changed, {len(changes.removed)} removed; "
        f"{changes.reused} vectors reused."
    )
    for mark, ids in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for passage in ids[:SHOWN]:
            console.print(f"  {mark} {passage}", style="dim")
        if len(ids) > SHOWN:
            console.print(f"  {mark} … and {len(ids) - SHOWN} more", style="dim")

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess as Process
from pathlib import Path

import pytest

from ingest import build
from ingest.build import Ingestion, verify
from ingest.model.prepare import prepare
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import OtkazError
from knowledge.index import CHROMA, CONTENT, LEXICAL, MANIFEST, PASSAGES, Library
from tests.ingest.conftest import Counting, assert_answers, tree
from tests.ingest.worker import work
from tests.making import replace

pytestmark = pytest.mark.usefixtures("no_dictionaries")

APPEAL = "articles/en/dublin/appeal-transfer.md"


def lose(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def garble(path: Path) -> None:
    path.write_bytes(b"\x00garbage" * 100)


@pytest.mark.parametrize(("part", "damage"), [(MANIFEST, garble), (PASSAGES, lose)])
def test_a_damaged_generation_is_built_anew_at_once(ingested: Ingestion, damage: Callable[[Path], None], part: str) -> None:
    damaged = ingested.library.current()
    damage(damaged.folder / part)
    outcome = ingested.run()
    assert outcome.generation != damaged.id
    assert outcome.built is not None
    verify(ingested.library.current())


@pytest.mark.parametrize("part", [CHROMA, CONTENT, LEXICAL])
def test_a_part_that_was_lost_comes_back_with_the_next_change(ingested: Ingestion, model_used: Counting, part: str) -> None:
    lose(ingested.library.current().folder / part)
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")
    ingested.run()
    assert_answers(ingested.library, model_used)


@pytest.mark.parametrize(
    ("step", "error"),
    [
        ("save_content", KeyboardInterrupt),
        ("index", OSError),
        ("index", KeyboardInterrupt),
        ("build_lemmas", MemoryError),
        ("fit_heads", KeyboardInterrupt),
        ("verify", KeyboardInterrupt),
    ],
)
def test_interrupted_at_any_step_the_old_generation_answers(
    ingested: Ingestion, model_used: Counting, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    before = tree(ingested.library.folder)
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")

    def breaks(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(build, step, breaks)
        with pytest.raises(error):
            ingested.run()
    assert tree(ingested.library.folder) == before
    assert_answers(ingested.library, model_used)


def test_interrupted_before_the_switch_the_next_run_finishes(
    ingested: Ingestion, model_used: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ingested.library.current_id()
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Library, "switch", breaks)
        with pytest.raises(KeyboardInterrupt):
            ingested.run()
    assert ingested.library.current_id() == before
    assert_answers(ingested.library, model_used)
    outcome = ingested.run()
    assert outcome.generation == ingested.library.current_id() != before


def test_a_store_that_lost_passages_is_never_switched_to(
    ingested: Ingestion, model_used: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ingested.library.current_id()
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")
    index = build.index

    def forgets(documents: list[object], *args: object, **kwargs: object) -> object:
        return index(documents[:-1], *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "index", forgets)
    with pytest.raises(OtkazError, match="lacks 1 of"):
        ingested.run()
    assert ingested.library.current_id() == before
    assert_answers(ingested.library, model_used)


def start_edit(folder: Path, number: int, process: Callable[[], Process]) -> Process:
    """Add an example, so that there is something to ingest, and start the ingestion."""
    with (folder / "scope.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f'- {{language: en, kind: everyday, text: "a question about thing number {number}"}}\n')
    return process()


def test_killed_at_ten_random_moments_the_old_generation_answers(
    ingested: Ingestion, model: OnnxEmbeddings, real_home: Path
) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ingest.worker"])
    chance = random.Random(20261122)
    home, folder = ingested.library.folder.parent, prepare(real_home)

    def process() -> Process:
        found = context.Process(target=work, args=(ingested.folder, home, folder))
        found.start()
        return found

    undisturbed = process()  # nothing to do; starts the server that the others fork from
    undisturbed.join()
    assert undisturbed.exitcode == 0

    started = time.monotonic()
    whole = start_edit(ingested.folder, 0, process)
    whole.join()
    span = time.monotonic() - started
    assert whole.exitcode == 0

    kills = 0
    for number in range(1, 60):
        before = ingested.library.current_id()
        victim = start_edit(ingested.folder, number, process)
        victim.join(chance.uniform(0, span))
        assert victim.pid is not None
        if victim.is_alive():
            os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        if victim.exitcode == 0:
            span *= 0.9
            continue
        assert victim.exitcode == -signal.SIGKILL
        kills += 1
        library = Library(home)
        assert library.current_id() in (before, max(library.ids()))
        assert_answers(library, model)
        if kills == 10:
            break
    assert kills == 10

    outcome = ingested.run()
    assert outcome.generation == ingested.library.current_id()
    assert_answers(ingested.library, model)
    left = {path.name for path in ingested.library.folder.iterdir() if path.is_dir()}
    assert left == set(ingested.library.ids())
    assert len(left) <= 2

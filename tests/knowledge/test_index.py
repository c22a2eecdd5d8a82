from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import NotIngestedError
from knowledge.index import FORM, MANIFEST, POINTER, Library, Manifest

OLD, MIDDLE, NEW = "20260101-000000-a", "20260201-000000-b", "20260301-000000-c"


def finished(library: Library, generation: str, form: int = FORM) -> Path:
    """A generation that has nothing but its manifest, which is written last."""
    folder = library.folder / generation
    folder.mkdir(parents=True)
    Manifest(generation, "2026-01-01", "digest", "fingerprint", 0, form=form).save(folder)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    found = Library(tmp_path)
    for generation in (OLD, MIDDLE, NEW):
        finished(found, generation)
    return found


def test_without_a_pointer_nothing_is_ingested(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert library.current_id() is None
    assert library.ids() == []
    with pytest.raises(NotIngestedError, match="otkaz ingest"):
        library.current()


def test_an_empty_pointer_counts_as_none(library: Library) -> None:
    (library.folder / POINTER).write_text("", encoding="utf-8")
    assert library.current_id() is None


def test_the_pointer_says_which_generation_answers(library: Library) -> None:
    library.switch(MIDDLE)
    assert library.current_id() == MIDDLE
    assert library.current().id == MIDDLE
    library.switch(NEW)
    assert library.current().id == NEW


def test_rolling_back_is_a_switch(library: Library) -> None:
    library.switch(NEW)
    library.switch(MIDDLE)
    assert library.current().id == MIDDLE
    assert library.ids() == [OLD, MIDDLE, NEW]


def test_a_reader_never_sees_half_a_switch(library: Library) -> None:
    library.switch(OLD)
    seen: set[str | None] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(library.current_id())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(200):
        library.switch(NEW)
        library.switch(OLD)
    stop.set()
    reader.join()
    assert seen <= {OLD, NEW}


def test_a_switch_that_dies_half_way_changes_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.switch(OLD)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", dies)
    with pytest.raises(KeyboardInterrupt):
        library.switch(NEW)
    assert library.current_id() == OLD


def test_an_unfinished_generation_is_not_listed(library: Library) -> None:
    (library.folder / "20260401-000000-d").mkdir()
    assert library.ids() == [OLD, MIDDLE, NEW]
    with pytest.raises(NotIngestedError, match="cannot be read"):
        library.generation("20260401-000000-d")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": "x"}', '{"surprise": 1}'])
def test_an_unreadable_manifest_asks_for_ingestion(library: Library, text: str) -> None:
    (library.folder / NEW / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(NotIngestedError, match="otkaz ingest"):
        library.generation(NEW)


@pytest.mark.parametrize("form", [FORM - 1, FORM + 1])
def test_another_form_is_refused(tmp_path: Path, form: int) -> None:
    library = Library(tmp_path)
    finished(library, OLD, form)
    library.switch(OLD)
    with pytest.raises(NotIngestedError, match="another version"):
        library.current()


def test_pruning_keeps_the_newest_two(library: Library) -> None:
    library.switch(NEW)
    library.prune()
    assert library.ids() == [MIDDLE, NEW]


@pytest.mark.parametrize("current", [OLD, MIDDLE, NEW])
@pytest.mark.parametrize("keep", [1, 2, 3])
def test_pruning_never_removes_the_current_generation(library: Library, current: str, keep: int) -> None:
    library.switch(current)
    library.prune(keep)
    assert library.current().id == current
    assert set(library.ids()) == {current, *[OLD, MIDDLE, NEW][-keep:]}


def test_pruning_removes_what_a_killed_run_left(library: Library) -> None:
    library.switch(NEW)
    leftover = library.folder / "20260401-000000-d"
    (leftover / "chroma").mkdir(parents=True)
    (leftover / "chroma" / "chroma.sqlite3").write_bytes(b"half")
    library.prune()
    assert not leftover.exists()


def test_a_manifest_survives_its_file(tmp_path: Path) -> None:
    manifest = Manifest("x", "2026-01-01", "digest", "fingerprint", 7, {"rules": 3, "articles": {"en": 1}})
    manifest.save(tmp_path)
    assert Manifest.load(tmp_path) == manifest
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["form"] == FORM


def test_a_second_builder_waits_for_the_first(library: Library) -> None:
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with Library(library.folder.parent).lock():
            order.append("second")

    waiting = threading.Thread(target=second)
    waiting.start()
    with library.lock():
        inside.set()
        waiting.join(timeout=0.3)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_every_part_of_a_generation_can_be_read(tiny_home: Path) -> None:
    generation = Library(tiny_home).current()
    assert generation.manifest.passages == len(generation.passages)
    assert generation.vectors.shape == (len(generation.passages), 384)
    np.testing.assert_allclose(np.linalg.norm(generation.vectors, axis=1), 1.0, atol=1e-3)
    assert set(generation.content.rules) >= {rule for passage in generation.passages for rule in passage.rules}
    np.testing.assert_array_equal(generation.stored_vectors(), generation.vectors, "the copy is that of the store")
    assert generation.lexical.scores("transfer", ["en"]).any()
    assert set(generation.article_head.labels) == {passage.article for passage in generation.passages if passage.article}
    assert generation.coverage is not None
    assert generation.triage is not None
    assert set(generation.triage.head.labels) == {"calm", "urgent-removal", "boundary-forgery"}
    assert generation.triage.vectors.shape == (len(generation.triage.ids), 384)

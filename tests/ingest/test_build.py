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

import numpy as np
import pytest

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from ingest import build
from ingest.build import Changes, Ingestion, compare, verify
from ingest.model.prepare import prepare
from knowledge.content import Content
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import ContentError, NotIngestedError, OtkazError
from knowledge.index import CHROMA, CONTENT, LEXICAL, MANIFEST, PASSAGES, Library
from knowledge.lemmas import Lemmas
from knowledge.passage import Passage, passages
from knowledge.search import Searcher
from tests.conftest import TINY_CONTENT
from tests.ingest.worker import work
from tests.making import NOTHING_KNOWN, TODAY, replace

APPEAL, APPEAL_RU = "articles/en/dublin/appeal-transfer.md", "articles/ru/dublin/appeal-transfer.md"


class Counting:
    """The model, counting the passages that are embedded with it."""

    def __init__(self, model: OnnxEmbeddings, fingerprint: str | None = None) -> None:
        self._model = model
        self.fingerprint = fingerprint or model.fingerprint
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return self._model.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._model.embed_query(text)


@pytest.fixture(autouse=True)
def _no_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading simplemma's dictionaries takes seconds; the tiny home of the other tests is built with them."""
    monkeypatch.setattr(build, "build_lemmas", lambda _texts: Lemmas({}))


@pytest.fixture
def model_used(model: OnnxEmbeddings) -> Counting:
    return Counting(model)


@pytest.fixture
def ingestion(content_folder: Path, tmp_path: Path, model_used: Counting) -> Ingestion:
    """An ingestion into a new home, not run yet."""
    return Ingestion(content_folder, Library(tmp_path / "home"), model_used)


@pytest.fixture(scope="module")
def built_home(model: OnnxEmbeddings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the tiny content, to be copied."""
    home = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "build_lemmas", lambda _texts: Lemmas({}))
        Ingestion(TINY_CONTENT, Library(home), model).run()
    return home


@pytest.fixture
def ingested(ingestion: Ingestion, built_home: Path) -> Ingestion:
    """The same, run once."""
    shutil.copytree(built_home, ingestion.library.folder.parent)
    return ingestion


def texts_of(ingestion: Ingestion) -> list[str]:
    return [passage.text for passage in ingestion.library.current().passages]


def assert_answers(library: Library, model: Counting | OnnxEmbeddings) -> None:
    """The current generation is whole and finds the right article."""
    generation = library.current()
    verify(generation)
    found = Searcher(generation, model).search("how many weeks do I have to appeal", NOTHING_KNOWN, TODAY)
    assert found.articles[0].id == "appeal-transfer"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes, but those of Chroma, which rewrites its own when it is opened."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and CHROMA not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_first_run_embeds_everything_and_answers(ingestion: Ingestion, model_used: Counting) -> None:
    outcome = ingestion.run()
    generation = ingestion.library.current()
    assert outcome.generation == generation.id
    assert outcome.built == generation.manifest
    assert set(outcome.changes.added) == {passage.id for passage in generation.passages}
    assert (outcome.changes.changed, outcome.changes.removed, outcome.changes.reused) == ((), (), 0)
    assert sorted(model_used.embedded) == sorted({passage.text for passage in generation.passages})
    counts = generation.manifest.counts
    assert counts.items() >= {"rules": 8, "sources": 3, "contacts": 1, "glossary": 2}.items()
    assert counts["articles"] == {"en": 6, "ru": 6}
    assert_answers(ingestion.library, model_used)


def test_vectors_are_those_of_their_passages(ingested: Ingestion, model: OnnxEmbeddings) -> None:
    generation = ingested.library.current()
    wanted = np.asarray(model.embed_documents([passage.text for passage in generation.passages]))
    assert min((generation.vectors * wanted).sum(axis=1)) > 0.98


def test_a_second_run_changes_nothing_and_embeds_nothing(ingested: Ingestion, model_used: Counting) -> None:
    before = tree(ingested.library.folder)
    outcome = ingested.run()
    assert outcome.built is None
    assert not outcome.changes.any
    assert outcome.generation == ingested.library.current_id()
    assert tree(ingested.library.folder) == before
    assert model_used.embedded == []


def test_an_edit_embeds_only_what_changed(ingested: Ingestion, model_used: Counting) -> None:
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")
    outcome = ingested.run()
    assert outcome.changes.changed == ("article/en/appeal-transfer/varies",)
    assert (outcome.changes.added, outcome.changes.removed) == ((), ())
    assert outcome.changes.reused == len(texts_of(ingested)) - 1
    assert len(model_used.embedded) == 1
    assert "Every country sets" in model_used.embedded[0]
    assert_answers(ingested.library, model_used)


def test_reused_vectors_stay_the_same(ingested: Ingestion) -> None:
    before = ingested.library.current()
    old = dict(zip((passage.id for passage in before.passages), before.vectors, strict=True))
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")
    ingested.run()
    after = ingested.library.current()
    for passage, vector in zip(after.passages, after.vectors, strict=True):
        if passage.id != "article/en/appeal-transfer/varies":
            np.testing.assert_allclose(vector, old[passage.id], atol=1e-6)


def test_an_added_article_is_found(ingested: Ingestion, model_used: Counting) -> None:
    for language, title, text in (
        ("en", "Is there a border fence?", "A fence."),
        ("ru", "Есть ли забор на границе?", "Забор."),
    ):
        (ingested.folder / f"articles/{language}/safety/fence.md").write_text(
            f"---\nid: fence\ntitle: {title}\ncountries: []\nupdated: 2026-11-22\n---\n{text} [@forged-papers]\n",
            encoding="utf-8",
        )
    outcome = ingested.run()
    assert len(outcome.changes.added) == len(model_used.embedded) == 4
    assert (outcome.changes.changed, outcome.changes.removed) == ((), ())
    found = Searcher(ingested.library.current(), model_used).search("is there a fence at the border?", NOTHING_KNOWN, TODAY)
    assert found.articles[0].id == "fence"


def test_a_removed_article_stops_answering(ingested: Ingestion, model_used: Counting) -> None:
    for language in ("en", "ru"):
        (ingested.folder / f"articles/{language}/procedure/train-leap-case.md").unlink()
    outcome = ingested.run()
    assert {key.split("/")[2] for key in outcome.changes.removed} == {"train-leap-case"}
    assert (outcome.changes.added, outcome.changes.changed, model_used.embedded) == ((), (), [])
    generation = ingested.library.current()
    assert not any(passage.article == "train-leap-case" for passage in generation.passages)
    assert "train-leap-case" not in generation.article_head.labels
    found = Searcher(generation, model_used).search("man jumped from kaliningrad train", NOTHING_KNOWN, TODAY)
    assert all(hit.id != "train-leap-case" for hit in found.articles)
    assert "train-leap-case" not in generation.content.article_ids
    assert len(generation.vectors) == len(generation.passages)


def test_a_renamed_article_keeps_its_vectors(ingested: Ingestion, model_used: Counting) -> None:
    for language in ("en", "ru"):
        path = ingested.folder / f"articles/{language}/procedure/train-leap-case.md"
        replace(path, "id: train-leap-case", "id: train-leap")
        path.rename(path.with_name("train-leap.md"))
    outcome = ingested.run()
    assert {key.split("/")[2] for key in outcome.changes.added} == {"train-leap"}
    assert {key.split("/")[2] for key in outcome.changes.removed} == {"train-leap-case"}
    assert len(outcome.changes.added) == len(outcome.changes.removed)
    assert model_used.embedded == []
    assert "train-leap" in ingested.library.current().article_head.labels


def test_the_same_text_in_two_articles_leads_to_both(ingested: Ingestion, model_used: Counting) -> None:
    same = "    - story of the train jumper\n"
    replace(ingested.folder / "articles/en/safety/undesirable-publishers.md", "    - can I repost radio liberty\n", same)
    outcome = ingested.run()
    assert len(outcome.changes.added) == len(outcome.changes.removed) == 1
    assert model_used.embedded == []
    generation = ingested.library.current()
    both = [row for row, passage in enumerate(generation.passages) if passage.text == "story of the train jumper"]
    assert {generation.passages[row].article for row in both} == {"train-leap-case", "undesirable-publishers"}
    np.testing.assert_allclose(generation.vectors[both[0]], generation.vectors[both[1]], atol=1e-6)


def test_a_change_without_any_text_builds_anew_and_embeds_nothing(ingested: Ingestion, model_used: Counting) -> None:
    replace(ingested.folder / "contacts.yaml", "phone: null", "phone: '+358 1'")
    outcome = ingested.run()
    assert outcome.built is not None
    assert not outcome.changes.any
    assert model_used.embedded == []
    assert ingested.library.current().content.contacts["fi-refugee-advice-centre"].phone == "+358 1"


def test_a_dry_run_says_what_would_change_and_writes_nothing(ingested: Ingestion, model_used: Counting) -> None:
    before = tree(ingested.library.folder)
    replace(ingested.folder / APPEAL, "Each country sets", "Every country sets")
    outcome = ingested.run(dry_run=True)
    assert outcome.changes.changed == ("article/en/appeal-transfer/varies",)
    assert outcome.built is None
    assert outcome.generation == ingested.library.current_id()
    assert tree(ingested.library.folder) == before
    assert model_used.embedded == []


def test_a_dry_run_in_an_empty_home_creates_nothing(ingestion: Ingestion) -> None:
    outcome = ingestion.run(dry_run=True)
    assert outcome.generation is None
    assert len(outcome.changes.added) > 50
    assert not ingestion.library.folder.exists()


def test_rebuilding_reuses_nothing(ingested: Ingestion, model_used: Counting) -> None:
    outcome = ingested.run(rebuild=True)
    assert outcome.built is not None
    assert outcome.changes.reused == 0
    assert sorted(model_used.embedded) == sorted(set(texts_of(ingested)))


def test_wrong_content_leaves_the_old_generation(ingested: Ingestion, model_used: Counting) -> None:
    before = ingested.library.current_id()
    replace(ingested.folder / APPEAL, "You can appeal against the transfer decision. [@appeal-window]", "You can appeal.")
    with pytest.raises(ContentError) as error:
        ingested.run()
    assert error.value.path == ingested.folder / APPEAL
    assert ingested.library.current_id() == before
    assert_answers(ingested.library, model_used)


@pytest.mark.parametrize("keep", [0, 1])
def test_too_little_content_is_refused(ingested: Ingestion, model_used: Counting, keep: int) -> None:
    articles = sorted((ingested.folder / "articles").glob("*/*/*.md"))
    kept = {path.stem for path in articles if path.parent.name == "dublin"} if keep else set()
    for path in articles:
        if path.stem not in sorted(kept)[:keep]:
            path.unlink()
    with pytest.raises(OtkazError, match="at least two articles"):
        ingested.run()
    assert_answers(ingested.library, model_used)


def test_another_model_is_noticed_and_asks_for_ingestion(ingested: Ingestion, model: OnnxEmbeddings) -> None:
    other = Counting(model, "another-model")
    assistant = Assistant(ingested.library, lambda: other)
    with pytest.raises(NotIngestedError, match=r"another-model.*otkaz ingest"):
        assistant.ask(Question("how do I appeal", TODAY))
    outcome = Ingestion(ingested.folder, ingested.library, other).run()
    assert outcome.built is not None
    assert outcome.built.fingerprint == "another-model"
    assert sorted(other.embedded) == sorted(set(texts_of(ingested)))  # no vector of the other model is taken over
    assert assistant.ask(Question("how many weeks do I have to appeal", TODAY)).outcome == "answered"


def test_a_running_assistant_notices_the_new_generation(ingested: Ingestion, model_used: Counting) -> None:
    assistant = Assistant(ingested.library, lambda: model_used)
    question = Question("how many weeks do I have to appeal", TODAY)
    before = assistant.ask(question)
    replace(ingested.folder / APPEAL, "You can appeal against", "You may appeal against")
    outcome = ingested.run()
    after = assistant.ask(question)
    assert (before.knowledge, after.knowledge) != (after.knowledge, before.knowledge)
    assert after.knowledge == outcome.generation
    assert "You may appeal against" in after.text


def test_two_generations_are_kept_and_one_can_go_back(ingested: Ingestion, model_used: Counting) -> None:
    first = ingested.library.current_id()
    assert first is not None
    for number in range(3):
        replace(ingested.folder / "contacts.yaml", "phone: ", f"phone: 'x{number}' #")
        ingested.run()
    assert len(ingested.library.ids()) == 2
    assert first not in ingested.library.ids()
    earlier = next(name for name in ingested.library.ids() if name != ingested.library.current_id())
    ingested.library.switch(earlier)
    assert_answers(ingested.library, model_used)


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


def test_progress_runs_to_its_end(ingestion: Ingestion) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    ingestion.run(progress=lambda stage, done, total: seen.setdefault(stage, []).append((done, total)))
    assert set(seen) >= {"passages", "words"}
    for steps in seen.values():
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]


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


def test_changes_are_told_apart() -> None:
    def passage(key: str, text: str, *countries: str) -> Passage:
        return Passage(key, "rule", "en", text, None, None, (), countries)

    old = [passage("same", "a"), passage("edited", "b"), passage("moved", "c"), passage("gone", "d")]
    new = [passage("same", "a"), passage("edited", "B"), passage("moved", "c", "FI"), passage("new", "a")]
    assert compare(old, new) == Changes(added=("new",), changed=("edited", "moved"), removed=("gone",), reused=3)
    assert not compare(old, old).any
    assert compare([], new).reused == 0


def test_the_words_of_the_glossary_get_lemmas_too(tiny_content: Content) -> None:
    found = list(build.texts(tiny_content, passages(tiny_content)[:1]))
    assert len(found) == 1 + 10
    assert found[1:3] == [("en", "Dublin transfer"), ("en", "transfer")]
    assert ("uk", "повістка") in found

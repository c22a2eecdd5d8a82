from __future__ import annotations

import numpy as np
import pytest

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from ingest import build
from ingest.build import Changes, Ingestion, compare
from knowledge.content import Content
from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import ContentError, NotIngestedError, OtkazError
from knowledge.passage import Passage, passages
from knowledge.search import Searcher
from tests.ingest.conftest import Counting, assert_answers, tree
from tests.making import NOTHING_KNOWN, TODAY, replace

pytestmark = pytest.mark.usefixtures("no_dictionaries")

APPEAL = "articles/en/dublin/appeal-transfer.md"


def texts_of(ingestion: Ingestion) -> list[str]:
    return [passage.text for passage in ingestion.library.current().passages]


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


@pytest.mark.parametrize("kept", [(), ("undesirable-publishers",)])
def test_too_little_content_is_refused(ingested: Ingestion, model_used: Counting, kept: tuple[str, ...]) -> None:
    for path in (ingested.folder / "articles").glob("*/*/*.md"):
        if path.stem not in kept:
            path.unlink()
    (ingested.folder / "premises.yaml").unlink()
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


def test_progress_runs_to_its_end(ingestion: Ingestion) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    ingestion.run(progress=lambda stage, done, total: seen.setdefault(stage, []).append((done, total)))
    assert set(seen) >= {"passages", "words"}
    for steps in seen.values():
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]


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

from __future__ import annotations

from pathlib import Path

from knowledge.content import Content, load_content
from knowledge.passage import SEARCHED, Passage, passages
from tests.making import replace


def by_id(content: Content) -> dict[str, Passage]:
    return {passage.id: passage for passage in passages(content)}


def test_every_rule_is_a_passage_in_every_language(tiny_content: Content) -> None:
    found = by_id(tiny_content)
    for rule in tiny_content.rules.values():
        for language in ("en", "ru"):
            passage = found[f"rule/{language}/{rule.id}"]
            assert passage.kind == "rule"
            assert passage.text == rule.text[language]
            assert passage.rules == (rule.id,)
            assert passage.countries == rule.countries
            assert passage.article is None


def test_every_section_is_a_passage_with_its_title_and_rules(tiny_content: Content) -> None:
    found = by_id(tiny_content)
    section = found["article/en/transfer-time-limits/before"]
    assert section.kind == "section"
    assert section.text.splitlines() == [
        "How long do they have to transfer me?",
        "If your application was registered before 1 July 2026",
        "The limit becomes 18 months if you abscond.",
    ]
    assert section.rules == ("old-transfer-limit",)
    short = found["article/ru/transfer-time-limits/short"]
    assert short.kind == "short"
    assert short.rules == ("old-transfer-limit", "new-transfer-limit", "which-dublin-law")
    assert (short.article, short.section, short.countries) == ("transfer-time-limits", "short", ("EU",))


def test_titles_and_ways_of_asking_lead_to_their_article(tiny_content: Content) -> None:
    asked = [
        (passage.language, passage.text)
        for passage in passages(tiny_content)
        if passage.kind == "question" and passage.article == "transfer-time-limits"
    ]
    assert ("en", "How long do they have to transfer me?") in asked
    assert ("ru", "Сколько времени у них на мою передачу?") in asked
    assert ("uk", "скільки часу мають на дублінську передачу") in asked
    assert len(asked) == 2 + 3 + 1 + 3


def test_examples_only_teach(tiny_content: Content) -> None:
    found = passages(tiny_content)
    for kind, examples in (("outside", tiny_content.outside), ("triage", tiny_content.triage)):
        taught = [passage for passage in found if passage.kind == kind]
        assert [(passage.text, passage.section) for passage in taught] == [(each.text, each.label) for each in examples]
        assert not any(passage.article or passage.rules for passage in taught)
        assert kind not in SEARCHED


def test_the_blocks_of_the_guards_are_never_found_by_a_search(tiny_content: Content) -> None:
    assert ("en", "urgent-removal") in tiny_content.articles
    assert not any(passage.article in ("urgent-removal", "boundary-forgery") for passage in passages(tiny_content))


def test_ids_are_unique_and_the_order_is_stable(tiny_content: Content, content_folder: Path) -> None:
    found = passages(tiny_content)
    assert len({passage.id for passage in found}) == len(found)
    assert passages(load_content(content_folder)) == found


def test_the_same_way_of_asking_in_two_articles_stays_two_passages(content_folder: Path) -> None:
    replace(
        content_folder / "articles/en/safety/undesirable-publishers.md",
        "    - can I repost radio liberty\n",
        "    - story of the train jumper\n",
    )
    asked = [passage for passage in passages(load_content(content_folder)) if passage.text == "story of the train jumper"]
    assert sorted(str(passage.article) for passage in asked) == ["train-leap-case", "undesirable-publishers"]


def test_the_same_way_of_asking_twice_in_one_article_is_one_passage(content_folder: Path) -> None:
    replace(
        content_folder / "articles/en/procedure/train-leap-case.md",
        "    - man jumped from kaliningrad train\n",
        "    - story of the train jumper\n",
    )
    asked = [passage for passage in passages(load_content(content_folder)) if passage.text == "story of the train jumper"]
    assert len(asked) == 1


def test_an_edit_changes_only_its_own_passages(tiny_content: Content, content_folder: Path) -> None:
    replace(content_folder / "articles/en/dublin/appeal-transfer.md", "Each country sets", "Every country sets")
    before, after = by_id(tiny_content), by_id(load_content(content_folder))
    assert before.keys() == after.keys()
    assert [key for key in before if before[key] != after[key]] == ["article/en/appeal-transfer/varies"]


def test_a_passage_survives_json(tiny_content: Content) -> None:
    for passage in passages(tiny_content):
        assert Passage.from_dict({**passage.as_dict(), "rules": list(passage.rules)}) == passage

"""Statements written before the ways of recognising: how many wrong premises are put right, and how many right ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.answering.assistant import Assistant
from bot.answering.compose import Composer, Opening
from bot.texts import texts
from knowledge.article import Sentence
from knowledge.content import Content
from knowledge.recognition import recognise
from knowledge.timeline import Situation
from knowledge.yamlfile import load
from tests.making import NOTHING_KNOWN, TODAY

UNSEEN: Sequence[dict[str, Any]] = load(Path(__file__).parent / "premises.yaml").value
WRONG = [each for each in UNSEEN if "premise" in each]
FINE = [each for each in UNSEEN if "premise" not in each]
#: Of all ways of asking in the articles and of the golden questions, at most this share may be put right at all.
SHARE = 0.02


def recognised(text: str, content: Content, situation: Situation = NOTHING_KNOWN) -> set[str]:
    found = recognise(text, content.premises.values(), content.rules, situation, TODAY)
    return {each.premise.id for each in found}


def test_half_of_the_statements_are_wrong(full_content: Content) -> None:
    assert min(len(WRONG), len(FINE)) >= 20
    assert {each["premise"] for each in WRONG} <= full_content.premises.keys()


@pytest.mark.parametrize("each", WRONG, ids=lambda each: each["text"][:40])
def test_a_wrong_premise_is_put_right(each: dict[str, Any], full_content: Content, assistant: Assistant) -> None:
    text = assistant.engine.searcher.reader.read(each["text"]).text
    assert recognised(text, full_content, Situation(None, each.get("registered"))) == {each["premise"]}


@pytest.mark.parametrize("each", FINE, ids=lambda each: each["text"][:40])
def test_what_is_right_is_left_alone(each: dict[str, Any], full_content: Content, assistant: Assistant) -> None:
    assert recognised(assistant.engine.searcher.reader.read(each["text"]).text, full_content) == set()


def test_few_ways_of_asking_are_put_right(full_content: Content) -> None:
    asked = [
        text
        for article in full_content.articles.values()
        for texts in (article.meta.asked or {}).values()
        for text in texts[::8]
    ]
    hits = [text for text in asked if recognised(text, full_content)]
    assert len(asked) > 500
    assert len(hits) / len(asked) < SHARE, hits


def test_every_premise_can_be_put_right_today(full_content: Content) -> None:
    """Its rules hold, or may hold, for somebody whose dates are not known."""
    for premise in full_content.premises.values():
        text = premise.said["en"][0]
        assert recognise(text, [premise], full_content.rules, NOTHING_KNOWN, TODAY)[0].corrects, premise.id


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_correction_gets_into_an_answer_with_its_rules(full_content: Content, language: str) -> None:
    composer, said = Composer(full_content), texts(language)
    for premise in full_content.premises.values():
        sentences = tuple(Sentence(each.text(language), each.rules, 0) for each in premise.corrects)
        composed = composer.compose([], NOTHING_KNOWN, TODAY, said, (), (), Opening("First", sentences))
        (block,) = composed.blocks
        by_number = {citation.n: citation.rule for citation in composed.citations}
        shown = [(sentence.text, {by_number[n] for n in sentence.citations}) for sentence in block.sentences]
        assert shown == [(sentence.text, set(sentence.citations)) for sentence in sentences], premise.id
